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

from huaihai import alliance
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


def answer_all(client: Client, link: SurveyLink, first: str = "") -> str:
    """Every page is answered; where the answers are looked over and handed in."""
    client.post(first or begin(client, link), {"a_city": "xz", "a_sex": "f"})
    client.post(f"/survey/{link.code}/page/2/", {"a_bought": "no"})
    return f"/survey/{link.code}/check/"


def draft_in(answer: Any) -> str:
    found = re.search(r'name="draft" value="([^"]+)"', answer.content.decode())
    assert found
    return found[1]


def papers(people: People, project: Project, *answers: dict[str, Any]) -> None:
    """So many papers were typed in."""
    for number, said in enumerate(answers, start=1):
        surveying_verbs.enter(project, batch="甲", paper=number, answers=said, by=people.leader, at=NOON)


def bring_out(people: People, project: Project) -> None:
    """Released, and out as if its text had been signed."""
    at = NOON + timedelta(days=1)
    verbs.finish(project, by=people.leader, at=at)
    release = releasing.release(project, by=people.leader, at=at)
    Project.objects.filter(pk=project.pk).update(stage="published", published_at=at)
    type(release).objects.filter(pk=release.pk).update(published_at=at)


class TestAnswering:
    def test_a_phone_without_javascript_answers_page_by_page_with_a_skip(
        self, client: Client, link: SurveyLink
    ) -> None:
        assert "演示问卷。" in client.get(f"/survey/{link.code}/").content.decode()
        second = client.post(begin(client, link), {"a_city": "xz", "a_sex": "f"})["Location"]
        third = client.post(second, {"a_bought": "no"})["Location"]
        assert "还想说什么" in client.get(third).content.decode()
        checked = client.post(third, {"a_wish": ""})["Location"]
        assert "徐州" in client.get(checked).content.decode()
        done = client.post(checked)
        assert done["Location"].endswith("/thanks/")
        assert client.get(done["Location"]).status_code == 200
        assert SurveyResponse.objects.get().answers == {"city": "xz", "sex": "f", "bought": "no"}
        assert client.post(checked)["Location"].endswith("/thanks/")  # pressed twice
        assert SurveyResponse.objects.count() == 1

    @pytest.mark.both_databases
    def test_pressed_twice_before_the_first_answer_came_back_it_counts_once_and_names_nobody(
        self, client: Client, link: SurveyLink
    ) -> None:
        checked = answer_all(staff(client), link)
        sent = {"draft": draft_in(client.get(checked))}
        for browser in (client, Client()):  # the other one: as it was before it heard of the first
            assert browser.post(checked, sent)["Location"].endswith("/thanks/")
        assert str(SurveyResponse.objects.get().pk) not in str(dict(client.session))

    @pytest.mark.both_databases
    def test_what_is_missing_is_asked_again_what_was_chosen_stays_and_a_lost_session_is_taken_up(
        self, client: Client, link: SurveyLink
    ) -> None:
        first = begin(client, link)
        answer = client.post(first, {"a_city": "sq"})
        assert answer.status_code == 200
        assert re.search(r'value="sq"[^>]* checked', answer.content.decode())
        sent = {"draft": draft_in(client.get(first)), "a_city": "xz", "a_sex": "f"}
        assert Client().post(first, sent).status_code == 302
        assert SurveyDraft.objects.get().answers == {"city": "xz", "sex": "f"}
        for ask in (client.get, client.post):
            assert ask(f"/survey/{link.code}/check/")["Location"].endswith("/page/2/")
        assert not SurveyResponse.objects.exists()

    def test_the_public_page_leads_to_the_open_way_alone(
        self, client: Client, people: People, link: SurveyLink
    ) -> None:
        hidden = [way_in(people, link.project, place="车站"), way_in(people, link.project, tokens=2)]
        page = client.get(link.project.get_absolute_url()).content.decode()
        assert f"/survey/{link.code}/" in page
        assert "今年网购过吗？" in page
        assert not any(other.code in page for other in hidden)

    def test_who_is_not_asked_and_who_is_one_too_many_are_told_kindly(
        self, client: Client, people: People, link: SurveyLink
    ) -> None:
        papers(people, link.project, *[{"city": "xz", "sex": "m", "bought": "no"}] * 3)
        for city, sex, end in (("xz", "m", "/full/"), ("else", "f", "/not-for-you/")):
            answer = client.post(begin(client, link), {"a_city": city, "a_sex": sex}, follow=True)
            assert answer.status_code == 200
            assert answer.redirect_chain[-1][0].endswith(end)
        assert not SurveyDraft.objects.exists()

    def test_a_personal_code_opens_once(self, client: Client, people: People, project: Project) -> None:
        link = way_in(people, project, tokens=3)
        code, address = surveying_verbs.token(link.pk, 1), f"/survey/{link.code}/"
        assert 'name="token"' in client.get(address).content.decode()  # who cannot scan types it
        wrong = client.post(address, {"token": "1-abc"})
        assert wrong.status_code == 200
        assert 'value="1-abc"' in wrong.content.decode()
        assert code in client.get(f"{address}code/{code}/").content.decode()
        first = client.post(f"{address}code/{code}/", {"token": code})["Location"]
        client.post(answer_all(client, link, first))
        assert SurveyResponse.objects.count() == 1
        assert Client().get(f"{address}code/{code}/").status_code == 410

    @pytest.mark.both_databases
    def test_a_network_that_begins_too_often_is_braked_and_nowhere_kept(
        self, client: Client, link: SurveyLink
    ) -> None:
        with mock.patch("huaihai.kit.brakes.Brake.lets_through", return_value=False):
            assert client.post(f"/survey/{link.code}/").status_code == 429
        begin(client, link)
        held = json.dumps([str(vars(row)) for row in SurveyDraft.objects.all()])
        assert "127.0.0.1" not in held

    def test_nothing_hostile_breaks_a_page(self, link: SurveyLink) -> None:
        for value in HOSTILE:
            client = Client()
            first = begin(client, link)
            for data in ({"a_city": value, "a_sex": "f"}, {"a_city": "xz", "a_sex": "f", "draft": value}):
                assert client.post(first, data).status_code in (200, 302), value
            client.post(f"/survey/{link.code}/page/2/", {"a_bought": "yes"})
            client.post(f"/survey/{link.code}/page/3/", {"a_pleased": "3"})
            page = client.post(f"/survey/{link.code}/page/4/", {"a_what": [value]})
            assert page.status_code == 200, value
            assert client.post(f"/survey/{link.code}/", {"token": value}).status_code == 302, value

    def test_pages_that_are_not_there_are_404(self, client: Client, link: SurveyLink) -> None:
        begin(client, link)
        pages = [f"{link.code}/page/{number}/" for number in ("0", "7", "9" * 20)]
        for path in ("gone/", *pages):
            assert client.get(f"/survey/{path}").status_code == 404, path


