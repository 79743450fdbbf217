"""A closed case is open again: by its consumer, within a limit; or by the body that closed it by mistake."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.cases.models import Case
from huaihai.cases.tests.at_the_desk import case_url, do, step_url
from huaihai.cases.tests.consumers import opened
from huaihai.cases.verbs import fulfilment, negotiation, reopening
from huaihai.cases.verbs.fulfilment import Word
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit import clock
from huaihai.record import clocks, events
from huaihai.record.models import Clock, OutboxMessage
from tests import cast as people
from tests.cast import TUESDAY, Cast
from tests.effort import examples
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]

DAY = timedelta(days=1)
DUE = date(2026, 12, 1)


def agreed(cast: Cast) -> Case:
    """To be done by 1 December."""
    case, offer = people.offered(cast)
    negotiation.accept(case, offer=offer, by=people.li(case), at=TUESDAY)
    return case


def closed_by_zhao(cast: Cast, *, days: int = 0) -> Case:
    case, at = agreed(cast), TUESDAY + days * DAY
    fulfilment.confirm(case, word=Word("consumer", at.date(), "phone"), by=cast.zhao, at=at)
    return case


def messages_of(case: Case, name: str) -> int:
    return OutboxMessage.objects.filter(subject=case.record_key, effect_key__contains=f":{name}:").count()


def test_a_wrong_close_is_put_right_as_if_it_had_not_been(cast: Cast) -> None:
    case = closed_by_zhao(cast)

    reopening.undo_close(case, text="点错了。", by=cast.zhao, at=TUESDAY + DAY)

    case = fresh(case)
    assert (case.stage, case.result, case.ended_at) == ("fulfilling", "", None)
    assert [str(held.state) for held in case.promises.all()] == ["open"]
    running = clocks.running(case.record_key)
    assert list(running) == ["fulfil"]
    assert running["fulfil"].due_on == DUE
    assert Clock.objects.filter(subject=case.record_key, name="fulfil").count() == 1
    assert events.history(case.record_key).last().facts["was"] == "fulfilled"  # type: ignore[union-attr]
    assert events.broken_at(case.record_key) is None
    assert messages_of(case, "close_undone") == 2


def test_what_was_closed_from_a_breach_is_a_breach_again(cast: Cast) -> None:
    case = agreed(cast)
    fulfilment.report_breach(case, text="没退。", by=cast.zhao, at=TUESDAY)
    due_on = clocks.running(case.record_key)["remedy"].due_on
    fulfilment.confirm(case, word=Word("consumer", TUESDAY.date(), "visit"), by=cast.zhao, at=TUESDAY + DAY)

    reopening.undo_close(case, text="是另一件。", by=cast.zhao, at=TUESDAY + 2 * DAY)

    assert fresh(case).stage == "breached"
    assert clocks.running(case.record_key)["remedy"].due_on == due_on
    assert [str(held.state) for held in case.promises.all()] == ["broken"]


def test_after_some_days_the_head_alone_puts_it_right(cast: Cast) -> None:
    case, late = closed_by_zhao(cast), TUESDAY + 8 * DAY

    with pytest.raises(Unfit):
        reopening.undo_close(case, text="点错了。", by=cast.zhao, at=late)
    assert fresh(case).stage == "closed"
    head = replace(cast.zhao, roles=frozenset({"head"}))
    reopening.undo_close(case, text="点错了。", by=head, at=late)
    assert fresh(case).stage == "fulfilling"


def test_what_the_consumer_confirmed_no_officer_takes_back(zhao: Client, cast: Cast) -> None:
    case = agreed(cast)
    fulfilment.confirm(case, by=people.li(case), at=TUESDAY)

    with pytest.raises(NotPossible):
        reopening.undo_close(case, text="点错了。", by=cast.zhao, at=TUESDAY)
    assert step_url(case, "mistaken-closing") not in zhao.get(case_url(case)).text
    assert step_url(case, "reopening") in zhao.get(case_url(case)).text


@pytest.mark.parametrize(("days", "stage", "promise"), [(2, "fulfilling", "open"), (8, "breached", "broken")])
def test_a_consumer_has_it_opened_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, days: int, stage: str, promise: str
) -> None:
    """Before the agreed day the business still has its time; after it the agreement counts as not kept."""
    case = agreed(cast)
    fulfilment.confirm(case, by=people.li(case), at=TUESDAY)
    client = Client()
    opened(client, case)
    monkeypatch.setattr(clock, "now", lambda: TUESDAY + days * DAY)
    page = reverse("my-reopening", args=[case.pk])

    assert page in client.get(reverse("my-case", args=[case.pk])).text
    assert client.post(page, {"seen": fresh(case).version, "text": ""}).status_code == 200
    answer = client.post(page, {"seen": fresh(case).version, "text": "钱又被扣回去了。"}, follow=True)

    assert "已经重新打开" in answer.text
    case = fresh(case)
    assert (case.stage, case.result, case.ended_at) == (stage, "", None)
    assert [str(held.state) for held in case.promises.all()] == [promise]
    assert messages_of(case, "reopened") == 1
    sun = Client()
    people.sign_in(sun, cast.accounts["sun"])
    assert "钱又被扣回去了" in sun.get(reverse("business-case", args=[case.pk])).text


def test_after_the_limit_nobody_is_offered_it_and_it_is_refused(client: Client, cast: Cast) -> None:
    case = closed_by_zhao(cast)
    opened(client, case)
    assert reopening.reopened_until(case) == date(2026, 12, 24)

    with pytest.raises(Unfit):
        reopening.reopen(case, text="没退。", by=people.li(case), at=TUESDAY + 31 * DAY)
    reopening.reopen(case, text="没退。", by=people.li(case), at=TUESDAY + 30 * DAY)
    assert fresh(case).stage == "breached"


def test_the_closed_file_says_on_whose_word(zhao: Client, cast: Cast) -> None:
    case = agreed(cast)
    do(
        zhao,
        case,
        "confirmation",
        who="representative",
        on="2026-11-24",
        how="phone",
        text="女儿来电话，钱到了。",
    )

    page = zhao.get(case_url(case))

    assert page.context["closed_on_word"] == "替消费者办事的人 · 11 月 24 日 · 电话里\n女儿来电话，钱到了。"
    assert do(zhao, case, "mistaken-closing", text="").status_code == 200
    assert do(zhao, case, "mistaken-closing", text="点错了。").status_code == 302
    assert fresh(case).stage == "fulfilling"


@given(st.lists(st.sampled_from(["confirm", "unconfirmed", "undo", "reopen", "wait"]), max_size=14))
@settings(
    max_examples=examples(15, long=100),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
def test_however_often_it_is_closed_and_opened_clock_chain_and_result_agree(
    cast: Cast, steps: list[str]
) -> None:
    case, at = agreed(cast), TUESDAY
    for step in steps:
        at += timedelta(hours=1)
        try:
            if step == "confirm":
                fulfilment.confirm(
                    case, word=Word("consumer", clock.local_day(at), "phone"), by=cast.zhao, at=at
                )
            elif step == "unconfirmed":
                fulfilment.close_unconfirmed(case, text="打不通。", by=cast.zhao, at=at)
            elif step == "undo":
                reopening.undo_close(case, text="点错了。", by=cast.zhao, at=at)
            elif step == "reopen":
                reopening.reopen(case, text="没退。", by=people.li(case), at=at)
            else:
                at += 5 * DAY
        except (Unfit, NotPossible):
            pass
        case = Case.objects.with_parties().get(pk=case.pk)
        running = clocks.running(case.record_key)
        states = {str(held.state) for held in case.promises.all()}
        if case.stage == "closed":
            assert case.result
            assert case.ended_at
            assert not running
            assert states == {"kept" if case.result == "fulfilled" else _left(case)}
        else:
            assert (case.result, case.ended_at) == ("", None)
            assert list(running) == [{"fulfilling": "fulfil", "breached": "remedy"}[case.stage]]
            assert states == {"open" if case.stage == "fulfilling" else "broken"}
        assert events.broken_at(case.record_key) is None


def _left(case: Case) -> str:
    return "broken" if case.result == "unfulfilled" else "unknown"
