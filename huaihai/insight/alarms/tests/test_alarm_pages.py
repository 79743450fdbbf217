"""The pages of the early warning: who sees what, what they do, and what nonsense does to them."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from huaihai.businesses.models import Business
from huaihai.cases.models.together import Together, TogetherCase
from huaihai.education.models import Publication
from huaihai.insight.alarms import facts, pages, verbs
from huaihai.insight.alarms.facts import of_text
from huaihai.insight.alarms.tests.scene import (
    NIGHT,
    SHANGQIU,
    SUQIAN,
    SUZHOU,
    XUZHOU,
    an_alarm,
    count,
    judge,
    night,
    officer,
    post,
    received,
    said,
    warned,
)
from huaihai.insight.models import Alarm, Verdict
from huaihai.kit import clock
from huaihai.members.models import Role
from huaihai.supervision.models import Project
from tests.posts import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("alliance", "morning")]
LIST = "/office/insight/alarms/"
HOSTILE = ("'\"><script>alert(1)</script>", "-1", "9" * 40, "\u202e", "%00", "🧨" * 50, "1e9")


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """The morning after the night."""
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    monkeypatch.setattr(clock, "today", NIGHT.date)


@pytest.fixture
def client(alliance: None) -> Client:
    """A browser of an officer of Suqian."""
    return reader()


def reader(key: str = SUQIAN, role: Role = Role.OFFICER) -> Client:
    client = Client()
    sign_in(client, post(key, role).account)
    return client


def page(client: Client, path: str, **sent: str) -> str:
    answer = client.get(path, sent)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


class TestList:
    def test_there_is_something_to_read_before_the_first_alarm(self) -> None:
        assert 'class="empty"' in page(reader(), LIST)
        assert 'class="empty"' in page(reader(), f"{LIST}quality/")

    def test_an_alarm_stands_there_for_its_city_and_not_for_another(
        self, alarm: Alarm, client: Client
    ) -> None:
        assert alarm.office_url in page(client, LIST)
        assert alarm.office_url not in page(reader(SHANGQIU), LIST)

    def test_nonsense_narrows_nothing_and_filters_narrow(self, alarm: Alarm) -> None:
        client = reader(XUZHOU, Role.HEAD)
        for typed in HOSTILE:
            found = page(client, LIST, **dict.fromkeys(("stage", "family", "city", "time", "page"), typed))
            assert alarm.office_url in found
            assert "<script>alert" not in found
        for sent, stands in (
            ({"stage": "new"}, True),
            ({"stage": "real"}, False),
            ({"family": "pair", "time": "on"}, True),
            ({"family": "all"}, False),
            ({"time": "over"}, False),
            ({"city": "321300"}, True),
            ({"city": "320300"}, False),
        ):
            assert (alarm.office_url in page(client, LIST, **sent)) == stands, sent

    def test_more_alarms_ask_no_more_of_the_database(self, django_assert_max_num_queries: Any) -> None:
        night(*(said(f"pair:G0{n}:N0{m}", "321322") for n in range(1, 7) for m in range(1, 7)))
        client = reader()
        with django_assert_max_num_queries(30) as few:
            page(client, LIST)
        Alarm.objects.exclude(pk=Alarm.objects.first().pk).update(stage="false")  # type: ignore[union-attr]
        with django_assert_max_num_queries(len(few)):
            page(client, LIST, stage="new")


class TestAlarm:
    def test_it_says_in_words_what_rises_and_links_the_own_cases_alone(self) -> None:
        (mine, *_rest) = received("county:321322", "G01", 3, 4)
        (other,) = received("county:341302", "G01", 3)
        count(days=60)
        alarm = an_alarm("321322", "341302")

        found = page(reader("county:321322"), alarm.office_url)

        assert "2.1" in found
        assert "沭阳县" in found
        assert f"/office/desk/cases/{mine.pk}/" in found or f"/cases/{mine.pk}/" in found
        assert mine.title in found
        assert facts.goods_and_problem(mine) in found
        assert str(other.pk) not in found
        assert str(other.number) not in found
        assert 'role="img"' in found
        found = page(reader(XUZHOU, Role.HEAD), alarm.office_url)
        assert str(mine.number) in found
        assert f"cases/{mine.pk}/" not in found
        assert facts.goods_and_problem(mine) in found

    def test_others_find_nothing_and_an_auditor_reads_and_does_nothing(self, alarm: Alarm) -> None:
        other, auditor = reader(SHANGQIU), reader(SUQIAN, Role.AUDITOR)
        for path in ("", "verdict/", "text/", "sweep/"):
            assert other.get(f"{alarm.office_url}{path}").status_code == 404
            assert other.get(f"{LIST}{uuid4()}/{path}").status_code == 404
        assert "verdict/" not in page(auditor, alarm.office_url)
        assert auditor.get(f"{alarm.office_url}verdict/").status_code == 404

    def test_every_family_can_be_read_even_of_what_is_gone(self) -> None:
        keys = ("all", "category:G01", "category:none", "pair:none:none", "word:加盟", "word:a%'_")
        gone = ("business:0198c000-0000-7000-8000-000000000001", "business:nonsense", "pair:X99:N99")
        night(*(said(key) for key in (*keys, *gone)))
        client = reader()
        for alarm in Alarm.objects.all():
            page(client, alarm.office_url)
            page(client, f"{alarm.office_url}text/")
            page(client, f"{alarm.office_url}sweep/")

    def test_more_cases_ask_no_more_of_the_database(self, django_assert_max_num_queries: Any) -> None:
        received("county:321322", "G01", 3)
        alarm, client = an_alarm("321322"), reader()
        with django_assert_max_num_queries(40) as few:
            page(client, alarm.office_url)
        received("county:321322", "G01", *[5] * 30)
        judge(alarm)
        judge(alarm, "false")
        with django_assert_max_num_queries(len(few)):
            page(client, alarm.office_url)


class TestSteps:
    def test_a_verdict_is_given_on_its_page_and_who_is_second_reads_how_it_stands(
        self, alarm: Alarm, client: Client
    ) -> None:
        path = f"{alarm.office_url}verdict/"
        page(client, path)
        sent = {"seen": "1", "kind": "real", "reason": "有一家店收钱不发货", "why": ""}
        assert client.post(path, sent).status_code == 302
        assert "有一家店收钱不发货" in page(client, alarm.office_url)
        assert Verdict.objects.get().body.key == SUQIAN
        answer = client.post(path, {"seen": "1", "kind": "false", "reason": "mine"})
        assert answer.status_code == 409
        assert "mine" in answer.content.decode()

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"seen": "1"},
            {"seen": "x", "kind": "real", "reason": "x"},
            {"seen": "1", "kind": "nonsense", "reason": "x"},
            {"seen": "1", "kind": "explained", "reason": "kept words", "why": "nonsense"},
            {"seen": "1", "kind": "watch", "reason": "kept words", "watch_until": "31 February"},
            {"seen": "1", "kind": "watch", "reason": "kept words", "watch_until": "2026-11-01"},
            {"seen": "1", "kind": "watch", "reason": "kept words"},
            {"seen": "1", "kind": "explained", "reason": "kept words"},
            {"seen": "1", "kind": "real", "reason": "\x00"},
            {"seen": "1", "kind": "real", "reason": "x" * 5000},
        ],
    )
    def test_what_cannot_be_is_told_and_what_was_typed_stays(
        self, alarm: Alarm, client: Client, sent: dict[str, str]
    ) -> None:
        answer = client.post(f"{alarm.office_url}verdict/", sent)
        assert answer.status_code == 200
        assert not Verdict.objects.exists()
        if sent.get("reason") == "kept words":
            assert "kept words" in answer.content.decode()

    def test_drafts_of_a_warning_and_of_a_sweep_open_and_the_alarm_links_to_them(
        self, alarm: Alarm, client: Client
    ) -> None:
        path = f"{alarm.office_url}text/"
        assert re.search(r'name="title"[^>]*value="[^"]+', page(client, path))
        answer = client.post(path, {"seen": "1", "title": "当心虚假宣传", "kind": "warning"})
        text = f"/office/publications/{Publication.objects.get().pk}/"
        assert answer.headers["Location"] == text
        assert client.get(text).status_code == 200
        page(client, f"{alarm.office_url}sweep/")
        sent = {"seen": "2", "title": "家电促销专项", "theme": "quality"}
        answer = client.post(f"{alarm.office_url}sweep/", sent)
        project = Project.objects.get()
        assert answer.headers["Location"] == project.office_url
        shown = page(client, alarm.office_url)
        assert text in shown
        assert project.office_url in shown

    def test_nothing_opens_from_nonsense(self, alarm: Alarm, client: Client) -> None:
        for path in ("text/", "sweep/"):
            for typed in HOSTILE:
                sent = {"seen": "1", "title": typed, "kind": typed, "theme": typed}
                assert client.post(f"{alarm.office_url}{path}", sent).status_code == 200
        assert not Publication.objects.exists()
        assert not Project.objects.exists()


class TestWaiting:
    def test_new_alarms_wait_for_the_cities_concerned_alone(self) -> None:
        alarm = an_alarm()
        waits = {key: len(list(pages.for_person(officer(key), NIGHT))) for key in (SUQIAN, SUZHOU)}
        assert waits == {SUQIAN: 1, SUZHOU: 0}
        assert list(pages.for_person(officer(XUZHOU, Role.HEAD), NIGHT))[1:] == []
        assert "verdict/" not in page(reader(XUZHOU, Role.HEAD), alarm.office_url)
        assert len(list(pages.for_person(officer(SHANGQIU, Role.HEAD), NIGHT))) == 0
        assert alarm.office_url in page(reader(), "/office/")

        judge(alarm, "false", by=officer(SUQIAN, Role.HEAD))
        assert list(pages.for_person(officer(SUQIAN, Role.MEDIATOR), NIGHT)) == []


class TestPublic:
    def test_the_page_tells_how_it_works_and_nothing_of_an_alarm(self) -> None:
        empty = page(Client(), "/early-warning/")
        assert empty.count('class="empty"') == 2
        alarm = an_alarm("321322")
        found = page(Client(), "/early-warning/").partition("<main")[2].partition("</main>")[0]
        assert found
        for told in ("沭阳", "宿迁", "家用", str(alarm.pk), alarm.number):
            assert told not in found

    def test_only_published_warnings_stand_there(self) -> None:
        text = verbs.open_text(an_alarm(), title="当心虚假宣传", kind="warning", by=officer(SUQIAN), at=NIGHT)
        assert "当心虚假宣传" not in page(Client(), "/early-warning/")
        assert [door.url for door in of_text(text)] == ["/early-warning/"]

        Publication.objects.filter(pk=text.pk).update(
            state="published", published_on=NIGHT.date(), first_out_at=NIGHT, out_at=NIGHT
        )
        assert "当心虚假宣传" in page(Client(), "/early-warning/")

    @pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
    def test_it_can_be_read_in_every_language(self, language: str) -> None:
        an_alarm()
        answer = Client(headers={"accept-language": language}).get("/early-warning/", {"page": "x"})
        assert answer.status_code == 200


def _with(alarm: Alarm, **numbers: Any) -> Alarm:
    Alarm.objects.filter(pk=alarm.pk).update(**numbers)
    return alarm


class TestWhy:
    def test_an_alarm_says_in_words_what_was_expected_what_came_and_how_few_would_have_been_none(
        self, client: Client
    ) -> None:
        found = an_alarm(before=[2, 3, 1], based_on=["2025-11-26", "2026-11-11"], ordinary=6)
        text = page(client, found.office_url).partition('id="why"')[2].partition("</section>")[0]
        for words in ("2.1", "2025 年 11 月 26 日", "2、3、1", "9 件", "4.3 倍", "240", "不超过 6 件"):
            assert words in text

    @pytest.mark.parametrize(("days", "words"), [(40.5, "40 天"), (1000, "1000 天"), (40_000, "100 年")])
    def test_how_seldom_chance_would_do_it_is_said_in_days_or_years(
        self, client: Client, days: float, words: str
    ) -> None:
        assert words in page(client, an_alarm(recurrence_days=days).office_url)

    def test_the_factor_is_of_the_expected_number_that_is_read(self, client: Client) -> None:
        found = an_alarm(observed=5, expected=0.1111)
        text = page(client, found.office_url).partition('id="why"')[2].partition("</section>")[0]
        assert "0.11" in text
        assert "45 倍" in text
        assert "2.5 倍" in page(client, _with(found, observed=11, expected=4.44).office_url)

    def test_of_an_older_night_it_says_what_is_known(self, alarm: Alarm, client: Client) -> None:
        text = page(client, alarm.office_url).partition('id="why"')[2].partition("</section>")[0]
        assert "2.1" in text
        assert "不超过" not in text

    @pytest.mark.parametrize(
        "sent",
        [
            {"harm_fen": "500"},
            {"harm_method": "三位消费者的定金"},
            {"harm_fen": "five", "harm_method": "x"},
            {"harm_fen": "-5", "harm_method": "x"},
            {"harm_fen": "500", "harm_method": "x", "kind": "false"},
        ],
    )
    def test_harm_avoided_stands_with_its_method_and_only_of_what_was_real(
        self, alarm: Alarm, client: Client, sent: dict[str, str]
    ) -> None:
        path = f"{alarm.office_url}verdict/"
        assert 'name="harm_fen"' not in page(client, path)  # nothing of ours has avoided any yet
        told = {"seen": "1", "kind": "real", "reason": "kept words", "why": ""} | sent
        answer = client.post(path, told)
        assert answer.status_code == 200
        assert "kept words" in answer.content.decode()
        assert not Verdict.objects.exists()
        warned(alarm)
        assert 'name="harm_fen"' in page(client, path)
        told["seen"] = "2"
        good = {"harm_fen": "1,234.50", "harm_method": "三位消费者没有再付的定金"}
        assert client.post(path, told | good | {"kind": "real"}).status_code == 302
        assert Verdict.objects.get().harm_fen == 123_450
        assert "三位消费者没有再付的定金" in page(client, alarm.office_url)

    def test_complaints_of_it_that_are_handled_together_since_then_are_named(self, client: Client) -> None:
        shop = Business.objects.create(
            name="演示水壶店", kind=Business.Kind.UNIDENTIFIED, words="演示水壶店", created_at=NIGHT
        )
        (mine, *_rest) = received("county:321322", "G01", 3, 4, business=shop)
        found = an_alarm("321322")
        facts = {"stage": "open", "business": shop, "body": mine.home, "opened_by": "x"}
        for number, days in (("T1", -2), ("T2", 2)):
            opened = found.raised_at + timedelta(days=days)
            made = Together.objects.create(number=number, title=f"卷{number}", opened_at=opened, **facts)
            TogetherCase.objects.create(together=made, case=mine, stage="joined", why="itself")

        text = page(client, found.office_url)

        assert "卷T2" in text
        assert "卷T1" not in text