class TestVisitors:
    @pytest.fixture
    def link(self) -> SurveyLink:
        people = assemble()
        plan = surveying_plan.plan(surveying_plan.VISITORS, alliance.load())
        project = opened(people, Project.Kind.SURVEY, plan)
        verbs.register(project, by=people.leader, at=MONDAY)
        verbs.start(project, by=people.leader, at=MONDAY)
        return way_in(people, project, place="高铁站")

    @pytest.mark.both_databases
    def test_two_questions_stand_on_the_first_screen_and_are_handed_in_at_once(
        self, client: Client, link: SurveyLink
    ) -> None:
        shown = client.get(f"/survey/{link.code}/")
        assert shown.content.decode().count("<fieldset") == 2
        said = {"draft": draft_in(shown), "a_first": "yes", "a_why": ["food", "price", "goods", "near"]}
        assert client.post(f"/survey/{link.code}/", said).status_code == 200  # too many reasons
        assert not SurveyResponse.objects.exists()
        said["a_why"] = ["food", "price"]
        for _time in range(2):
            answer = client.post(f"/survey/{link.code}/", said)
            assert answer["Location"] == f"/survey/{link.code}/thanks/"
        row = SurveyResponse.objects.get()
        assert (row.answers, row.place) == ({"first": "yes", "why": ["food", "price"]}, "高铁站")

    @pytest.mark.both_databases
    def test_somebody_else_with_the_same_phone_is_asked_first_and_marked(
        self, client: Client, link: SurveyLink
    ) -> None:
        client.post(f"/survey/{link.code}/", {"draft": "", "a_first": "yes"})
        assert "<fieldset" not in client.get(f"/survey/{link.code}/").content.decode()
        again = f"/survey/{link.code}/?again=1"
        client.post(again, {"draft": draft_in(client.get(again)), "a_first": "no"})
        marks = {row.answers["first"]: row.has_answered_before for row in SurveyResponse.objects.all()}
        assert marks == {"yes": False, "no": True}


