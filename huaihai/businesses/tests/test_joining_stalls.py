"""A market lists its stalls, the city's body confirms them, and from then on the market answers for them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.businesses.channel import facts as channel_facts
from huaihai.businesses.models import Business, Enrolment, ListedStall, Mandate, answered_for
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.businesses.stalls import verbs as stalls_verbs
from huaihai.businesses.stalls.verbs import Stall
from huaihai.businesses.tests.channel_scene import OTHER_CITY, joined, manager_of, staff
from huaihai.businesses.tests.shared import code_number
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from tests.posts import load_tree, sign_in

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
    assert "A12" not in desk.get(reverse("desk-stalls")).text
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
