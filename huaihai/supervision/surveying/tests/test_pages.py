"""The pages: answering as anybody, planning and collecting as staff, the results for everybody."""

import json
import re
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.kit import clock
from huaihai.members.models import Account
from huaihai.supervision import releasing, verbs
from huaihai.supervision.models import Project, SurveyDraft, SurveyImport, SurveyLink, SurveyResponse
from huaihai.supervision.surveying import plan as surveying_plan
from huaihai.supervision.surveying import verbs as surveying_verbs
from huaihai.supervision.surveying.tests.survey_cast import NOON, running, way_in
from huaihai.supervision.surveying.tests.test_collecting import TWO, workbook
from huaihai.supervision.tests.people import MONDAY, People, assemble, opened
from tests.posts import sign_in

pytestmark = pytest.mark.django_db
HOSTILE = ["\0", "\u202e", "9" * 400, "<script>", "😀" * 300, "-1", "x" * 9000]


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def staff(client: Client, name: str = "leader") -> Client:
    sign_in(client, Account.objects.get(username=name))
    return client


def begin(client: Client, link: SurveyLink) -> str:
    answer = client.post(f"/survey/{link.code}/", {"token": ""})
    assert answer.status_code == 302
    return str(answer["Location"])


class TestAnswering:
    def test_a_phone_without_javascript_answers_page_by_page_with_a_skip(self, client: Client) -> None:
        people, project = running()
        link = way_in(people, project)
        assert "演示问卷。" in client.get(f"/survey/{link.code}/").content.decode()

        first = begin(client, link)
        second = client.post(first, {"a_city": "xz", "a_sex": "f"})["Location"]
        third = client.post(second, {"a_bought": "no"})["Location"]
        page = client.get(third).content.decode()
        assert "还想说什么" in page
        checked = client.post(third, {"a_wish": ""})["Location"]
        assert "徐州" in client.get(checked).content.decode()
        done = client.post(checked)

        assert done["Location"].endswith("/thanks/")
        assert client.get(done["Location"]).status_code == 200
        assert SurveyResponse.objects.get().answers == {"city": "xz", "sex": "f", "bought": "no"}
        assert client.post(checked)["Location"].endswith("/thanks/")  # pressed twice
        assert SurveyResponse.objects.count() == 1

    @pytest.mark.both_databases
    def test_the_button_pressed_twice_before_the_first_answer_came_back_is_thanked_too(
        self, client: Client
    ) -> None:
        people, project = running()
        link = way_in(people, project)
        first = begin(client, link)
        client.post(first, {"a_city": "xz", "a_sex": "f"})
        client.post(f"/survey/{link.code}/page/2/", {"a_bought": "no"})
        checked = f"/survey/{link.code}/check/"
        sent = re.search(r'name="draft" value="([^"]+)"', client.get(checked).content.decode())
        assert sent
        assert client.post(checked, {"draft": sent[1]})["Location"].endswith("/thanks/")

        again = Client().post(checked, {"draft": sent[1]})  # as the browser was before it heard of the first

        assert again["Location"].endswith("/thanks/")
        assert SurveyResponse.objects.count() == 1

    def test_the_session_of_somebody_signed_in_does_not_name_the_answers(self, client: Client) -> None:
        people, project = running()
        link = way_in(people, project)
        staff(client)
        client.post(begin(client, link), {"a_city": "xz", "a_sex": "f"})
        client.post(f"/survey/{link.code}/page/2/", {"a_bought": "no"})
        client.post(f"/survey/{link.code}/check/")

        made = SurveyResponse.objects.get()

        assert str(made.pk) not in str(dict(client.session))

    def test_a_question_left_open_is_shown_again_before_handing_in(self, client: Client) -> None:
        people, project = running()
        link = way_in(people, project)
        client.post(begin(client, link), {"a_city": "xz", "a_sex": "f"})

        for ask in (client.get, client.post):
            assert ask(f"/survey/{link.code}/check/")["Location"].endswith("/page/2/")
        assert not SurveyResponse.objects.exists()

    @pytest.mark.both_databases
    def test_what_is_missing_is_said_and_what_was_chosen_stays(self, client: Client) -> None:
        people, project = running()
        first = begin(client, way_in(people, project))

        answer = client.post(first, {"a_city": "sq"})

        assert answer.status_code == 200
        assert re.search(r'value="sq"[^>]* checked', answer.content.decode())

    @pytest.mark.both_databases
    def test_a_lost_session_is_taken_up_by_the_form(self, client: Client) -> None:
        people, project = running()
        link = way_in(people, project)
        first = begin(client, link)
        sent = re.search(r'name="draft" value="([^"]+)"', client.get(first).content.decode())
        assert sent
        other = Client()

        answer = other.post(first, {"draft": sent[1], "a_city": "xz", "a_sex": "f"})

        assert answer.status_code == 302
        assert SurveyDraft.objects.get().answers == {"city": "xz", "sex": "f"}

    def test_the_public_page_leads_to_the_open_way_alone(self, client: Client) -> None:
        people, project = running()
        hidden = [way_in(people, project, place="车站"), way_in(people, project, tokens=2)]
        link = way_in(people, project)

        page = client.get(project.get_absolute_url()).content.decode()

        assert f"/survey/{link.code}/" in page
        assert "今年网购过吗？" in page
        assert not any(other.code in page for other in hidden)

    def test_a_full_quota_ends_kindly(self, client: Client) -> None:
        people, project = running()
        link = way_in(people, project)
        for number in range(1, 4):
            said = {"city": "xz", "sex": "m", "bought": "no"}
            surveying_verbs.enter(project, batch="甲", paper=number, answers=said, by=people.leader, at=NOON)

        answer = client.post(begin(client, link), {"a_city": "xz", "a_sex": "m"}, follow=True)

        assert answer.status_code == 200
        assert answer.redirect_chain[-1][0].endswith("/full/")
        assert not SurveyDraft.objects.exists()

    def test_who_is_not_asked_is_told_kindly(self, client: Client) -> None:
        people, project = running()

        answer = client.post(
            begin(client, way_in(people, project)), {"a_city": "else", "a_sex": "m"}, follow=True
        )

        assert answer.redirect_chain[-1][0].endswith("/not-for-you/")
        assert answer.status_code == 200

    def test_a_personal_code_opens_once(self, client: Client) -> None:
        people, project = running()
        link = way_in(people, project, tokens=3)
        code = surveying_verbs.token(link.pk, 1)
        assert (
            'name="token"' in client.get(f"/survey/{link.code}/").content.decode()
        )  # who cannot scan types it
        wrong = client.post(f"/survey/{link.code}/", {"token": "1-abc"})
        assert wrong.status_code == 200
        assert 'value="1-abc"' in wrong.content.decode()
        page = client.get(f"/survey/{link.code}/code/{code}/")
        assert code in page.content.decode()

        first = client.post(f"/survey/{link.code}/code/{code}/", {"token": code})["Location"]
        client.post(first, {"a_city": "xz", "a_sex": "f"})
        client.post(f"/survey/{link.code}/page/2/", {"a_bought": "no"})
        client.post(f"/survey/{link.code}/check/")

        assert SurveyResponse.objects.count() == 1
        assert Client().get(f"/survey/{link.code}/code/{code}/").status_code == 410

    @pytest.mark.both_databases
    def test_a_network_that_begins_too_often_is_braked_and_nowhere_kept(self, client: Client) -> None:
        people, project = running()
        link = way_in(people, project)
        with mock.patch("huaihai.kit.brakes.Brake.lets_through", return_value=False):
            assert client.post(f"/survey/{link.code}/").status_code == 429
        begin(client, link)

        held = json.dumps([str(vars(row)) for row in SurveyDraft.objects.all()])
        assert "127.0.0.1" not in held

    @pytest.mark.parametrize("value", HOSTILE)
    def test_nothing_hostile_breaks_a_page(self, client: Client, value: str) -> None:
        people, project = running()
        link = way_in(people, project)
        first = begin(client, link)

        for data in ({"a_city": value, "a_sex": "f"}, {"a_city": "xz", "a_sex": "f", "draft": value}):
            assert client.post(first, data).status_code in (200, 302)
        client.post(f"/survey/{link.code}/page/2/", {"a_bought": "yes"})
        client.post(f"/survey/{link.code}/page/3/", {"a_pleased": "3"})
        assert client.post(f"/survey/{link.code}/page/4/", {"a_what": [value]}).status_code == 200
        assert client.post(f"/survey/{link.code}/", {"token": value}).status_code == 302

    @pytest.mark.parametrize(
        "path", ["gone/", "{code}/page/0/", "{code}/page/99999999999999999999/", "{code}/page/7/"]
    )
    def test_pages_that_are_not_there_are_404_or_lead_back(self, client: Client, path: str) -> None:
        people, project = running()
        link = way_in(people, project)
        begin(client, link)

        assert client.get(f"/survey/{path.format(code=link.code)}").status_code == 404


