"""Proceedings on the desks: the whole way through the pages, who may press what, and what bad input gets."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.brands.conduct.actions import panels
from huaihai.brands.conduct.tests import cast as scene
from huaihai.brands.conduct.tests.cast import DAY, HOUR, Cast
from huaihai.brands.models import ConductReport, PairDecision, Proceeding, StatementFile
from huaihai.brands.tests.people import MONDAY, a_basis, an_entry, declared
from huaihai.kit import clock
from huaihai.supervision.tests.people import client_of

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """The hour at which the pages are read: set `hour["now"]`."""
    held = {"now": MONDAY + DAY}
    monkeypatch.setattr(clock, "now", lambda: held["now"])
    return held


def one(row: Proceeding, step: str = "") -> str:
    return reverse(f"office-brand-proceeding{step and '-'}{step}", args=[row.pk])


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def send(client: Client, url: str, **said: object) -> None:
    answer = client.post(url, said)
    assert answer.status_code == 302, answer.content.decode()[-3000:]


def test_a_business_states_its_case_is_heard_and_two_people_decide(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime]
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    own = client_of(cast.people.holder)
    desk = text_of(own, reverse("business-brand", args=[cast.entry.pk]))
    assert reverse("business-brand-statement", args=[row.pk]) in desk
    page = text_of(own, reverse("business-brand-proceeding", args=[row.pk]))
    assert "发生严重案件" in page

    paper = SimpleUploadedFile("证明.pdf", PDF, content_type="application/pdf")
    said = {"text": "情况已经处理", "papers": paper, "wants_hearing": "on", "seen": row.version}
    send(own, reverse("business-brand-statement", args=[row.pk]), **said)
    row.refresh_from_db()
    assert row.stage == "hearing"
    file = StatementFile.objects.get()
    assert own.get(reverse("business-brand-statement-file", args=[file.pk])).status_code == 200

    office = client_of(cast.people.office)
    day = {"day": "2026-11-10", "time": "09:30", "where": "演示会议室", "seen": row.version}
    send(office, one(row, "hearing"), **day)
    hour["now"] = MONDAY + 9 * DAY
    row.refresh_from_db()
    send(office, one(row, "minutes"), came="yes", minutes="店方到会说明", seen=row.version)
    row.refresh_from_db()
    assert row.stage == "deciding"
    assert "店方到会说明" in text_of(office, one(row))

    declared(cast.entry, cast.people.near, cast.people.far)
    near, far = client_of(cast.people.near), client_of(cast.people.far)
    send(near, one(row, "decision"), outcome="confirm", reasons="事实清楚", seen=row.version)
    decision = PairDecision.objects.get()
    agreement = reverse("office-brand-agreement", args=[decision.pk])
    assert agreement in text_of(far, cast.entry.office_url)
    assert agreement not in text_of(near, cast.entry.office_url)
    send(far, reverse("office-brand-agreement", args=[decision.pk]), seen=1)
    row.refresh_from_db()
    assert (row.stage, row.outcome) == ("decided", "suspended")

    page = text_of(own, reverse("business-brand-proceeding", args=[row.pk]))
    assert reverse("business-brand-appeal", args=[row.pk]) in page
    assert "事实清楚" in page
    send(own, reverse("business-brand-appeal", args=[row.pk]), text="不服", seen=row.version)
    for seat in panels.sitting(row)[:2]:
        by = scene.actor_of(seat)
        declared(cast.entry, by)
        client = client_of(by)
        row.refresh_from_db()
        assert one(row, "vote") in text_of(client, one(row))
        send(client, one(row, "vote"), choice="set-aside", reasons="复核理由", seen=row.version)
    row.refresh_from_db()
    cast.entry.refresh_from_db()
    assert (row.outcome, cast.entry.stage) == ("set-aside", "held")
    assert "复核理由" in text_of(office, one(row))


def test_the_panel_reads_no_voice_before_two_agree(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime]
) -> None:
    from huaihai.brands.conduct.actions import appealing

    row = scene.fired(cast, monkeypatch, broken_promises=1)
    at = scene.until_deciding(row)
    scene.decided(cast, row, "warn", at=at)
    first, second, _third = scene.appealed(cast, row, at=at + DAY)
    declared(cast.entry, scene.actor_of(first))
    appealing.vote(
        first, choice="uphold", reasons="独一无二的理由", by=scene.actor_of(first), at=at + DAY + HOUR
    )
    hour["now"] = at + 2 * DAY
    for actor in (scene.actor_of(second), cast.people.office, cast.people.auditor):
        assert "独一无二的理由" not in text_of(client_of(actor), one(row))


def test_whoever_has_no_seat_gets_no_form_of_the_panel(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime]
) -> None:
    row = scene.fired(cast, monkeypatch, broken_promises=1)
    at = scene.until_deciding(row)
    scene.decided(cast, row, "warn", at=at)
    seats = {seat.account_id for seat in scene.appealed(cast, row, at=at + DAY)}
    hour["now"] = at + 2 * DAY
    for actor in (cast.people.near, cast.people.office, cast.people.home):
        assert actor.account_id not in seats
        assert client_of(actor).get(one(row, "vote")).status_code == 404


@pytest.mark.parametrize(
    ("who", "steps"),
    [
        ("home", ("hearing", "minutes", "decision", "motion", "vote")),
        ("auditor", ("hearing", "minutes", "decision", "motion", "vote")),
        ("near", ("hearing", "minutes", "motion", "vote")),
    ],
)
def test_a_step_that_is_not_ones_own_is_not_there(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime], who: str, steps: tuple[str, ...]
) -> None:
    row = scene.fired(cast, monkeypatch, closed_or_moved=1)
    client = client_of(getattr(cast.people, who))
    for step in steps:
        assert client.get(one(row, step)).status_code == 404, step


def test_the_public_and_other_businesses_see_no_file_of_a_proceeding(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime], client: Client
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    own = reverse("business-brand-proceeding", args=[row.pk])
    assert client.get(own).status_code == 302
    assert client.get(one(row)).status_code == 302
    assert client_of(cast.people.near).get(own).status_code == 404
    assert client_of(cast.people.holder).get(one(row)).status_code == 404


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
