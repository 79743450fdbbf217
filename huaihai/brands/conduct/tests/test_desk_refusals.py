"""Bad input, overtaken pages and lists of proceedings on the desks."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.brands.conduct.tests import cast as scene
from huaihai.brands.conduct.tests.browsing import one, send, text_of
from huaihai.brands.conduct.tests.cast import DAY, HOUR, Cast
from huaihai.brands.models import ConductReport, PairDecision, Proceeding
from huaihai.brands.tests.people import MONDAY, a_basis, an_entry, declared
from huaihai.supervision.tests.people import client_of


def test_a_page_that_was_overtaken_says_so_and_keeps_what_was_typed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime]
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    own = client_of(cast.people.holder)
    answer = own.post(reverse("business-brand-statement", args=[row.pk]), {"text": "我们的话", "seen": 0})
    assert answer.status_code == 409
    assert "我们的话" in answer.content.decode()


@pytest.mark.parametrize("text", ["", " \n ", "x" * 2001, "\u200b"])
def test_a_statement_that_does_not_fit_is_asked_for_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime], text: str
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    url = reverse("business-brand-statement", args=[row.pk])
    answer = client_of(cast.people.holder).post(url, {"text": text, "seen": row.version})
    assert answer.status_code == 200
    assert row.statements.count() == 0


def test_minutes_with_a_telephone_number_are_refused_in_words(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime]
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    scene.stated(cast, row, at=MONDAY + DAY, wants_hearing=True)
    Proceeding.objects.update(hearing_at=MONDAY + DAY - HOUR)
    row.refresh_from_db()
    said = {"came": "yes", "minutes": "电话 13800138000", "seen": row.version}
    answer = client_of(cast.people.office).post(one(row, "minutes"), said)
    assert answer.status_code == 200
    assert "13800138000" in answer.content.decode()
    assert row.statements.filter(kind="minutes").count() == 0


@pytest.mark.parametrize("seen", ["", "x", "9" * 40, "-1", "\x00"])
def test_a_form_without_its_version_is_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime], seen: str
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    url = reverse("business-brand-statement", args=[row.pk])
    answer = client_of(cast.people.holder).post(url, {"text": "我们的话", "seen": seen})
    assert answer.status_code in (200, 409)
    assert row.statements.count() == 0


def test_staff_report_something_and_others_say_what_follows(cast: Cast, hour: dict[str, datetime]) -> None:
    home, near, far = (client_of(getattr(cast.people, who)) for who in ("home", "near", "far"))
    declared(cast.entry, cast.people.near, cast.people.far)
    send(home, reverse("office-brand-conduct-report", args=[cast.entry.pk]), text="店里换了招牌")
    report = ConductReport.objects.get()
    decide = reverse("office-brand-conduct-report-decision", args=[report.pk])
    assert decide in text_of(near, cast.entry.office_url)
    assert home.get(decide).status_code == 404
    send(near, decide, outcome="hear", reasons="需要查明", seen=1)
    assert not Proceeding.objects.exists()
    send(far, reverse("office-brand-agreement", args=[PairDecision.objects.get().pk]), seen=1)
    row = Proceeding.objects.get()
    assert (row.kind, row.trigger, row.report) == ("remove", "report", report)


def test_the_list_of_proceedings_shows_what_is_overdue_and_asks_little(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime]
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    auditor = client_of(cast.people.auditor)
    url = reverse("office-brand-proceedings")
    assert row.number not in text_of(auditor, f"{url}?which=overdue")
    hour["now"] = MONDAY + 30 * DAY
    assert row.number in text_of(auditor, f"{url}?which=overdue")
    with CaptureQueriesContext(connection) as few:
        text_of(auditor, url)
    for number in range(15):
        other = an_entry(cast.people, "held", what=str(number), criteria=cast.criteria)
        Proceeding.objects.create(
            entry=other,
            serial=1,
            kind="warn",
            trigger="x",
            trigger_name=row.trigger_name,
            facts=row.facts,
            facts_key=str(number),
            clocks=row.clocks,
            stage="statement",
            opened_at=MONDAY,
            due_on=row.due_on,
        )
    with CaptureQueriesContext(connection) as many:
        text_of(auditor, url)
    assert len(many) == len(few)
    for which in ("all", "open", "nonsense", "\x00"):
        assert auditor.get(url, {"which": which}).status_code == 200


def test_an_overdue_suspension_can_be_brought_before_the_panel(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime]
) -> None:
    a_basis(cast.people)
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    scene.until_deciding(row)
    assert row.decision_until is not None
    late = scene.at_night(row.decision_until)
    scene.night(late)
    row.refresh_from_db()
    cast.entry.refresh_from_db()
    assert (row.stage, cast.entry.stage) == ("deciding", "suspended")
    hour["now"] = late + timedelta(hours=8)
    own = client_of(cast.people.holder)
    assert reverse("business-brand-appeal", args=[row.pk]) in text_of(
        own, reverse("business-brand", args=[cast.entry.pk])
    )
    send(own, reverse("business-brand-appeal", args=[row.pk]), text="迟迟不决", seen=row.version)
    row.refresh_from_db()
    assert row.stage == "appealed"


@pytest.mark.parametrize("measure", [{"serious_cases": 1}, {"score": 50}])
def test_without_a_basis_no_desk_speaks_of_a_title(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    hour: dict[str, datetime],
    measure: dict[str, int],
) -> None:
    row = scene.fired(cast, monkeypatch, at=MONDAY, **measure)
    at = scene.until_deciding(row)
    scene.decided(cast, row, "confirm" if row.kind == "suspend" else "warn", at=at)
    hour["now"] = at + DAY
    staff, own = client_of(cast.people.near), client_of(cast.people.holder)
    pages = {
        one(row): staff,
        reverse("office-brand-proceedings"): staff,
        reverse("business-brand-proceeding", args=[row.pk]): own,
        reverse("business-brand-appeal", args=[row.pk]): own,
    }
    for url, client in pages.items():
        main = text_of(client, url).split("<main", 1)[1]
        assert not re.findall(r"标识|得分|称号|等级", main), url
        assert row.number in main
    a_basis(cast.people)
    assert "规则：" in text_of(staff, one(row)) or "Rule:" in text_of(staff, one(row))
