"""Proceedings on the desks: the whole way through the pages, what forms say and keep, who may press what."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.brands.conduct import panels
from huaihai.brands.conduct import verbs as conduct_verbs
from huaihai.brands.conduct.tests.cast import (
    DAY,
    HOUR,
    Cast,
    actor_of,
    main_of,
    night,
    night_after,
    own_page,
    page_of,
    run_out,
    send,
    text_of,
    until_deciding,
)
from huaihai.brands.models import ConductReport, PairDecision, Proceeding, StatementFile
from huaihai.brands.tests.people import MONDAY, a_basis, an_entry, declared
from huaihai.desk.lives import NotPossible
from huaihai.supervision.tests.people import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.usefixtures("hour")
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def own(cast: Cast) -> Client:
    """A browser of the business."""
    return client_of(cast.people.holder)


@pytest.fixture
def suspended(cast: Cast, hour: dict[str, datetime]) -> Proceeding:
    """Two people have confirmed the suspension a day ago."""
    row, at = cast.confirmed()
    hour["now"] = at + DAY
    return row


@pytest.mark.both_databases
def test_a_business_states_its_case_is_heard_and_two_people_decide(
    cast: Cast, own: Client, hour: dict[str, datetime]
) -> None:
    row = cast.fired(serious_cases=1)
    assert own_page(row, "statement") in text_of(own, reverse("business-brand", args=[cast.entry.pk]))
    assert "发生严重案件" in text_of(own, own_page(row))

    paper = SimpleUploadedFile("证明.pdf", PDF, content_type="application/pdf")
    said = {"text": "情况已经处理", "papers": paper, "wants_hearing": "on", "seen": row.version}
    send(own, own_page(row, "statement"), **said)
    row.refresh_from_db()
    assert row.stage == "hearing"
    file = StatementFile.objects.get()
    assert own.get(reverse("business-brand-statement-file", args=[file.pk])).status_code == 200

    office = client_of(cast.people.office)
    day = {"day": "2026-11-10", "time": "09:30", "where": "演示会议室", "seen": row.version}
    send(office, page_of(row, "hearing"), **day)
    hour["now"] = MONDAY + 9 * DAY
    row.refresh_from_db()
    held: dict[str, Any] = {"came": "yes", "seen": row.version}
    answer = office.post(page_of(row, "minutes"), {**held, "minutes": "电话 13800138000"})
    assert (answer.status_code, "13800138000" in answer.content.decode()) == (200, True)
    assert row.statements.filter(kind="minutes").count() == 0
    send(office, page_of(row, "minutes"), **held, minutes="店方到会说明")
    row.refresh_from_db()
    assert row.stage == "deciding"
    assert "店方到会说明" in text_of(office, page_of(row))

    declared(cast.entry, cast.people.near, cast.people.far)
    near, far = client_of(cast.people.near), client_of(cast.people.far)
    send(near, page_of(row, "decision"), outcome="confirm", reasons="事实清楚", seen=row.version)
    agreement = reverse("office-brand-agreement", args=[PairDecision.objects.get().pk])
    assert agreement in text_of(far, cast.entry.office_url)
    assert agreement not in text_of(near, cast.entry.office_url)
    send(far, agreement, seen=1)
    row.refresh_from_db()
    assert (row.stage, row.outcome) == ("decided", "suspended")

    page = text_of(own, own_page(row))
    assert own_page(row, "appeal") in page
    assert "事实清楚" in page
    send(own, own_page(row, "appeal"), text="不服", seen=row.version)
    for seat in panels.seats_taken(row)[:2]:
        by = actor_of(seat)
        declared(cast.entry, by)
        client = client_of(by)
        row.refresh_from_db()
        page = text_of(client, page_of(row))
        assert page_of(row, "vote") in page
        assert "不服" in page
        send(client, page_of(row, "vote"), choice="set-aside", reasons="复核理由", seen=row.version)
    row.refresh_from_db()
    cast.entry.refresh_from_db()
    assert (row.outcome, cast.entry.stage) == ("set-aside", "held")
    assert "复核理由" in text_of(office, page_of(row))


def test_the_panel_reads_no_voice_before_two_agree_and_others_get_no_form_of_it(
    cast: Cast, hour: dict[str, datetime]
) -> None:
    row, at = cast.warned()
    first, second, third = cast.appealed(row, at=at + DAY)
    by = actor_of(first)
    declared(cast.entry, by)
    panels.vote(first, choice="uphold", reasons="独一无二的理由", by=by, at=at + DAY + HOUR)
    hour["now"] = at + 2 * DAY
    for actor in (actor_of(second), cast.people.office, cast.people.auditor):
        page = text_of(client_of(actor), page_of(row))
        assert "独一无二的理由" not in page
        assert "请复核" in page
        assert "理由充分" in page
    seats = {seat.account_id for seat in (first, second, third)}
    for actor in (cast.people.near, cast.people.office, cast.people.home):
        assert actor.account_id not in seats
        assert client_of(actor).get(page_of(row, "vote")).status_code == 404


@pytest.mark.parametrize(
    ("who", "steps"),
    [
        ("home", ("hearing", "minutes", "decision", "motion", "vote")),
        ("auditor", ("hearing", "minutes", "decision", "motion", "vote")),
        ("near", ("hearing", "minutes", "motion", "vote")),
    ],
)
def test_a_step_that_is_not_ones_own_is_not_there(cast: Cast, who: str, steps: tuple[str, ...]) -> None:
    row = cast.fired(closed_or_moved=1)
    client = client_of(getattr(cast.people, who))
    for step in steps:
        assert client.get(page_of(row, step)).status_code == 404, step


@pytest.mark.parametrize("text", ["", " \n ", "x" * 2001, "\u200b"])
def test_a_statement_that_does_not_fit_is_asked_for_again(cast: Cast, own: Client, text: str) -> None:
    row = cast.fired(serious_cases=1)
    answer = own.post(own_page(row, "statement"), {"text": text, "seen": row.version})
    assert answer.status_code == 200
    assert row.statements.count() == 0


def test_a_statement_from_a_page_that_was_overtaken_is_kept_and_not_taken(cast: Cast, own: Client) -> None:
    row = cast.fired(serious_cases=1)
    answer = own.post(own_page(row, "statement"), {"text": "我们的话", "seen": 0})
    assert (answer.status_code, "我们的话" in answer.content.decode()) == (409, True)
    for seen in ("", "x", "9" * 40, "-1", "\x00"):
        own.post(own_page(row, "statement"), {"text": "我们的话", "seen": seen})
    assert row.statements.count() == 0


@pytest.mark.parametrize("form", [("appeal", "申诉", "提出申诉"), ("remedy", "说明整改情况", "提交整改情况")])
def test_a_form_says_what_it_is_what_it_sends_and_never_cuts_what_is_too_long(
    own: Client, suspended: Proceeding, hour: dict[str, datetime], form: tuple[str, str, str]
) -> None:
    key, title, button = form
    url, back = own_page(suspended, key), own_page(suspended)
    page = text_of(own, url)
    assert f"<title>{title} · " in page
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == [title]
    assert f'<button class="btn" type="submit">{button}</button>' in page
    (asked,) = re.findall(r"<textarea[^>]*>", page)
    assert "maxlength" not in asked  # a browser cuts what is pasted without a word
    assert "2000" in main_of(page)
    typed = "字" * 29_999 + "尾"
    answer = own.post(url, {"text": typed, "seen": suspended.version})
    refused = answer.content.decode()
    assert answer.status_code == 200
    assert "太长" in refused
    assert typed in refused
    assert suspended.statements.filter(kind=key).count() == 0
    Proceeding.objects.filter(pk=suspended.pk).update(stage="ended", ended_at=hour["now"])
    for shown in (page, text_of(own, url)):
        assert f'<a class="back" href="{back}">← {suspended.number}</a>' in shown
        assert f"<h1>{title}</h1>" in shown


def test_while_the_panel_works_it_can_be_said_what_was_remedied(
    cast: Cast, own: Client, suspended: Proceeding, hour: dict[str, datetime]
) -> None:
    row, appeal, remedy = suspended, own_page(suspended, "appeal"), own_page(suspended, "remedy")
    assert "整改" in main_of(text_of(own, appeal))  # it is said before it is sent
    send(own, appeal, text="不服", seen=row.version)
    row.refresh_from_db()
    assert remedy in text_of(own, own_page(row))
    send(own, remedy, text="已经整改完毕", seen=row.version)
    row.refresh_from_db()
    assert (row.stage, row.remedied_at, conduct_verbs.matter_of(row)) == ("appealed", hour["now"], "")
    cast.panel_says(row, "uphold", at=hour["now"])
    assert (row.stage, conduct_verbs.matter_of(row)) == ("remedy", conduct_verbs.RESTORATION)


def test_an_appeal_against_a_warning_promises_no_remedy_and_ends_with_its_time(
    cast: Cast, own: Client, hour: dict[str, datetime]
) -> None:
    row, at = cast.warned()
    hour["now"] = at + DAY
    assert "整改" not in main_of(text_of(own, own_page(row, "appeal")))
    over = night_after(row, "appeal")
    for now, is_said in ((over - DAY, True), (over, False)):
        hour["now"] = now
        night(now)
        assert ("可以申诉" in main_of(text_of(own, own_page(row)))) is is_said


def test_nothing_is_remedied_in_an_appeal_against_a_warning(cast: Cast) -> None:
    row, at = cast.warned()
    cast.appealed(row, at=at + DAY)
    with pytest.raises(NotPossible):
        conduct_verbs.remedy(row, text="已经整改", by=cast.people.holder, at=at + DAY)


def test_an_overdue_suspension_can_be_brought_before_the_panel(
    cast: Cast, own: Client, hour: dict[str, datetime]
) -> None:
    a_basis(cast.people)
    row = cast.fired(serious_cases=1)
    until_deciding(row)
    hour["now"] = run_out(row, "decision") + 8 * HOUR
    appeal = own_page(row, "appeal")
    assert appeal in text_of(own, reverse("business-brand", args=[cast.entry.pk]))
    send(own, appeal, text="迟迟不决", seen=row.version)
    row.refresh_from_db()
    assert row.stage == "appealed"


def test_staff_report_something_and_others_say_what_follows(cast: Cast) -> None:
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


@pytest.mark.both_databases
def test_the_list_of_proceedings_shows_what_is_overdue_and_asks_little(
    cast: Cast, hour: dict[str, datetime]
) -> None:
    row = cast.fired(serious_cases=1)
    auditor, url = client_of(cast.people.auditor), reverse("office-brand-proceedings")
    assert row.number not in text_of(auditor, url, which="overdue")
    hour["now"] = MONDAY + 30 * DAY
    assert row.number in text_of(auditor, url, which="overdue")
    few = queries_of(text_of, auditor, url)
    for number in range(15):
        row.entry = an_entry(cast.people, "held", what=str(number), criteria=cast.criteria)
        row.pk, row.facts_key = None, str(number)
        row.save(force_insert=True)
    assert queries_of(text_of, auditor, url) == few
    for which in ("all", "open", "nonsense", "\x00"):
        text_of(auditor, url, which=which)


@pytest.mark.parametrize("measure", [{"serious_cases": 1}, {"score": 50}])
def test_without_a_basis_no_desk_speaks_of_a_title(
    cast: Cast, own: Client, hour: dict[str, datetime], measure: Any
) -> None:
    row = cast.fired(**measure)
    at = until_deciding(row)
    cast.decided(row, "confirm" if row.kind == "suspend" else "warn", at=at)
    hour["now"] = at + DAY
    staff = client_of(cast.people.near)
    pages = {
        page_of(row): staff,
        reverse("office-brand-proceedings"): staff,
        own_page(row): own,
        own_page(row, "appeal"): own,
    }
    for url, client in pages.items():
        main = text_of(client, url).split("<main", 1)[1]
        assert not re.findall(r"标识|得分|称号|等级", main), url
        assert row.number in main
    a_basis(cast.people)
    assert "规则：" in text_of(staff, page_of(row))
