"""A market lists its stalls, the city's body confirms them, and from then on the market answers for them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.businesses.channel import facts as channel_facts
from huaihai.businesses.channel import membership
from huaihai.businesses.channel import verbs as channel_verbs
from huaihai.businesses.channel.life import ENROLMENT, LIVE
from huaihai.businesses.models import Business, Enrolment, ListedStall, Mandate, answered_for
from huaihai.businesses.people import verbs as people_verbs
from huaihai.businesses.register.verbs import Stated, find_or_write_down, merge
from huaihai.businesses.stalls import verbs as stalls_verbs
from huaihai.businesses.stalls.verbs import Stall
from huaihai.businesses.tests.channel_scene import (
    CITY,
    OTHER_CITY,
    applied,
    joined,
    manager_of,
    officer,
    staff,
)
from huaihai.businesses.tests.shared import code_number
from huaihai.desk.lives import Moved, NotAllowed, NotPossible
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.law import limits
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record import events
from huaihai.record.due import fall_due
from tests.effort import examples
from tests.posts import AT, body, load_tree, officer_of, sign_in
from tests.reading import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def market() -> Enrolment:
    load_tree()
    return joined(at=clock.now(), as_kind="market", name="演示市场")


@pytest.fixture
def keeper(client: Client, market: Enrolment) -> Client:
    assert market.account is not None
    sign_in(client, market.account)
    return client


def listing(text: str, **other: str) -> dict[str, str]:
    return {"stalls": text, "region_code": "411402", "agreed": "on"} | other


def test_a_market_answers_for_a_stall_from_the_day_the_body_confirms(
    keeper: Client, market: Enrolment
) -> None:
    where = reverse("business-stalls")
    text = f"A12 水果摊\n老王水壶，{code_number(5)}\n\nA12 水果摊\n"
    assert keeper.post(where, listing(text)).status_code == 302
    assert keeper.post(where, listing("A12 水果摊")).status_code == 302  # twice is once
    assert ListedStall.objects.count() == 2
    assert not Mandate.objects.exists()
    known, _place = find_or_write_down(
        Stated(sign="A12 水果摊", region_code="411402"), by=Actor.public(), at=clock.now()
    )
    fruit, kettle = ListedStall.objects.get(credit_code=""), ListedStall.objects.exclude(credit_code="").get()
    desk = staff(Client())
    assert str(known.pk) in desk.get(reverse("desk-stall", args=[fruit.pk])).text
    for held, entry in ((fruit, str(known.pk)), (kettle, "new")):
        there = reverse("desk-stall", args=[held.pk])
        assert desk.post(there, {"seen": "0", "entry": "castle"}).status_code == 200
        assert desk.post(there, {"seen": "0", "entry": entry}).status_code == 302
        assert desk.post(there, {"seen": "0", "entry": entry}).status_code == 409
    assert market.account is not None
    assert {
        market.business_id,
        known.pk,
        Business.objects.get(credit_code=code_number(5)).pk,
    } == answered_for(market.account.pk, on=clock.today())
    assert channel_facts.is_joined(known, on=clock.today())

    fruit.refresh_from_db()
    assert keeper.post(reverse("business-stall-end", args=[fruit.pk]), {"seen": "9"}).status_code == 409
    assert keeper.post(reverse("business-stall-end", args=[fruit.pk]), {"seen": "x"}).status_code == 404
    assert (
        keeper.post(reverse("business-stall-end", args=[fruit.pk]), {"seen": fruit.version}).status_code
        == 302
    )
    assert known.pk not in answered_for(market.account.pk, on=clock.today())  # at once
    assert not channel_facts.is_joined(known, on=clock.today())


def test_who_gave_a_mandate_without_being_listed_is_shown_too(keeper: Client, market: Enrolment) -> None:
    assert market.business is not None
    by_mandate = Business.objects.create(name="演示花店", created_at=clock.now())
    Mandate.objects.create(principal=by_mandate, agent=market.business, from_on=clock.today())
    page = keeper.get(reverse("business-stalls")).text
    assert "演示花店" in page
    assert "还没有" not in page
    Mandate.objects.update(
        until_on=clock.today() - timedelta(days=1), from_on=clock.today() - timedelta(days=9)
    )
    assert "演示花店" not in keeper.get(reverse("business-stalls")).text


@pytest.mark.parametrize(
    "data",
    [
        {},
        listing(""),
        listing("摊位一, 91411402"),
        listing(", 91411402"),
        listing("长" * 200),
        listing("\n".join(f"摊位 {n}" for n in range(201))),
        listing("摊位\x00"),
        listing("摊位", region_code="110101"),
        listing("摊位", agreed=""),
    ],
)
def test_bad_lists_are_named_and_stay_typed(keeper: Client, data: dict[str, str]) -> None:
    answer = keeper.post(reverse("business-stalls"), data)
    assert answer.status_code == 200
    assert 'id="errors"' in answer.text
    assert not ListedStall.objects.exists()


def test_a_refusal_is_read_by_the_operator(keeper: Client) -> None:
    keeper.post(reverse("business-stalls"), listing("A12 水果摊"))
    held = ListedStall.objects.get()
    desk, there = staff(Client(), role=Role.HEAD), reverse("desk-stall", args=[held.pk])
    assert desk.post(there, {"seen": "0", "refuse": "1"}).status_code == 200
    assert desk.post(there, {"seen": "0", "refuse": "1", "reason": "没有看到协议"}).status_code == 302
    assert "没有看到协议" in keeper.get(reverse("business-stalls")).text
    keeper.post(reverse("business-stalls"), listing("A12 水果摊"))  # may be listed again
    assert ListedStall.objects.count() == 2


def test_others_find_nothing_here(keeper: Client, market: Enrolment) -> None:
    keeper.post(reverse("business-stalls"), listing("A12 水果摊"))
    held = ListedStall.objects.get()
    desk = staff(Client(), OTHER_CITY)
    assert desk.get(reverse("desk-stall", args=[held.pk])).status_code == 404
    assert desk.post(reverse("desk-stall-end", args=[held.pk]), {"seen": "0"}).status_code == 404
    assert "A12 水果摊" not in desk.get(reverse("desk-stalls")).text
    shop = joined(2, at=clock.now(), contact_phone="13900000002")
    other = Client()
    assert shop.account is not None
    sign_in(other, shop.account)
    assert other.post(reverse("business-stalls"), listing("B1")).status_code == 404  # a chain is no operator
    assert other.post(reverse("business-stall-end", args=[held.pk]), {"seen": "0"}).status_code == 404
    facts: dict[str, Any] = {"region_code": "411402", "at": clock.now()}
    with pytest.raises(NotPossible):
        stalls_verbs.list_stalls(shop, [Stall("B1")], by=manager_of(shop), **facts)
    with pytest.raises(NotAllowed):
        stalls_verbs.list_stalls(market, [Stall("B1")], by=manager_of(shop), **facts)


DAY = timedelta(days=1)
TODAY = local_day(AT)


@pytest.fixture(autouse=True)
def _tree() -> None:
    load_tree()


def written(**stated: str) -> Business:
    return find_or_write_down(Stated(**stated), by=Actor.public(), at=AT)[0]


def there(enrolment: Enrolment, on: date) -> bool:
    assert enrolment.business is not None
    is_there = channel_facts.is_joined(enrolment.business, on=on)
    assert channel_facts.joined(on=on).filter(pk=enrolment.business.pk).exists() == is_there
    assert (
        channel_facts.count_at(enrolment.body, on=on)
        == channel_facts.counts(on=on).get(enrolment.body_id, 0)
        == is_there
    )
    return is_there


def test_a_suspension_takes_whole_days_off_and_leaves_the_days_before() -> None:
    enrolment, by = joined(), officer()
    assert [there(enrolment, TODAY + DAY * n) for n in (-1, 0)] == [False, True]
    membership.suspend(enrolment, reason="三件投诉没有答复", seen=1, by=by, at=AT + DAY * 5)
    membership.resume(enrolment, seen=2, by=by, at=AT + DAY * 8)
    days = [there(enrolment, TODAY + DAY * n) for n in range(10)]
    assert days == [True] * 5 + [False] * 3 + [True] * 2
    membership.strike_off(enrolment, reason="已经关门", seen=3, by=by, at=AT + DAY * 9)
    assert not there(enrolment, TODAY + DAY * 9)
    assert there(enrolment, TODAY + DAY * 8)
    assert events.broken_at(enrolment.record_key) is None


def test_a_notice_is_carried_out_on_its_day_however_late_the_run(
    django_assert_max_num_queries: object,
) -> None:
    enrolment = joined()
    membership.give_notice(enrolment, what="leave", seen=1, by=manager_of(enrolment), at=AT)
    assert enrolment.notice_on is not None
    assert enrolment.notice_on - TODAY > timedelta(days=limits.LEAVE_CHANNEL.number)
    gone_on = enrolment.notice_on
    fall_due(at=AT + (gone_on - TODAY) - DAY, brake=None)
    assert fresh(enrolment).stage == "joined"
    for _run in range(2):
        fall_due(at=AT + (gone_on - TODAY) + DAY * 20, brake=None)
    assert (fresh(enrolment).stage, enrolment.left_on) == ("left", gone_on)
    assert there(enrolment, gone_on - DAY)
    assert not there(enrolment, gone_on)


def test_a_pause_by_notice_is_ended_by_the_business_but_what_the_body_ordered_is_not() -> None:
    enrolment = joined()
    manager = manager_of(enrolment)
    membership.give_notice(enrolment, what="suspend", seen=1, by=manager, at=AT)
    assert enrolment.notice_on is not None
    at = AT + (enrolment.notice_on - TODAY)
    fall_due(at=at, brake=None)
    assert fresh(enrolment).stage == "suspended"
    membership.resume(enrolment, seen=enrolment.version, by=manager, at=at + DAY)
    membership.suspend(enrolment, reason="演示", seen=enrolment.version, by=officer(), at=at + DAY * 2)
    with pytest.raises(NotAllowed):
        membership.resume(enrolment, seen=enrolment.version, by=manager, at=at + DAY * 3)


def test_only_its_own_city_decides_and_only_a_manager_gives_notice() -> None:
    enrolment = joined()
    for by in (officer_of(OTHER_CITY), officer_of("county:411402"), manager_of(enrolment), Actor.public()):
        with pytest.raises(NotAllowed):
            membership.suspend(enrolment, reason="演示", seen=1, by=by, at=AT)
    stranger = manager_of(joined(2, contact_phone="13900000002"))
    for by in (stranger, officer(), Actor.public()):
        with pytest.raises(NotAllowed):
            membership.give_notice(enrolment, what="leave", seen=1, by=by, at=AT)


def test_branches_stalls_and_merged_entries_are_on_the_channel_through_others() -> None:
    enrolment = joined()
    assert enrolment.business is not None
    branch, stall, trace, other = (written(sign=f"演示 {number}", address="演示路") for number in range(4))
    Business.objects.filter(pk=branch.pk).update(parent=enrolment.business)
    branch.refresh_from_db()
    people_verbs.give_mandate(stall, enrolment.business, from_on=TODAY, by=officer(), at=AT)
    merge(trace, enrolment.business, by=officer(), at=AT)
    trace.refresh_from_db()
    assert [channel_facts.is_joined(row, on=TODAY) for row in (branch, stall, trace, other)] == [
        True,
        True,
        True,
        False,
    ]
    assert not channel_facts.is_joined(stall, on=TODAY - DAY)
    assert set(channel_facts.joined(on=TODAY)) == {enrolment.business}  # public lists name who joined itself
    assert other not in channel_facts.covered(on=TODAY)
    assert {branch, stall, enrolment.business} <= set(channel_facts.covered(on=TODAY))


def test_an_enrolled_entry_that_is_merged_keeps_its_place_under_the_one_that_stands() -> None:
    enrolment, stands = joined(), written(name="演示集团")
    assert enrolment.business is not None
    Business.objects.filter(pk=enrolment.business.pk).update(credit_code=None)
    merge(Business.objects.get(pk=enrolment.business.pk), stands, by=officer(), at=AT)
    stands.refresh_from_db()
    assert channel_facts.is_joined(stands, on=TODAY)
    assert set(channel_facts.joined(on=TODAY)) == {stands}


def test_one_live_enrolment_a_business() -> None:
    first, second = applied().enrolment, applied(contact_phone="13900000002").enrolment
    channel_verbs.confirm(first, seen=0, by=officer(), at=AT)
    with pytest.raises(NotPossible):
        channel_verbs.confirm(second, seen=0, by=officer(), at=AT)
    assert fresh(second).stage == "applied"


VERBS = ("confirm", "refuse", "suspend", "resume", "leave", "pause", "withdraw", "strike_off")


def act(verb: str, enrolment: Enrolment, day: int) -> None:
    by, at, seen = officer(), AT + DAY * day, enrolment.version
    manager = manager_of(enrolment) if enrolment.account else Actor.public()
    {
        "confirm": lambda: channel_verbs.confirm(enrolment, seen=seen, by=by, at=at),
        "refuse": lambda: channel_verbs.refuse(enrolment, reason="演示", seen=seen, by=by, at=at),
        "suspend": lambda: membership.suspend(enrolment, reason="演示", seen=seen, by=by, at=at),
        "resume": lambda: membership.resume(enrolment, seen=seen, by=by, at=at),
        "leave": lambda: membership.give_notice(enrolment, what="leave", seen=seen, by=manager, at=at),
        "pause": lambda: membership.give_notice(enrolment, what="suspend", seen=seen, by=manager, at=at),
        "withdraw": lambda: membership.withdraw_notice(enrolment, seen=seen, by=manager, at=at),
        "strike_off": lambda: membership.strike_off(enrolment, reason="演示", seen=seen, by=by, at=at),
    }[verb]()


@given(steps=st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 25)), min_size=1, max_size=10))
@settings(
    max_examples=examples(6, long=60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_done_in_whatever_order_the_table_is_obeyed(steps: list[tuple[str, int]]) -> None:
    number = Enrolment.objects.count() + 100
    enrolment = applied(number, contact_phone="13900000002").enrolment
    day = 0
    for verb, later in steps:
        before, day = enrolment.stage, day + later
        fall_due(at=AT + DAY * day, brake=None)
        enrolment.refresh_from_db()
        before = enrolment.stage
        try:
            act(verb, enrolment, day)
        except (NotPossible, NotAllowed):
            assert fresh(enrolment).stage == before
        assert fresh(enrolment).stage in ENROLMENT.stages
        assert (enrolment.stage in LIVE) == (enrolment.joined_on is not None and enrolment.left_on is None)
        if enrolment.business is not None:
            is_there = channel_facts.is_joined(enrolment.business, on=local_day(AT) + DAY * day)
            assert is_there == (enrolment.stage == "joined")
        assert enrolment.suspensions.filter(until_on=None).count() == (enrolment.stage == "suspended")
    assert events.broken_at(enrolment.record_key) is None


def test_a_version_seen_before_is_late() -> None:
    enrolment = joined()
    with pytest.raises(Moved):
        membership.suspend(enrolment, reason="演示", seen=0, by=officer(), at=AT)
    assert body(CITY) == enrolment.body
    assert enrolment.credit_code == code_number(1)