class TestVisitors:
    def running(self) -> tuple[People, SurveyLink]:
        from huaihai import alliance

        people = assemble()
        plan = surveying_plan.plan(surveying_plan.VISITORS, alliance.load())
        project = opened(people, Project.Kind.SURVEY, plan)
        verbs.register(project, by=people.leader, at=MONDAY)
        verbs.start(project, by=people.leader, at=MONDAY)
        return people, way_in(people, project, place="高铁站")

    @pytest.mark.both_databases
    def test_two_questions_stand_on_the_first_screen_and_are_handed_in_at_once(self, client: Client) -> None:
        _people, link = self.running()
        page = client.get(f"/survey/{link.code}/").content.decode()
        assert page.count("<fieldset") == 2
        sent = re.search(r'name="draft" value="([^"]+)"', page)
        assert sent
        said = {"draft": sent[1], "a_first": "yes", "a_why": ["food", "price"]}

        answer = client.post(f"/survey/{link.code}/", said)
        again = client.post(f"/survey/{link.code}/", said)

        assert answer["Location"] == again["Location"] == f"/survey/{link.code}/thanks/"
        row = SurveyResponse.objects.get()
        assert (row.answers, row.place) == ({"first": "yes", "why": ["food", "price"]}, "高铁站")

    @pytest.mark.both_databases
    def test_somebody_else_with_the_same_phone_is_asked_first_and_marked(self, client: Client) -> None:
        _people, link = self.running()
        client.post(f"/survey/{link.code}/", {"draft": "", "a_first": "yes"})

        assert "<fieldset" not in client.get(f"/survey/{link.code}/").content.decode()
        page = client.get(f"/survey/{link.code}/?again=1").content.decode()
        sent = re.search(r'name="draft" value="([^"]+)"', page)
        assert sent
        client.post(f"/survey/{link.code}/?again=1", {"draft": sent[1], "a_first": "no"})

        assert list(SurveyResponse.objects.order_by("at").values_list("has_answered_before", flat=True)) == [
            False,
            True,
        ]

    def test_too_many_reasons_are_said(self, client: Client) -> None:
        _people, link = self.running()

        said = {"draft": "", "a_first": "yes", "a_why": ["food", "price", "goods", "near"]}
        answer = client.post(f"/survey/{link.code}/", said)

        assert answer.status_code == 200
        assert not SurveyResponse.objects.exists()