class TestPlanning:
    @pytest.fixture
    def people(self) -> People:
        return assemble()

    @pytest.fixture
    def project(self, people: People) -> Project:
        return opened(people, Project.Kind.SURVEY)

    def post(self, client: Client, name: str, project: Project, *more: Any, **said: Any) -> Any:
        project.refresh_from_db()
        return client.post(reverse(name, args=[project.pk, *more]), {"seen": project.version, **said})

    def test_a_plan_is_made_from_a_standard_and_changed(
        self, client: Client, people: People, project: Project
    ) -> None:
        staff(client)
        said = {"kind": "single", "text": "满意吗？", "lines": "满意\n不满意", "is_required": "on"}
        more = {"kind": "multiple", "text": "为什么？", "lines": "价格\n质量\n都不是", "is_last_alone": "on"}
        groups = {"most_f": "50", "share_f": "49.5", "share_m": "50.5", "source": "演示普查"}
        about: dict[str, Any] = {
            "sample": "open",
            "how": "演示",
            "least": "30",
            "exclude": ["fast"],
            "trim_low": "0.3",
            "trim_high": "3",
        }
        for name, args, typed in (
            ("begin", (), {"measure": "own"}),
            ("question-new", (), said),
            ("question-new", (), more),
            ("question", ("q1",), said | {"to_c1": "end"}),
            ("group", ("sex",), groups),
            ("group", ("channel",), {"most_open": "200"}),
            ("about", (), about),
        ):
            assert self.post(client, f"office-survey-{name}", project, *args, **typed).status_code == 302, (
                name
            )
        project.refresh_from_db()
        assert project.plan["questions"][3]["rules"] == [{"is": ["c1"], "to": "end"}]
        assert project.plan["targets"][0]["shares"] == {"f": "0.495", "m": "0.505"}
        assert project.plan["quotas"] == [
            {"when": {"sex": "f"}, "most": 50},
            {"when": {"channel": "open"}, "most": 200},
        ]
        assert "满意吗？" in client.get(project.office_url).content.decode()
        verbs.register(project, by=people.leader, at=MONDAY)

    def test_what_does_not_fit_changes_nothing_then_a_question_moves_up_and_goes(
        self, client: Client, project: Project
    ) -> None:
        staff(client, "partner")
        assert client.get(project.office_url).status_code == 200
        assert self.post(client, "office-survey-begin", project, measure="own").status_code == 404
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
        for verb, key, keys in (("up", "sex", ["city", "sex", "age"]), ("removal", "age", ["city", "sex"])):
            answer = self.post(client, f"office-survey-question-{verb}", project, key)
            project.refresh_from_db()
            assert (answer.status_code, [row["key"] for row in project.plan["questions"]]) == (302, keys)


