"""A standing offer that a fund pays: approved by the fund's rules within the caps, paid within minutes; else people."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from huaihai.cases.models import Case
from huaihai.compensation import due, ledger
from huaihai.compensation.claims import deciding, situation
from huaihai.compensation.claims import verbs as claims_verbs
from huaihai.compensation.funds import verbs as funds_verbs
from huaihai.compensation.models import Claim, Fund
from huaihai.compensation.payments import verbs as payments_verbs
from huaihai.compensation.tests import market as people
from huaihai.compensation.tests.market import DAY, TODAY, Market
from huaihai.desk.lives import NotAllowed
from huaihai.record import events
from tests.cast import TUESDAY, li

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Market:
    return people.assemble()


def settled(case: Case, fen: int, *, paid_by_fund: bool = True, by: str = "", at: datetime = TUESDAY) -> None:
    """What the verb of a case that was settled at once writes."""
    facts = {"standing_offer_version": "1", "sum_fen": fen, "paid_by_fund": paid_by_fund}
    with transaction.atomic():
        people.agreed(case, fen, at=at)
        people.took(case, fen)
        events.write(
            subject=case.record_key, verb="settle_at_once", by=by or li(case).key, at=at, facts=facts
        )


def test_a_small_clear_claim_is_approved_and_ordered_the_minute_it_is_filed(held: Market) -> None:
    case = people.complaint(held)
    settled(case, 20_000)

    claim = Claim.objects.get(case=case)
    order = claim.orders.get()
    assert (claim.stage, claim.is_at_once, claim.approved_fen) == ("ordered", True, 20_000)
    assert order.due_at == TUESDAY + timedelta(minutes=30)
    assert claim.payee["name"] == "Li (test)"
    assert not claim.decisions.exists()
    payments_verbs.pay(
        order, paid_on=TODAY, proof="By telephone", by=held.cao, at=TUESDAY + timedelta(minutes=12)
    )
    assert [event.verb for event in events.history(claim.record_key)] == [
        "ask", "approve at once", "order", "pay", "begin recourse",
    ]  # fmt: skip


@pytest.mark.parametrize(("fen", "failed"), [(20_001, "at_once_cap"), (50_001, "claim_cap")])
def test_one_fen_above_a_cap_waits_for_people(held: Market, fen: int, failed: str) -> None:
    case = people.complaint(held)
    settled(case, fen)
    claim = Claim.objects.get(case=case)
    assert claim.stage == ("checked" if failed == "at_once_cap" else "asked")
    assert failed in [fact["name"] for fact in claim.checks if not fact["holds"]]
    assert not claim.orders.exists()


def test_the_day_at_once_has_a_cap_of_its_own(held: Market) -> None:
    for fen in (20_000, 10_000):
        settled(people.complaint(held), fen)
    settled(people.complaint(held), 1)
    assert sorted(Claim.objects.values_list("stage", flat=True)) == ["checked", "ordered", "ordered"]
    settled(people.complaint(held, at=TUESDAY + DAY), 20_000, at=TUESDAY + DAY)
    assert Claim.objects.filter(stage="ordered").count() == 3


@pytest.mark.parametrize("why", ["no fund", "closing", "business pays", "no sum", "no rules"])
def test_without_a_fund_nothing_happens(held: Market, why: str) -> None:
    case = people.complaint(held)
    if why == "no fund":
        held.stall.parent = None
        held.stall.save()
    elif why == "closing":
        funds_verbs.wind_up(held.fund, reason="The market closes.", by=held.zhao, at=TUESDAY)
    elif why == "no rules":
        held.fund.terms.update(from_on=TODAY + DAY)
    settled(case, 0 if why == "no sum" else 20_000, paid_by_fund=why != "business pays")
    assert not Claim.objects.exists()


@pytest.mark.parametrize("why", ["badge", "no at-once rules"])
def test_a_suspended_fund_pays_but_not_by_itself(why: str) -> None:
    changed: dict[str, Any] = {"at_once_cap_fen": None, "at_once_per_day_cap_fen": None}
    held = people.assemble(**(changed if why != "badge" else {}))
    if why == "badge":
        funds_verbs.suspend(held.fund, reason="Late payments.", by=held.zhao, at=TUESDAY)
    case = people.complaint(held)
    settled(case, 20_000)
    assert Claim.objects.get().stage == "checked"


def test_a_case_that_was_paid_elsewhere_waits_for_people(held: Market) -> None:
    case = people.complaint(held)
    twin = people.complaint(held)
    Case.objects.filter(pk=twin.pk).update(price_fen=case.price_fen)
    settled(case, 20_000)
    settled(twin, 20_000)
    second = Claim.objects.get(case=twin)
    assert second.stage == "asked"
    assert [fact["why"] for fact in second.checks if fact["name"] == "not_elsewhere"] == [["same"]]


def test_a_payment_promised_at_once_and_late_is_noted_once(held: Market) -> None:
    settled(people.complaint(held), 20_000)
    claim = Claim.objects.get()
    late = TUESDAY + timedelta(minutes=31)
    assert not list(due.due_acts(TUESDAY + timedelta(minutes=30)))
    for _again in range(2):
        for act in due.due_acts(late):
            act()
    assert [event.verb for event in events.history(claim.record_key)].count("note late payment") == 1


def test_a_late_payment_that_failed_before_it_is_noted_is_not_noted(held: Market) -> None:
    settled(people.complaint(held), 20_000)
    claim, late = Claim.objects.get(), TUESDAY + timedelta(minutes=31)
    acts = list(due.due_acts(late))
    assert len(acts) == 1
    payments_verbs.fail(claim.orders.get(), reason="Nobody answered.", by=held.cao, at=late)
    claim.refresh_from_db()
    payments_verbs.order(claim, by=held.cao, at=late)  # it waits for a payment again, the old order does not
    acts[0]()
    assert not events.history(claim.record_key).filter(verb="note late payment").exists()


def test_a_fund_that_was_wound_up_a_moment_ago_gets_no_new_claim(
    held: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = situation.fund_for

    def wound_up_meanwhile(*asked: Any, **more: Any) -> Any:
        found = answers(*asked, **more)
        funds_verbs.wind_up(held.fund, reason="The market closes.", by=held.zhao, at=TUESDAY)
        return found

    monkeypatch.setattr(situation, "fund_for", wound_up_meanwhile)
    settled(people.complaint(held), 20_000)
    assert not Claim.objects.exists()


def test_a_fund_below_its_minimum_is_warned_then_loses_its_badge_and_gets_it_back(held: Market) -> None:
    for number in range(4):
        day = number * DAY
        people.ordered(held, 50_000, at=TUESDAY + day)
    held.fund.refresh_from_db()
    assert held.fund.low_since is None  # exactly the minimum is free
    people.ordered(held, 1, at=TUESDAY + 3 * DAY)
    held.fund.refresh_from_db()
    assert held.fund.low_since == TODAY + 3 * DAY

    for number in range(12, 16):
        for act in due.due_acts(TUESDAY + number * DAY):
            act()
        held.fund.refresh_from_db()
        assert held.fund.carries_badge == (number <= 13), number
    verbs = [event.verb for event in events.history(held.fund.record_key)]
    assert (verbs.count("warn"), verbs.count("suspend")) == (1, 1)

    funds_verbs.deposit(held.fund, fen=1, value_on=TODAY, by=held.cao, at=TUESDAY + 16 * DAY)
    assert (held.fund.stage, held.fund.low_since) == ("active", None)


def test_what_the_body_suspended_money_alone_does_not_give_back(held: Market) -> None:
    funds_verbs.suspend(held.fund, reason="Late payments.", by=held.zhao, at=TUESDAY)
    people.ordered(held, 50_000)
    funds_verbs.deposit(held.fund, fen=900_000, value_on=TODAY, by=held.cao, at=TUESDAY)
    assert held.fund.stage == "suspended"
    with pytest.raises(NotAllowed):
        funds_verbs.resume(held.fund, by=held.mei, at=TUESDAY)
    funds_verbs.resume(held.fund, by=held.zhao, at=TUESDAY)


def test_a_fund_without_money_is_warned_at_night() -> None:
    held = people.assemble(paid_in=0)
    assert held.fund.low_since is None
    for act in due.due_acts(TUESDAY):
        act()
    held.fund.refresh_from_db()
    assert held.fund.low_since == TODAY
    assert not list(due.due_acts(TUESDAY))


def test_an_agreement_that_is_not_kept_is_paid_at_once_when_the_consumer_asks(held: Market) -> None:
    from huaihai.cases.verbs import negotiation
    from tests import cast

    people.in_force(held, from_on=TODAY + DAY, at_once_cap_fen=30_000, at_once_per_day_cap_fen=60_000)
    case, offer = cast.offered(held.cast)
    negotiation.accept(case, offer=offer, by=li(case), at=TUESDAY)
    later = TUESDAY + 8 * DAY
    word: dict[str, Any] = {"payee": people.PAYEE, "consent": people.WORDS}
    claim = claims_verbs.ask(case, ground="settlement", sum_fen=26_800, by=li(case), at=later, **word)
    assert claim.stage == "ordered"
    assert Fund.objects.get().entry_count == 2
    assert ledger.approved_on(held.fund, later.date(), at_once=True) == 26_800


@pytest.mark.parametrize("agreed_fen", [15_000, None])
def test_no_more_is_paid_at_once_than_was_agreed(held: Market, agreed_fen: int | None) -> None:
    case = people.complaint(held)
    if agreed_fen:
        people.agreed(case, agreed_fen)
    else:
        people.agreed(case, 0)
        case.agreement.__class__.objects.update(sum_fen=None)
    later, word = TUESDAY + DAY, {"payee": people.PAYEE, "consent": people.WORDS}
    claim = claims_verbs.ask(case, ground="settlement", sum_fen=15_001, by=li(case), at=later, **word)  # type: ignore[arg-type]
    assert claim.stage == ("asked" if agreed_fen else "checked")
    failed = [fact["name"] for fact in claim.checks if not fact["holds"]]
    assert failed == (["agreed"] if agreed_fen else ["agreed_sum"])
    assert not claim.orders.exists()


def test_who_took_the_offer_on_the_consumers_word_decides_nothing(held: Market) -> None:
    case = people.complaint(held)
    settled(case, 20_001, by=held.wu.key)
    claim = Claim.objects.get(case=case)
    assert (claim.stage, claim.asked_by) == ("checked", held.wu.key)
    with pytest.raises(NotAllowed):
        deciding.approve(claim, sum_fen=20_001, by=held.wu, at=TUESDAY)


def test_the_verb_of_the_case_itself_brings_the_fund_in_and_the_payment_claims_the_promise(
    held: Market,
) -> None:
    from huaihai.businesses.tests.standing_scene import published
    from huaihai.cases import at_once as fitting
    from tests import cast

    people.in_force(held, from_on=TODAY + DAY, at_once_cap_fen=30_000, at_once_per_day_cap_fen=60_000)
    at = TUESDAY + DAY
    version = published(held.stall, held.cast.sun, at, paid_by_fund=True)
    case = cast.draft(at)
    fitting.answer(case, version, shown=fitting.of(case, on=at.date()), at=at)
    fitting.settle_at_once(case, key="one", sum_seen=26_800, by=li(case), at=at)

    claim = Claim.objects.get(case=case)
    assert (claim.stage, claim.approved_fen, claim.against) == ("ordered", 26_800, held.stall)
    assert claim.source == f"standing_offer_version:{version.pk}"
    soon = at + timedelta(minutes=9)
    payments_verbs.pay(claim.orders.get(), paid_on=soon.date(), proof="By telephone", by=held.cao, at=soon)
    promise = case.promises.get()
    assert (promise.state, promise.paid_by) == ("claimed", "fund")