class TestPlanning:
    def draft(self) -> tuple[People, Project]:
        people = assemble()
        return people, opened(people, Project.Kind.SURVEY)

    def post(self, client: Client, name: str, project: Project, *more: Any, **said: Any) -> Any:
        project.refresh_from_db()
        return client.post(reverse(name, args=[project.pk, *more]), {"seen": project.version, **said})

    def test_a_plan_is_made_from_a_standard_and_changed(self, client: Client) -> None:
        _people, project = self.draft()
        staff(client)
        assert self.post(client, "office-survey-begin", project, measure="own").status_code == 302
        said = {"kind": "single", "text": "满意吗？", "lines": "满意\n不满意", "is_required": "on"}
        assert self.post(client, "office-survey-question-new", project, **said).status_code == 302
        more = {"kind": "multiple", "text": "为什么？", "lines": "价格\n质量\n都不是", "is_last_alone": "on"}
        assert self.post(client, "office-survey-question-new", project, **more).status_code == 302
        assert (
            self.post(client, "office-survey-question", project, "q1", **said, to_c1="end").status_code == 302
        )
        groups = {"most_f": "50", "share_f": "49.5", "share_m": "50.5", "source": "演示普查"}
        assert self.post(client, "office-survey-group", project, "sex", **groups).status_code == 302
        assert (
            self.post(client, "office-survey-group", project, "channel", most_open="200").status_code == 302
        )
        about: dict[str, Any] = {
            "sample": "open",
            "how": "演示",
            "least": "30",
            "exclude": ["fast"],
            "trim_low": "0.3",
            "trim_high": "3",
        }
        assert self.post(client, "office-survey-about", project, **about).status_code == 302

        project.refresh_from_db()
        assert project.plan["questions"][3]["rules"] == [{"is": ["c1"], "to": "end"}]
        assert project.plan["targets"][0]["shares"] == {"f": "0.495", "m": "0.505"}
        assert project.plan["quotas"] == [
            {"when": {"sex": "f"}, "most": 50},
            {"when": {"channel": "open"}, "most": 200},
        ]
        page = client.get(project.office_url).content.decode()
        assert "满意吗？" in page
        verbs.register(project, by=_people.leader, at=MONDAY)

    def test_what_does_not_fit_is_said_and_stays(self, client: Client) -> None:
        _people, project = self.draft()
        staff(client)
        self.post(client, "office-survey-begin", project, measure="own")
        for said in (
            {"kind": "single", "text": "满意吗？", "lines": "只有一项"},
            {"kind": "single", "text": "", "lines": "a\nb"},
            {"kind": "number", "text": "几个？", "low": "x"},
            {"kind": "single", "text": "满意吗？", "lines": "a\na"},
            {"kind": "\0", "text": "\0", "lines": "x" * 99},
        ):
            answer = self.post(client, "office-survey-question-new", project, **said)
            assert answer.status_code == 200
        for said in (
            {"share_f": "50"},
            {"share_f": "50", "share_m": "40", "source": "x"},
            {"share_f": "9" * 50},
        ):
            assert self.post(client, "office-survey-group", project, "sex", **said).status_code == 200
        project.refresh_from_db()
        assert len(project.plan["questions"]) == 3

    def test_a_question_moves_up_and_goes(self, client: Client) -> None:
        _people, project = self.draft()
        staff(client)
        self.post(client, "office-survey-begin", project, measure="own")
        assert self.post(client, "office-survey-question-up", project, "sex").status_code == 302
        assert self.post(client, "office-survey-question-removal", project, "age").status_code == 302

        project.refresh_from_db()
        assert [row["key"] for row in project.plan["questions"]] == ["city", "sex"]

    def test_partners_read_but_only_the_leader_plans(self, client: Client) -> None:
        _people, project = self.draft()
        staff(client, "partner")
        assert client.get(project.office_url).status_code == 200
        assert self.post(client, "office-survey-begin", project, measure="own").status_code in (403, 404, 409)
        project.refresh_from_db()
        assert project.plan == {}


