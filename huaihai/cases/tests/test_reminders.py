"""Reminders of a day by which somebody has to answer: once, before it, and only while it is still their turn."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from huaihai.cases import timeline
from huaihai.cases.models import Case, Complainant, Offer
from huaihai.cases.verbs import falling_due, negotiation, routing
from huaihai.record import due, events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.cast import TUESDAY, Cast
from tests.reading import fresh

pytestmark = pytest.mark.django_db


DAY = timedelta(days=1)


def night(at: datetime) -> int:
    """What the nightly run does about answers: how much."""
    acts = list(falling_due.reminders(at))
    for act in acts:
        act()
    return len(acts)


def reminders(case: Case) -> list[OutboxMessage]:
    near = OutboxMessage.objects.filter(subject=case.record_key, effect_key__contains="_near:")
    return list(near.order_by("created_at", "id"))


def offered_until(cast: Cast, day: date) -> tuple[Case, Offer]:
    case, offer = people.offered(cast)
    Offer.objects.filter(pk=offer.pk).update(valid_until_on=day)
    return case, offer


def test_the_consumer_is_reminded_once_two_days_before_an_offer_lapses(cast: Cast, settings: Any) -> None:
    settings.SITE_URL = "https://weiquan.example"
    case, _offer = people.offered(cast)  # until 28 November

    assert night(TUESDAY + DAY) == 0
    assert night(TUESDAY + 2 * DAY) == 1
    assert night(TUESDAY + 2 * DAY) == night(TUESDAY + 3 * DAY) == night(TUESDAY + 4 * DAY) == 0

    (message,) = reminders(case)
    assert message.address == people.PHONE
    for words in (str(case.number), "11 月 28 日", "作废", "weiquan.example", "商丘"):
        assert words in message.text
    assert "http" not in message.text
    assert events.broken_at(case.record_key) is None
    assert timeline.of(case, "body")[0].verb == "reminded"
    assert "reminded" not in [line.verb for line in timeline.of(case, "consumer")]


def test_the_nightly_run_asks_for_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = [name for name in due.DUE if name.startswith("huaihai.cases.")]
    monkeypatch.setattr(due, "DUE", ours)
    case, _offer = people.offered(cast)

    due.fall_due(at=TUESDAY + 3 * DAY, brake=None)

    assert len(reminders(case)) == 1


@pytest.mark.parametrize("days", [1, 2])
def test_a_short_offer_is_reminded_of_on_the_day_after_it_was_made(cast: Cast, days: int) -> None:
    case, _offer = offered_until(cast, TUESDAY.date() + days * DAY)

    assert night(TUESDAY) == 0
    assert night(TUESDAY + DAY) == 1
    assert len(reminders(case)) == 1


def test_whoever_has_answered_is_left_alone_also_between_the_list_and_the_act(cast: Cast) -> None:
    case, offer = people.offered(cast)
    acts = list(falling_due.reminders(TUESDAY + 3 * DAY))

    negotiation.accept(case, offer=offer, by=people.li(case), at=TUESDAY + 3 * DAY)
    for act in acts:
        act()
    night(TUESDAY + 3 * DAY)

    assert len(acts) == 1
    assert not [message for message in reminders(case) if "offer_near" in message.effect_key]


def test_a_new_offer_is_reminded_of_again(cast: Cast) -> None:
    case, _offer = people.offered(cast)
    assert night(TUESDAY + 3 * DAY) == 1
    days = {"perform_by_on": date(2026, 12, 5), "valid_until_on": date(2026, 12, 1)}
    people.offer(case, sum_fen=30_000, **days, by=cast.sun, at=TUESDAY + 3 * DAY)

    assert night(TUESDAY + 5 * DAY) == 1
    assert ["11 月 28 日" in message.text for message in reminders(case)] == [True, False]


def test_the_business_is_reminded_of_what_the_consumer_proposed_and_of_the_end_of_the_time_to_settle(
    cast: Cast,
) -> None:
    case, offer = people.offered(cast)
    negotiation.counter(
        case,
        offer=offer,
        remedies=["refund"],
        sum_fen=30_000,
        perform_by_on=date(2026, 12, 1),
        text="加三十。",
        by=people.li(case),
        at=TUESDAY,
    )

    assert night(TUESDAY + 5 * DAY) == 1  # 29 November: the counter-offer lapses on 1 December
    assert night(TUESDAY + 12 * DAY) == 1  # 6 December: the time to settle ends on the 8th
    assert night(TUESDAY + 13 * DAY) == 0

    first, second = reminders(case)
    assert {first.address, second.address} == {"03700000000"}
    assert "12 月 1 日" in first.text
    assert "12 月 8 日" in second.text


def test_where_nobody_can_be_reached_the_officer_reads_so_once(cast: Cast) -> None:
    case, _offer = people.offered(cast)
    Complainant.objects.filter(case=case).update(confirmed_at=None)

    assert night(TUESDAY + 3 * DAY) == 1
    assert night(TUESDAY + 3 * DAY) == 0
    assert not reminders(case)
    assert timeline.of(case, "body")[0].verb == "not_reminded"


def test_the_news_of_an_offer_says_until_when_and_where(cast: Cast, settings: Any) -> None:
    settings.SITE_URL = "https://weiquan.example"
    offer = negotiation.offer(
        people.negotiating(cast),
        remedies=["refund"],
        sum_fen=26_800,
        perform_by_on=date(2026, 12, 1),
        valid_until_on=date(2026, 11, 28),
        text="三天内退。",
        by=cast.sun,
        at=TUESDAY,
    )

    (message,) = OutboxMessage.objects.filter(effect_key__contains=f":offered:{offer.pk}")

    assert "11 月 28 日" in message.text
    assert "weiquan.example" in message.text
    assert "淮海消费维权" in message.title


def run(days: int) -> int:
    """A night, as far as cases are concerned: how much was done."""
    acts = list(falling_due.due_acts(TUESDAY + timedelta(days=days)))
    for act in acts:
        act()
    return len(acts)


def test_negotiation_lapses_after_its_last_day_and_not_on_it(cast: Cast) -> None:
    case, offer = people.offered(cast)
    run(14)  # 8 December is the last day
    assert fresh(case).stage == "negotiating"
    assert run(15) == 1
    case.refresh_from_db()
    assert (case.stage, fresh(offer).state) == ("deciding", "lapsed")
    assert run(15) == 0


def test_a_missed_night_is_caught_up(cast: Cast) -> None:
    case = people.mediating(cast)
    assert run(200) == 1
    assert fresh(case).stage == "terminated"


def test_a_draft_expires_after_thirty_days_and_keeps_nothing_personal(cast: Cast) -> None:
    case = people.draft()
    assert run(26) == 0
    run(30)
    assert fresh(case).stage == "draft"
    assert run(31) == 1
    assert (fresh(case).stage, case.story) == ("abandoned", "")
    assert not Complainant.objects.filter(case=case).exists()


def test_a_supplement_that_never_comes_lets_the_body_go_on(cast: Cast) -> None:
    case = people.filed().case
    routing.ask_supplement(case, text="请补充小票。", by=cast.wang, at=TUESDAY)
    assert run(15) == 1
    assert fresh(case).stage == "received"


def test_the_brake_stops_a_run_before_it_acts(cast: Cast) -> None:
    case = people.negotiating(cast)
    people.mediating(cast)
    with pytest.raises(due.Braked):
        due.fall_due(at=TUESDAY + timedelta(days=200), brake=1)
    assert fresh(case).stage == "negotiating"


def test_a_bodys_own_late_step_is_never_decided_by_the_machine(cast: Cast) -> None:
    case = people.negotiating(cast)
    negotiation.refuse(case, text="不退。", by=cast.sun, at=TUESDAY)
    run(300)
    assert fresh(case).stage == "deciding"
