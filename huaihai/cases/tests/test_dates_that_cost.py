"""No day that costs a party something passes without a reminder beforehand and without standing in its big clock:
every stage, both parties, every matter, each lived through day by day."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from huaihai.cases import life, own_days, turns
from huaihai.cases.models import Case
from huaihai.cases.tests.test_turns import big_clock, business_page, consumers_page, on
from huaihai.cases.verbs import appointing, falling_due, fulfilment, mediation, negotiation, routing
from huaihai.kit.clock import local_day
from huaihai.record import events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.cast import TUESDAY, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
DAY = timedelta(days=1)
TO_SHOP = "商丘市演示路 8 号 孙老板 13900000008"


def night(at: datetime) -> None:
    for act in list(falling_due.due_acts(at)):
        act()


def offered(cast: Cast) -> Case:
    return people.offered(cast)[0]


def countered(cast: Cast) -> Case:
    case, offer = people.offered(cast)
    negotiation.counter(
        case,
        offer=offer,
        remedies=["refund"],
        sum_fen=30_000,
        perform_by_on=date(2026, 12, 3),
        text="加三十。",
        by=people.li(case),
        at=TUESDAY,
    )
    return case


def agreed(cast: Cast, **terms: Any) -> Case:
    case = people.negotiating(cast)
    offer = people.offer(case, by=cast.sun, **terms)
    negotiation.accept(case, offer=offer, by=people.li(case), at=TUESDAY)
    return case


def returning(cast: Cast) -> Case:
    goods: dict[str, Any] = {
        "remedies": ["return", "refund"],
        "goods_back_by_on": date(2026, 11, 29),
        "return_to": TO_SHOP,
    }
    return agreed(cast, **goods)


def sent_back(cast: Cast) -> Case:
    case = returning(cast)
    fulfilment.send_goods(case, parcel="顺丰 SF123", by=people.li(case), at=TUESDAY)
    return case


def claimed(cast: Cast) -> Case:
    case = agreed(cast)
    fulfilment.claim_fulfilment(case, text="已退。", by=cast.sun, at=TUESDAY)
    return case


def in_two(cast: Cast) -> Case:
    return agreed(cast, monthly_parts=2)


def breached(cast: Cast) -> Case:
    case = agreed(cast)
    fulfilment.report_breach(case, text="没有退。", by=cast.zhao, at=TUESDAY)
    return case


def supplementing(cast: Cast) -> Case:
    case = people.filed().case
    routing.ask_supplement(case, text="请补充小票。", by=cast.wang, at=TUESDAY)
    return case


def clarifying(cast: Cast) -> Case:
    case = people.taken(cast)
    routing.ask_supplement(case, text="请补充小票。", by=cast.zhao, at=TUESDAY)
    return case


LIVES: dict[str, tuple[Callable[[Cast], Case], str]] = {  # the matter → how it comes about, and whom it costs
    turns.OFFER: (offered, life.CONSUMER),
    turns.COUNTER: (countered, life.BUSINESS),
    turns.SILENCE: (people.negotiating, life.BUSINESS),
    turns.SEND: (returning, life.CONSUMER),
    turns.CLAIM: (claimed, life.CONSUMER),
    turns.PART: (in_two, life.BUSINESS),
    "fulfilling": (agreed, life.BUSINESS),
    "breached": (breached, life.BUSINESS),
    "supplementing": (supplementing, life.CONSUMER),
    "clarifying": (clarifying, life.CONSUMER),
}
WITHOUT = {  # stages in which no day costs a party anything, and why
    "draft": "is kept for thirty days, and told of three days before",
    "received": "the body's own",
    "forwarded": "the body's own",
    "deciding": "the body's own",
    "inviting": "the body's own",
    "mediating": "the body's own; its sessions are reminded of",
    "paused": "the body's own",
}


def test_every_stage_and_every_matter_has_its_place_in_the_table() -> None:
    """A new stage, or a new matter that is waited for, is entered here together with its reminder."""
    stages = {name for name, stage in life.STAGES.items() if not stage.is_final}
    of_stages = {"negotiating"} | (set(LIVES) & stages)

    assert stages == of_stages | set(WITHOUT)
    reminded = {*falling_due.NEAR, *falling_due.BY_PROMISE}
    assert reminded == {*LIVES, turns.FIRST_REPLY, "negotiating"}
    assert set(falling_due.OWN) == set(own_days.REMIND) == set(own_days.BY_THEN)
    assert {falling_due.NEAR[one][0] for one in falling_due.NEAR} == {life.CONSUMER, life.BUSINESS}


@pytest.mark.parametrize("matter", LIVES)
def test_no_day_passes_without_a_reminder_and_without_the_big_clock(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, matter: str
) -> None:
    begin, who = LIVES[matter]
    case = begin(cast)
    first = turns.of(case, today=TUESDAY.date())
    assert first.matter == matter
    assert first.until is not None
    page = consumers_page(case) if who == life.CONSUMER else business_page(cast, case)
    assert f"{first.until.month} 月 {first.until.day} 日" in big_clock(page)

    at = TUESDAY
    while at.date() < first.until:
        at += DAY
        on(monkeypatch, at)
        night(at.replace(hour=0, minute=5))

    if matter in ("supplementing", "clarifying"):  # said at once with its day
        assert f"{first.until.day} 日" in near(case, "supplement_asked").get().text
    address = people.PHONE if who == life.CONSUMER else "03700000000"
    told = [one for one in near(case, "_near:") if one.address == address]
    assert len(told) == 1
    ahead = 3 if matter in falling_due.BY_PROMISE else 2
    assert local_day(told[0].created_at) == first.until - ahead * DAY
    assert "电热水壶漏电" in told[0].text
    if matter not in falling_due.BY_PROMISE:  # the promise's own words name no day
        assert f"{first.until.month} 月 {first.until.day} 日" in told[0].text
    assert events.broken_at(case.record_key) is None


def test_a_return_without_a_reason_is_reminded_of_before_the_button_of_the_app_ends(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = date(2026, 11, 21)  # seven days on is Saturday the 28th; by law it is Monday the 30th
    case = people.filed(bought=Case.Bought.PLATFORM_SHOP, received_goods_on=received).case
    shown = big_clock(consumers_page(case))
    assert "11 月 28 日" in shown
    assert "11 月 30 日" in shown
    assert "购物软件" in shown

    told = []
    for days in range(1, 8):
        on(monkeypatch, TUESDAY + days * DAY)
        night(TUESDAY + days * DAY)
        told.append(near(case, "return_near").count())

    assert told == [0, 0, 1, 1, 1, 1, 1]  # on the 27th, once
    text = near(case, "return_near").get().text
    assert "11 月 28 日" in text
    assert "11 月 30 日" in text


def test_days_of_ones_own_are_looked_at_until_nobody_is_near_and_again_on_the_next_day(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.filed(bought=Case.Bought.PLATFORM_SHOP, received_goods_on=date(2026, 11, 21))
    looks: list[date] = []
    pressing = own_days.pressing

    def counted(case: Case, *, today: date, **more: Any) -> list[own_days.OwnDeadline]:
        looks.append(today)
        return pressing(case, today=today, **more)

    monkeypatch.setattr(own_days, "pressing", counted)
    near_on, next_day = TUESDAY + 3 * DAY, TUESDAY + 4 * DAY
    night(near_on)  # looks, and once more under the lock; tells
    night(near_on)  # nobody is left
    night(near_on + timedelta(minutes=1))
    assert len(looks) == 3
    night(next_day)
    assert looks[3:] == [next_day.date()]


@pytest.mark.parametrize(
    ("facts", "words", "day"),
    [
        ({"received_goods_on": date(2026, 11, 22), "nature": "N01"}, "quality_near", date(2026, 11, 28)),
        (
            {"bought_on": date(2026, 6, 3), "category": "G01", "nature": "N07"},
            "proof_near",
            date(2026, 11, 26),
        ),
        ({}, "limitation_near", date(2029, 10, 27)),
    ],
)
def test_each_other_right_is_reminded_of_in_time(
    cast: Cast, facts: dict[str, Any], words: str, day: date
) -> None:
    case = people.filed(**facts).case
    at = datetime.combine(day, TUESDAY.timetz())

    night(at - DAY)
    assert near(case, words).count() == 0
    night(at)
    night(at + DAY)
    assert near(case, words).count() == 1


def test_the_court_is_reminded_of_to_both_sides_and_stands_in_both_clocks(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = people.mediating(cast)
    mediation.agree(
        case,
        terms="一个月后退 268 元。",
        sum_fen=26_800,
        perform_by_on=date(2027, 1, 20),
        by=cast.zhao,
        at=TUESDAY,
    )
    at = TUESDAY + 23 * DAY  # 17 December; the thirty days end on the 24th
    on(monkeypatch, at)
    night(at)

    assert {one.address for one in near(case, "court_near")} == {people.PHONE, "03700000000"}
    for page in (consumers_page(case), business_page(cast, case)):
        assert "12 月 24 日" in big_clock(page)


def test_a_meeting_is_reminded_of_on_the_day_before(cast: Cast) -> None:
    case = people.mediating(cast)
    appointing.plan(
        case,
        kind="room",
        starts_at=TUESDAY + 5 * DAY,
        place="二楼调解室",
        invited=["consumer", "business"],
        by=cast.zhao,
        at=TUESDAY,
    )
    for days in range(1, 6):
        night((TUESDAY + days * DAY).replace(hour=0, minute=5))
        expected = 2 if days >= 4 else 0
        assert near(case, "session_near").count() == expected, days


def test_a_draft_is_told_of_three_days_before_it_is_erased(cast: Cast) -> None:
    case = people.draft()

    for days, count in ((26, 0), (27, 1), (28, 1)):
        night(TUESDAY + days * DAY + timedelta(minutes=1))
        assert near(case, "draft_expires").count() == count, days
    assert "接着填" in near(case, "draft_expires").get().text


def near(case: Case, words: str) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(subject=case.record_key, effect_key__contains=words)