class TestCollecting:
    @pytest.fixture(autouse=True)
    def _partner(self, client: Client, project: Project) -> None:
        staff(client, "partner")

    def test_a_clerk_types_in_one_paper_after_the_other(self, client: Client, project: Project) -> None:
        entry = reverse("office-survey-paper-entry", args=[project.pk])
        assert client.get(reverse("office-survey-paper", args=[project.pk])).status_code == 200
        said = {"a_city": "1", "a_sex": "2", "a_bought": "1", "a_pleased": "4", "a_what": "1 3"}
        typed = said | {"batch": "甲", "paper": "1"}
        answer = client.post(entry, typed, follow=True)
        assert 'value="2"' in answer.content.decode()  # the next number
        row = SurveyResponse.objects.get()
        assert row.answers["what"] == ["food", "phone"]
        assert client.post(entry, typed | {"a_what": "1 2 3"}).status_code == 200
        none = client.post(entry, typed | {"a_what": "99"}).content.decode()
        assert none.count("题：选项里没有“99”。") == 2  # in the one list of faults, and at the field
        assert client.post(entry, typed).status_code == 200  # entered already
        assert "甲" in client.get(reverse("office-survey-papers", args=[project.pk])).content.decode()
        fix = reverse("office-survey-paper-correction", args=[project.pk, row.pk])
        assert 'value="1 3"' in client.get(fix).content.decode()
        assert client.post(fix, said | {"a_sex": "1"}).status_code == 302

    def test_a_file_is_handed_in_looked_over_and_taken_in(self, client: Client, project: Project) -> None:
        new = reverse("office-survey-import-new", args=[project.pk])
        for raw in (b"", b"PK\x03\x04", b"\xff\xfd\x81"):
            assert client.post(new, {"file": SimpleUploadedFile("x.xlsx", raw)}).status_code == 200
        answer = client.post(new, {"file": SimpleUploadedFile("答卷.xlsx", workbook(*TWO))}, follow=True)
        assert "买了什么" in answer.content.decode()
        taking = reverse("office-survey-import-taking", args=[project.pk, SurveyImport.objects.get().pk])
        assert client.post(taking, {"seen": "1"}).status_code == 302
        assert client.post(taking, {"seen": "1"}).status_code == 409
        assert SurveyResponse.objects.count() == 2
        for name in ("office-survey-imports", "office-survey-texts"):
            assert client.get(reverse(name, args=[project.pk])).status_code == 200

    @pytest.mark.both_databases
    def test_a_way_in_has_its_poster_and_codes(self, client: Client, project: Project) -> None:
        def page(name: str, *more: Any, query: str = "") -> str:
            return client.get(f"{reverse(name, args=[project.pk, *more])}{query}").content.decode()

        new = reverse("office-survey-link-new", args=[project.pk])
        shown = client.post(new, {"place": "商场"}, follow=True).content.decode()
        link = SurveyLink.objects.get()
        assert f"/survey/{link.code}/" in shown
        assert page("office-survey-qr", link.pk).startswith("<svg")
        client.post(new, {"tokens": "30"})
        coded = SurveyLink.objects.exclude(pk=link.pk).get()
        sheet = page("office-survey-codes", coded.pk, query="?page=2")
        assert surveying_verbs.token(coded.pk, 25) in sheet
        assert page("office-survey-codes-table", coded.pk).count("/code/") == 30
        qr = reverse("office-survey-code-qr", args=[project.pk, coded.pk, 31])
        assert client.get(qr).status_code == 404
        closing = reverse("office-survey-link-closing", args=[project.pk, link.pk])
        assert client.post(closing).status_code == 302
        assert Client().get(f"/survey/{link.code}/").status_code == 410

    @pytest.mark.parametrize("name", ["office-survey-so-far", "office-survey-texts"])
    def test_only_who_collects_reads_what_came_in_so_far(
        self, client: Client, project: Project, name: str
    ) -> None:
        address = reverse(name, args=[project.pk])
        assert client.get(address).status_code == 200
        assert staff(client, "auditor").get(address).status_code == 404

    @pytest.mark.both_databases
    def test_the_page_of_a_survey_asks_no_more_of_the_database_when_more_has_come(
        self, client: Client, people: People, project: Project, django_assert_max_num_queries: Any
    ) -> None:
        client.get(project.office_url)
        papers(people, project, *[{"city": "xz", "sex": "f", "bought": "no"}] * 39)
        with django_assert_max_num_queries(30):
            assert client.get(project.office_url).status_code == 200
        with django_assert_max_num_queries(20):
            assert client.get(reverse("office-survey-papers", args=[project.pk])).status_code == 200


def test_a_survey_of_free_words_alone_has_a_page_without_numbers(client: Client) -> None:
    asked = [{"key": "wish", "kind": "text", "text": "还想说什么？"}]
    people, project = running(questions=asked, quotas=[], targets=[])
    papers(people, project, *[{"wish": "演示"}] * 10)
    bring_out(people, project)
    for page in ("", "report/", "survey.csv"):
        assert client.get(f"/supervision/{project.number}/{page}").status_code == 200


def test_a_released_survey_is_told_with_margins_and_can_be_saved(
    client: Client, people: People, project: Project
) -> None:
    said = {"city": "xz", "pleased": "4", "what": ["food"]}
    papers(
        people,
        project,
        *(
            said | {"sex": ("f", "m")[number % 2], "bought": ("yes", "no")[number % 4 == 0]}
            for number in range(1, 41)
        ),
    )
    assert staff(Client()).get(reverse("office-survey-so-far", args=[project.pk])).status_code == 200
    bring_out(people, project)
    page = client.get(f"/supervision/{project.number}/").content.decode()
    assert "95%" in page
    assert "今年网购过吗" in page
    table = client.get(f"/supervision/{project.number}/survey.csv")
    assert table.status_code == 200
    assert "徐州" in table.content.decode()
    assert client.get("/supervision/2026-999/survey.csv").status_code == 404