class TestCollecting:
    def test_a_clerk_types_in_one_paper_after_the_other(self, client: Client) -> None:
        _people, project = running()
        staff(client, "partner")
        entry = reverse("office-survey-paper-entry", args=[project.pk])
        assert client.get(reverse("office-survey-paper", args=[project.pk])).status_code == 200

        said = {
            "batch": "甲",
            "paper": "1",
            "a_city": "1",
            "a_sex": "2",
            "a_bought": "1",
            "a_pleased": "4",
            "a_what": "1 3",
        }
        answer = client.post(entry, said, follow=True)

        assert 'value="2"' in answer.content.decode()  # the next number
        row = SurveyResponse.objects.get()
        assert row.answers["what"] == ["food", "phone"]
        wrong = client.post(entry, said | {"a_what": "1 2 3"})
        assert wrong.status_code == 200
        none = client.post(entry, said | {"a_what": "99"}).content.decode()
        assert none.count("题：选项里没有“99”。") == 2  # in the one list of faults, and at the field
        assert client.post(entry, said).status_code == 200  # entered already
        listed = client.get(reverse("office-survey-papers", args=[project.pk])).content.decode()
        assert "甲" in listed
        fix = reverse("office-survey-paper-correction", args=[project.pk, row.pk])
        assert 'value="1 3"' in client.get(fix).content.decode()
        assert (
            client.post(fix, {k: v for k, v in said.items() if k[:2] == "a_"} | {"a_sex": "1"}).status_code
            == 302
        )

    def test_a_file_is_handed_in_looked_over_and_taken_in(self, client: Client) -> None:
        _people, project = running()
        staff(client, "partner")
        new = reverse("office-survey-import-new", args=[project.pk])
        for raw in (b"", b"PK\x03\x04", b"\xff\xfd\x81"):
            assert client.post(new, {"file": SimpleUploadedFile("x.xlsx", raw)}).status_code == 200
        answer = client.post(new, {"file": SimpleUploadedFile("答卷.xlsx", workbook(*TWO))}, follow=True)
        page = answer.content.decode()
        assert "买了什么" in page
        found = SurveyImport.objects.get()

        taking = reverse("office-survey-import-taking", args=[project.pk, found.pk])
        assert client.post(taking, {"seen": "1"}).status_code == 302
        assert client.post(taking, {"seen": "1"}).status_code == 409
        assert SurveyResponse.objects.count() == 2
        assert client.get(reverse("office-survey-imports", args=[project.pk])).status_code == 200
        assert client.get(reverse("office-survey-texts", args=[project.pk])).status_code == 200

    @pytest.mark.both_databases
    def test_a_way_in_has_its_poster_and_codes(self, client: Client) -> None:
        _people, project = running()
        staff(client, "partner")
        new = reverse("office-survey-link-new", args=[project.pk])
        page = client.post(new, {"place": "商场"}, follow=True).content.decode()
        link = SurveyLink.objects.get()
        assert f"/survey/{link.code}/" in page
        assert client.get(reverse("office-survey-qr", args=[project.pk, link.pk])).content.startswith(b"<svg")
        client.post(new, {"tokens": "30"})
        coded = SurveyLink.objects.exclude(pk=link.pk).get()
        sheet = client.get(
            reverse("office-survey-codes", args=[project.pk, coded.pk]) + "?page=2"
        ).content.decode()
        assert surveying_verbs.token(coded.pk, 25) in sheet
        table = client.get(reverse("office-survey-codes-table", args=[project.pk, coded.pk])).content.decode()
        assert table.count("/code/") == 30
        qr = reverse("office-survey-code-qr", args=[project.pk, coded.pk, 31])
        assert client.get(qr).status_code == 404
        assert (
            client.post(reverse("office-survey-link-closing", args=[project.pk, link.pk])).status_code == 302
        )
        assert Client().get(f"/survey/{link.code}/").status_code == 410

    @pytest.mark.both_databases
    def test_the_page_of_a_survey_asks_no_more_of_the_database_when_more_has_come(
        self, client: Client, django_assert_max_num_queries: Any
    ) -> None:
        people, project = running()
        staff(client)
        client.get(project.office_url)
        for number in range(1, 40):
            said = {"city": "xz", "sex": "f", "bought": "no"}
            surveying_verbs.enter(project, batch="甲", paper=number, answers=said, by=people.leader, at=NOON)
        with django_assert_max_num_queries(30):
            assert client.get(project.office_url).status_code == 200
        with django_assert_max_num_queries(20):
            assert client.get(reverse("office-survey-papers", args=[project.pk])).status_code == 200


