"""Taking a standing offer: one transaction, once; what was shown holds that day; only the consumer confirms."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from huaihai import reactions
from huaihai.businesses.models import Place, StandingOfferVersion
from huaihai.businesses.standing import facts as standing_facts
from huaihai.businesses.standing import verbs as standing_verbs
from huaihai.businesses.tests.standing_scene import followed, published
from huaihai.cases import at_once as fitting
from huaihai.cases.models import Agreement, Case, Offer, Promise, Taking
from huaihai.cases.verbs import care, fulfilment, intake
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.record import clocks, events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.cast import HOME, TUESDAY, Cast
from tests.threads import at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = TUESDAY.date()


def take(case: Case, version: StandingOfferVersion, *, shown_at: datetime = TUESDAY) -> None:
    """The consumer is shown what fits and presses "I take this"."""
    found = fitting.of(case, on=shown_at.date())
    assert found.one(str(version.pk)), "the offer was shown"
    fitting.answer(case, version, shown=found, at=shown_at)


def settle(case: Case, *, at: datetime = TUESDAY, sum_seen: int | None = 26_800, key: str = "") -> Any:
    return fitting.settle_at_once(case, key=key or str(case.pk), sum_seen=sum_seen, by=people.li(case), at=at)


def test_one_press_makes_number_agreement_promise_clock_and_messages(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reactions, "FUND_FOR", "huaihai.businesses.tests.standing_scene.a_fund")
    version = published(cast.shop, cast.sun, TUESDAY, paid_by_fund=True, note="到总服务台")
    case = people.draft()
    take(case, version)
    receipt = settle(case)

    case = Case.objects.get(pk=case.pk)
    offer, agreement = Offer.objects.get(case=case), Agreement.objects.get(case=case)
    assert receipt.code
    assert (case.stage, case.number, case.settled_fen) == ("fulfilling", receipt.number, 26_800)
    assert (case.home, case.lead, case.responsible) == (cast.home, cast.lead, cast.lead)
    assert (case.business, case.place) == (cast.shop, cast.shop.places.get())
    assert (offer.state, offer.standing_version) == (Offer.State.ACCEPTED, version)
    assert (agreement.kind, agreement.offer) == (Agreement.Kind.SETTLEMENT, offer)
    assert "到总服务台" in agreement.terms
    promise = Promise.objects.get(case=case)
    assert (promise.sum_fen, promise.due_on, promise.state) == (26_800, TODAY, Promise.State.OPEN)
    clock = clocks.running(case.record_key)["fulfil"]
    assert clock.due_on == TODAY
    event = events.history(case.record_key).get(verb="settle_at_once")
    assert event.facts.items() >= {
        "standing_offer_version": str(version.pk), "sum_fen": 26_800, "paid_by_fund": True, "before": "draft",
    }.items()  # fmt: skip
    told = OutboxMessage.objects.filter(subject=case.record_key)
    assert told.filter(effect_key__contains="settled_at_once").count() == 1
    assert told.filter(effect_key__contains="business:taken").count() == 1
    assert Case.objects.visible_to(cast.sun).filter(pk=case.pk).exists()


def test_it_counts_as_kept_only_when_the_consumer_confirms(cast: Cast) -> None:
    version = published(cast.shop, cast.sun, TUESDAY)
    cases = [people.draft() for _n in range(3)]
    for case in cases:
        take(case, version)
        settle(case)
    confirmed, claimed, _waiting = [Case.objects.get(pk=case.pk) for case in cases]
    for case in (confirmed, claimed):
        fulfilment.claim_fulfilment(case, text="已退", by=cast.sun, at=TUESDAY)
    fulfilment.confirm(confirmed, by=people.li(confirmed), at=TUESDAY)

    found = standing_facts.taken([version.offer_id])[version.offer_id]
    assert (found.times, found.kept, found.claimed, found.waiting) == (3, 1, 1, 1)
    assert (found.sum_fen, found.kept_fen, found.broken, found.unknown) == (80_400, 26_800, 0, 0)


def test_the_same_key_again_settles_once_and_shows_no_second_code(cast: Cast) -> None:
    version = published(cast.shop, cast.sun, TUESDAY)
    case = people.draft()
    take(case, version)
    first, second = settle(case), settle(case)

    assert (first.number, first.is_new, second.is_new, second.code) == (second.number, True, False, "")
    assert Agreement.objects.count() == Promise.objects.count() == 1
    with pytest.raises(NotPossible):
        settle(Case.objects.get(pk=case.pk), key="another")


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_settle_once() -> None:
    cast = people.assemble()
    version = published(cast.shop, cast.sun, TUESDAY)
    case = people.draft()
    take(case, version)
    answers = at_once(
        *(lambda key=key: settle(Case.objects.get(pk=case.pk), key=key) for key in ("one", "two"))
    )
    assert answers == ["NotPossible", "won"]
    assert Agreement.objects.count() == Promise.objects.count() == Offer.objects.count() == 1
    assert events.broken_at(case.record_key) is None


def test_what_was_shown_holds_until_midnight_though_a_new_version_is_published(cast: Cast) -> None:
    version = published(cast.shop, cast.sun, TUESDAY - 30 * DAY)
    case = people.draft(bought_on=TODAY)
    take(case, version)
    followed(version, cast.sun, TUESDAY, from_on=TODAY + DAY, most_fen=100)
    settle(case, at=TUESDAY.replace(hour=23, minute=59))

    assert Offer.objects.get().standing_version == version


def test_after_midnight_the_consumer_sees_the_new_version_and_chooses_again(cast: Cast) -> None:
    version = published(cast.shop, cast.sun, TUESDAY - 30 * DAY)
    case = people.draft(bought_on=None)
    intake.save_answers(case, received_goods_on=TODAY)
    widened = followed(version, cast.sun, TUESDAY - 20 * DAY, from_on=TODAY - 10 * DAY, within_days=None)
    take(case, widened)
    newer = followed(version, cast.sun, TUESDAY, from_on=TODAY + DAY, within_days=None, perform_number=5)
    tomorrow = TUESDAY + DAY
    with pytest.raises(Unfit) as changed:
        settle(case, at=tomorrow)
    assert changed.value.field == fitting.CHANGED
    case = Case.objects.get(pk=case.pk)
    found = fitting.of(case, on=tomorrow.date())
    assert case.stage == "draft"
    assert fitting.is_to_be_shown(case, found)

    take(case, newer, shown_at=tomorrow)
    settle(case, at=tomorrow, key="again")
    assert Offer.objects.get().standing_version == newer


def test_an_offer_that_ended_still_answers_for_what_was_bought_under_it(cast: Cast) -> None:
    version = published(cast.shop, cast.sun, TUESDAY - 10 * DAY)
    offer = version.offer
    standing_verbs.end(offer, last_on=TODAY - 2 * DAY, seen=offer.version, by=cast.sun, at=TUESDAY - 3 * DAY)

    bought_before = people.draft(bought_on=TODAY - 3 * DAY)
    assert fitting.of(bought_before, on=TODAY).one(str(version.pk))
    assert not fitting.of(people.draft(bought_on=TODAY - DAY), on=TODAY).keys
    assert not fitting.of(bought_before, on=TODAY + 40 * DAY).keys, "its thirty days are over"


def test_a_sum_other_than_the_one_seen_is_not_agreed(cast: Cast) -> None:
    version = published(cast.shop, cast.sun, TUESDAY)
    case = people.draft()
    take(case, version)
    intake.save_answers(case, price_fen=10_000)
    with pytest.raises(Unfit) as changed:
        settle(case)
    assert changed.value.field == fitting.CHANGED
    assert Case.objects.get(pk=case.pk).number is None


@pytest.mark.parametrize(
    ("missing", "field"),
    [("business", "business"), ("other_body", "other_body"), ("phone", "phone"), ("code", "code")],
)
def test_what_is_missing_is_named_and_nothing_is_settled(cast: Cast, missing: str, field: str) -> None:
    case = people.draft()
    take(case, published(cast.shop, cast.sun, TUESDAY))
    if missing == "phone":
        care.set_contact(case, name="", phone="")
    elif missing == "code":
        care.set_contact(case, name="Li (test)", phone="13800000002")
    else:
        intake.consent(
            case, purposes=[one for one in ("business", "other_body") if one != missing], at=TUESDAY
        )
    with pytest.raises(Unfit) as refused:
        settle(case)
    assert refused.value.field == field
    assert not Agreement.objects.exists()


def test_somebody_from_elsewhere_is_at_home_where_the_business_is(cast: Cast) -> None:
    version = published(cast.shop, cast.sun, TUESDAY)
    case = people.draft(consumer_at="110100")
    intake.consent(case, purposes=["business"], at=TUESDAY)
    take(case, version)
    settle(case)

    case = Case.objects.get(pk=case.pk)
    assert case.home == case.lead == cast.lead


def test_a_place_outside_the_member_cities_shows_no_offer(cast: Cast) -> None:
    published(cast.shop, cast.sun, TUESDAY)
    Place.objects.update(region_code="310000")
    far = people.draft(stated_business={"name": "x", "code": people.shop_code(), "region_code": "310000"})
    assert not fitting.of(far, on=TODAY).keys


def test_an_offer_for_one_place_needs_that_place(cast: Cast) -> None:
    place = cast.shop.places.get()
    version = published(cast.shop, cast.sun, TUESDAY, places=(str(place.pk),))

    assert fitting.of(people.draft(), on=TODAY).one(str(version.pk))
    unknown = {"name": "x", "code": people.shop_code(), "region_code": HOME}
    assert not fitting.of(people.draft(stated_business=unknown), on=TODAY).keys


def test_without_code_or_place_no_business_is_guessed(cast: Cast) -> None:
    published(cast.shop, cast.sun, TUESDAY)
    named = people.draft(
        stated_business={"name": cast.shop.name, "sign": "Kettle shop", "region_code": people.LEAD}
    )
    assert not fitting.of(named, on=TODAY).keys


def test_a_group_offers_for_its_members(cast: Cast) -> None:
    group = people.Business.objects.create(name="Chain", kind="group", created_at=TUESDAY)
    cast.shop.parent = group
    cast.shop.save()
    people.Representative.objects.create(
        account=cast.accounts["sun"], business=group, from_on=date(2026, 1, 1)
    )
    by = Actor.business(cast.accounts["sun"], {cast.shop.pk, group.pk})
    version = published(group, by, TUESDAY)

    assert fitting.of(people.draft(), on=TODAY).one(str(version.pk))


def test_nobody_else_takes_it_for_the_consumer(cast: Cast) -> None:
    case = people.draft()
    take(case, published(cast.shop, cast.sun, TUESDAY))
    for by in (cast.sun, Actor.public(), Actor.consumer({cast.shop.pk})):
        with pytest.raises(NotAllowed):
            fitting.settle_at_once(case, key=by.key, sum_seen=26_800, by=by, at=TUESDAY)
    assert not Taking.objects.exclude(version=None).filter(case__number__isnull=False).exists()