def test_a_survey_of_free_words_alone_has_a_page_without_numbers(client: Client) -> None:
    asked = [{"key": "wish", "kind": "text", "text": "还想说什么？"}]
    people, project = running(questions=asked, quotas=[], targets=[])
    for number in range(1, 11):
        surveying_verbs.enter(
            project, batch="甲", paper=number, answers={"wish": "演示"}, by=people.leader, at=NOON
        )
    at = NOON + timedelta(days=1)
    verbs.finish(project, by=people.leader, at=at)
    release = releasing.release(project, by=people.leader, at=at)
    Project.objects.filter(pk=project.pk).update(stage="published", published_at=at)
    type(release).objects.filter(pk=release.pk).update(published_at=at)

    assert client.get(f"/supervision/{project.number}/").status_code == 200
    assert client.get(f"/supervision/{project.number}/report/").status_code == 200
    assert client.get(f"/supervision/{project.number}/survey.csv").status_code == 200


def test_a_released_survey_is_told_with_margins_and_can_be_saved(client: Client) -> None:
    people, project = running()
    for number in range(1, 41):
        said = {
            "city": "xz",
            "sex": ("f", "m")[number % 2],
            "bought": ("yes", "no")[number % 4 == 0],
            "pleased": "4",
        }
        surveying_verbs.enter(
            project, batch="甲", paper=number, answers=said | {"what": ["food"]}, by=people.leader, at=NOON
        )
    staff(client)
    assert client.get(reverse("office-survey-so-far", args=[project.pk])).status_code == 200
    at = NOON + timedelta(days=1)
    verbs.finish(project, by=people.leader, at=at)
    release = releasing.release(project, by=people.leader, at=at)
    Project.objects.filter(pk=project.pk).update(stage="published", published_at=at)
    type(release).objects.filter(pk=release.pk).update(published_at=at)
    project.refresh_from_db()

    page = Client().get(project.get_absolute_url()).content.decode()

    assert "95%" in page
    assert "今年网购过吗" in page
    assert clock.local_day(at).year == 2026
    table = Client().get(f"/supervision/{project.number}/survey.csv")
    assert table.status_code == 200
    assert "徐州" in table.content.decode()
    assert Client().get("/supervision/2026-999/survey.csv").status_code == 404
