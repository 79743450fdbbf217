"""A claim from asking to the last fen that came back, and everything that is refused on the way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from huaihai.businesses.models import Business, Mandate, Representative
from huaihai.cases import calls
from huaihai.cases.models import Case
from huaihai.compensation import ledger, verifying
from huaihai.compensation.claims import deciding
from huaihai.compensation.claims import verbs as claims_verbs
from huaihai.compensation.funds import verbs as funds_verbs
from huaihai.compensation.models import Claim, Entry, Fund, PaymentOrder, Recovered
from huaihai.compensation.payments import recourse
from huaihai.compensation.payments import verbs as payments_verbs
from huaihai.compensation.payments.recourse import Part
from huaihai.compensation.tests import market as people
from huaihai.compensation.tests.market import DAY, PAYEE, TODAY, WORDS, Market
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.members.models import Account
from huaihai.record import events
from huaihai.record.models import OutboxMessage
from tests.cast import TUESDAY, li
from tests.reading import fresh, without_chance

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Market:
    return people.assemble()


def test_a_claim_is_checked_decided_by_two_paid_and_got_back_in_parts(held: Market) -> None:
    claim, order = people.paid(held, 40_000)
    assert claim.stage == "recovering"
    assert ledger.standing_of(held.fund).bank == 260_000

    parts = [Part(TODAY + DAY, 10_000), Part(TODAY + 30 * DAY, 30_000)]
    recourse.spread(claim, parts, reason="The stall asked for it.", by=held.cao, at=TUESDAY)
    recourse.recover(claim, fen=15_000, value_on=TODAY, by=held.cao, at=TUESDAY)
    assert [part.paid_fen for part in claim.recourses.get().instalments.all()] == [10_000, 5_000]
    recourse.recover(claim, fen=25_000, value_on=TODAY, by=held.cao, at=TUESDAY)

    assert fresh(claim).stage == "recovered"
    assert order.state == PaymentOrder.State.PAID
    assert ledger.standing_of(held.fund) == ledger.Standing(300_000, 300_000, 300_000, 0, 0, 0)
    assert [entry.kind for entry in claim.entries.order_by("number")] == [
        "approve", "pay", "recourse", "recover", "recover",
    ]  # fmt: skip
    assert events.broken_at(claim.record_key) is None
    assert events.broken_at(held.fund.record_key) is None
    told = OutboxMessage.objects.filter(effect_key__contains=claim.record_key)
    assert told.count() == 3  # approved and paid to Li, the recourse to the stall
    (to_say,) = calls.of_case(claim.case)  # which has a landline
    assert (to_say.whom, to_say.count) == ("business", 1)
    assert not any(few in without_chance(one.text) for one in told for few in ("40", "Li"))


def test_one_case_one_claim_for_ever(held: Market) -> None:
    claim = people.asked(held)
    claims_verbs.cancel(claim, reason="The stall paid.", by=li(claim.case), at=TUESDAY)

    with pytest.raises(Unfit):
        claims_verbs.ask(claim.case, ground="food", sum_fen=1, by=li(claim.case), at=TUESDAY)
    assert Claim.objects.count() == 1


def test_nobody_decides_twice_nor_a_claim_of_their_own(held: Market) -> None:
    case = people.complaint(held)
    claim = claims_verbs.ask(
        case, ground="food", sum_fen=10_000, payee=PAYEE, consent=WORDS, by=held.zhao, at=TUESDAY
    )
    claims_verbs.check(claim, by=held.wu, at=TUESDAY)
    with pytest.raises(NotAllowed):
        deciding.approve(claim, sum_fen=10_000, by=held.zhao, at=TUESDAY)
    assert not deciding.approve(claim, sum_fen=10_000, by=held.wu, at=TUESDAY)
    # Wu is also made a manager of the market: one account with two roles is one person.
    with pytest.raises(NotAllowed):
        deciding.approve(claim, sum_fen=10_000, by=_as_manager(held), at=TUESDAY)
    for stranger in (held.cao, held.cast.wang, held.cast.sun, li(case)):
        with pytest.raises(NotAllowed):
            deciding.approve(claim, sum_fen=10_000, by=stranger, at=TUESDAY)
    assert deciding.approve(claim, sum_fen=10_000, by=held.mei, at=TUESDAY)


def _as_manager(held: Market) -> Actor:
    assert held.wu.account_id is not None
    account = Account.objects.get(pk=held.wu.account_id)
    Representative.objects.create(account=account, business=held.market, from_on=TODAY)
    return Actor.business(account, {held.market.pk})


def test_two_who_name_different_sums_have_not_decided(held: Market) -> None:
    claim = people.checked(held, 40_000)
    assert not deciding.approve(claim, sum_fen=40_000, by=held.mei, at=TUESDAY)
    assert not deciding.approve(claim, sum_fen=30_000, by=held.zhao, at=TUESDAY)
    assert deciding.approve(claim, sum_fen=30_000, by=held.wu, at=TUESDAY)
    assert claim.approved_fen == 30_000
    assert deciding.decided_by(claim) == sorted([held.zhao.key, held.wu.key])


def test_two_refusals_end_it_and_free_nothing(held: Market) -> None:
    claim = people.asked(held)
    assert not deciding.refuse(claim, reasons="No damage.", by=held.mei, at=TUESDAY)
    assert deciding.refuse(claim, reasons="No damage.", by=held.wu, at=TUESDAY)
    assert claim.stage == "refused"
    with pytest.raises(NotPossible):
        claims_verbs.cancel(claim, reason="x", by=held.mei, at=TUESDAY)


def test_what_was_said_before_a_return_counts_no_more(held: Market) -> None:
    claim = people.checked(held)
    deciding.approve(claim, sum_fen=40_000, by=held.mei, at=TUESDAY)
    claims_verbs.send_back(claim, wanted="The receipt, please.", by=held.wu, at=TUESDAY)
    claims_verbs.ask_again(claim, sum_fen=35_000, by=li(claim.case), at=TUESDAY)
    claims_verbs.check(claim, by=held.wu, at=TUESDAY)
    assert not deciding.approve(claim, sum_fen=35_000, by=held.zhao, at=TUESDAY)
    assert deciding.approve(claim, sum_fen=35_000, by=held.mei, at=TUESDAY)


def test_a_claim_that_is_not_checked_cannot_be_approved(held: Market) -> None:
    claim = people.asked(held, 50_001)  # one fen above the cap
    found = claims_verbs.check(claim, by=held.wu, at=TUESDAY)
    assert [one.name for one in found if not one.holds] == ["claim_cap"]
    with pytest.raises(NotPossible):
        deciding.approve(claim, sum_fen=50_000, by=held.mei, at=TUESDAY)


def test_the_facts_are_looked_at_again_when_the_second_decides(held: Market) -> None:
    waiting = people.checked(held, 50_000)
    deciding.approve(waiting, sum_fen=50_000, by=held.mei, at=TUESDAY)
    people.ordered(held, 50_000)
    people.ordered(held, 50_000)  # 1,000 of 1,200 yuan of the day
    with pytest.raises(Unfit) as refused:
        deciding.approve(waiting, sum_fen=50_000, by=held.zhao, at=TUESDAY)
    assert refused.value.field == "checks"
    assert deciding.approve(waiting, sum_fen=50_000, by=held.zhao, at=TUESDAY + DAY)


def test_what_the_consumer_gave_up_meanwhile_is_not_approved(held: Market) -> None:
    claim = people.checked(held, 40_000)
    deciding.approve(claim, sum_fen=40_000, by=held.mei, at=TUESDAY)
    Case.objects.filter(pk=claim.case_id).update(stage="withdrawn")
    with pytest.raises(Unfit):
        deciding.approve(claim, sum_fen=40_000, by=held.zhao, at=TUESDAY)


def test_what_is_approved_for_one_is_not_there_for_another() -> None:
    held = people.assemble(paid_in=90_000, minimum_fen=0, per_day_cap_fen=None)
    people.ordered(held, 50_000)
    claim = people.asked(held, 50_000)
    assert [one.name for one in claims_verbs.check(claim, by=held.wu, at=TUESDAY) if not one.holds] == [
        "money"
    ]
    with pytest.raises(Unfit):
        funds_verbs.withdraw(held.fund, fen=40_001, value_on=TODAY, by=held.cao, at=TUESDAY)
    funds_verbs.withdraw(held.fund, fen=40_000, value_on=TODAY, by=held.cao, at=TUESDAY)


def test_a_payment_that_failed_is_ordered_again_and_one_that_came_back_is_reversed(held: Market) -> None:
    claim, first = people.ordered(held, 40_000)
    payments_verbs.fail(first, reason="Account closed.", by=held.cao, at=TUESDAY)
    with pytest.raises(NotPossible):
        payments_verbs.pay(first, paid_on=TODAY, proof="x", by=held.cao, at=TUESDAY)
    second = payments_verbs.order(claim, by=held.cao, at=TUESDAY)
    payments_verbs.pay(second, paid_on=TODAY, proof="Receipt 2", by=held.cao, at=TUESDAY)
    claim.refresh_from_db()
    payments_verbs.bounce(second, reason="Came back.", value_on=TODAY, by=held.cao, at=TUESDAY)
    assert (fresh(claim).stage, ledger.standing_of(held.fund).bank) == ("approved", 300_000)
    assert ledger.standing_of(held.fund).free == 260_000
    third = payments_verbs.order(claim, by=held.cao, at=TUESDAY)
    payments_verbs.pay(third, paid_on=TODAY, proof="Receipt 3", by=held.cao, at=TUESDAY)
    assert fresh(claim).stage == "recovering"
    assert claim.entries.filter(kind="pay", reversed_by=None).count() == 1


def test_only_the_cashier_or_manager_pays_and_only_with_proof(held: Market) -> None:
    _claim, order = people.ordered(held)
    for stranger in (held.zhao, held.wu, held.cast.sun):
        with pytest.raises(NotAllowed):
            payments_verbs.pay(order, paid_on=TODAY, proof="x", by=stranger, at=TUESDAY)
    for bad in ({"proof": " ", "paid_on": TODAY}, {"proof": "x", "paid_on": TODAY + DAY}):
        with pytest.raises(Unfit):
            payments_verbs.pay(order, by=held.cao, at=TUESDAY, **bad)  # type: ignore[arg-type]
    with pytest.raises(Unfit):
        payments_verbs.pay(order, paid_on=TODAY - DAY, proof="x", by=held.cao, at=TUESDAY)


def test_a_file_for_the_bank_names_every_order_once(held: Market) -> None:
    claim, order = people.ordered(held, 40_000)
    file = payments_verbs.make_file(held.fund, by=held.cao, at=TUESDAY)
    written = payments_verbs.text_of(file)
    assert (file.count, file.sum_fen) == (1, 40_000)
    assert (
        written.splitlines()[1]
        == f"{order.reference},Li (test),6222000000000000,Bank (test),400.00,{claim.case.number}"
    )
    with pytest.raises(NotPossible):
        payments_verbs.make_file(held.fund, by=held.cao, at=TUESDAY)
    with pytest.raises(NotPossible):
        claims_verbs.cancel(claim, reason="x", by=held.zhao, at=TUESDAY)
    with pytest.raises(NotPossible):
        claims_verbs.name_payee(claim, payee=PAYEE, consent=WORDS, by=li(claim.case), at=TUESDAY)


def test_a_file_for_the_bank_leaves_out_what_the_consumer_gave_up_or_confirmed(held: Market) -> None:
    (one, _order), (other, _order_too) = people.ordered(held, 40_000), people.ordered(held, 30_000)
    Case.objects.filter(pk=one.case_id).update(stage="withdrawn")
    Case.objects.filter(pk=other.case_id).update(result=Case.Result.FULFILLED)
    with pytest.raises(Unfit):
        payments_verbs.make_file(held.fund, by=held.cao, at=TUESDAY)
    people.ordered(held, 20_000)
    assert payments_verbs.make_file(held.fund, by=held.cao, at=TUESDAY).sum_fen == 20_000


def test_once_somebody_has_decided_only_the_consumer_says_whom_to_pay(held: Market) -> None:
    claim, own = people.checked(held, 40_000), {"name": "Wu (test)", "account": "6222000000000001"}
    claims_verbs.name_payee(
        claim, payee=PAYEE, consent=WORDS, by=held.wu, at=TUESDAY
    )  # on the consumer's word
    deciding.approve(claim, sum_fen=40_000, by=held.mei, at=TUESDAY)
    with pytest.raises(NotAllowed):
        claims_verbs.name_payee(claim, payee=own, consent=WORDS, by=held.wu, at=TUESDAY)
    assert deciding.approve(claim, sum_fen=40_000, by=held.zhao, at=TUESDAY)
    with pytest.raises(NotAllowed):
        claims_verbs.name_payee(claim, payee=own, consent=WORDS, by=held.wu, at=TUESDAY)
    claims_verbs.name_payee(claim, payee=PAYEE, consent=WORDS, by=li(claim.case), at=TUESDAY)


def test_a_payment_and_what_is_owed_for_it_are_written_together_or_not_at_all(
    held: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, order = people.ordered(held, 40_000)

    def breaks(*_args: object, **_more: object) -> None:
        raise RuntimeError("the machine stops here")

    with monkeypatch.context() as broken:
        broken.setattr(recourse, "begin", breaks)
        with pytest.raises(RuntimeError):
            payments_verbs.pay(order, paid_on=TODAY, proof="Receipt 1", by=held.cao, at=TUESDAY)
    assert Claim.objects.get(pk=claim.pk).stage == "ordered"
    assert not claim.entries.filter(kind="pay").exists()
    payments_verbs.pay(claim.orders.get(), paid_on=TODAY, proof="Receipt 1", by=held.cao, at=TUESDAY)
    assert Claim.objects.get(pk=claim.pk).stage == "recovering"


def test_the_owner_alone_takes_back_nothing_that_two_approved(held: Market) -> None:
    claim, _order = people.ordered(held, 40_000)
    with pytest.raises(NotAllowed):
        claims_verbs.cancel(claim, reason="We would rather not.", by=held.mei, at=TUESDAY)
    claims_verbs.cancel(claim, reason="The stall paid.", by=held.zhao, at=TUESDAY)


def test_the_owner_alone_ends_no_claim_for_ever_and_the_consumer_is_told_who_did_not(held: Market) -> None:
    claim = people.asked(held, 40_000)
    for owner in (held.mei, held.cao):
        with pytest.raises(NotAllowed):
            claims_verbs.cancel(claim, reason="We would rather not.", by=owner, at=TUESDAY)
    told = OutboxMessage.objects.filter(subject=claim.record_key)
    before = told.count()
    claims_verbs.cancel(claim, reason="The stall paid.", by=held.zhao, at=TUESDAY)
    assert told.count() == before + 1
    own = people.asked(held, 40_000)
    claims_verbs.cancel(own, reason="Paid.", by=li(own.case), at=TUESDAY)
    assert not OutboxMessage.objects.filter(subject=own.record_key).exists()


def test_who_has_said_the_old_rest_says_the_new_one_after_something_came_in(held: Market) -> None:
    claim, _order = people.paid(held, 40_000)
    assert not recourse.write_off(claim, sum_fen=40_000, reasons="Gone.", by=held.mei, at=TUESDAY)
    recourse.recover(claim, fen=10_000, value_on=TODAY, by=held.cao, at=TUESDAY)
    assert not recourse.write_off(claim, sum_fen=30_000, reasons="The rest.", by=held.mei, at=TUESDAY)
    with pytest.raises(NotAllowed):
        recourse.write_off(claim, sum_fen=30_000, reasons="The rest.", by=held.mei, at=TUESDAY)
    assert recourse.write_off(claim, sum_fen=30_000, reasons="The rest.", by=held.wu, at=TUESDAY)
    said = events.history(claim.record_key).filter(verb="propose write-off")
    assert [one.facts["sum_fen"] for one in said] == [40_000, 30_000, 30_000]
    held.fund.refresh_from_db()
    assert verifying.fault_of(held.fund) is None


def test_who_answers_by_mandate_has_no_say_in_the_money(held: Market) -> None:
    agent = Business.objects.create(name="Platform (test)", created_at=TUESDAY)
    Mandate.objects.create(principal=held.market, agent=agent, from_on=TODAY)
    by_mandate = people.represents("agent", agent, Representative.Role.MANAGER)
    by_mandate = replace(by_mandate, business_ids=by_mandate.business_ids | {held.market.pk})
    claim, order = people.checked(held, 40_000), people.ordered(held, 10_000)[1]
    assert not Fund.objects.visible_to(by_mandate).exists()
    assert not Claim.objects.visible_to(by_mandate).exists()
    group = Business.objects.create(kind=Business.Kind.GROUP, name="Group (test)", created_at=TUESDAY)
    Business.objects.filter(pk=held.market.pk).update(parent=group)
    above = people.represents("above", group, Representative.Role.MANAGER)
    for own in (above, held.cao):
        assert Fund.objects.visible_to(own).count() == 1
        assert Claim.objects.visible_to(own).count() == 2
    with pytest.raises(NotAllowed):
        deciding.approve(claim, sum_fen=40_000, by=by_mandate, at=TUESDAY)
    with pytest.raises(NotAllowed):
        payments_verbs.pay(order, paid_on=TODAY, proof="x", by=by_mandate, at=TUESDAY)
    with pytest.raises(NotAllowed):
        funds_verbs.withdraw(held.fund, fen=1, value_on=TODAY, by=by_mandate, at=TUESDAY)


def test_cancelling_frees_what_was_approved(held: Market) -> None:
    claim, order = people.ordered(held, 40_000)
    claims_verbs.cancel(claim, reason="The stall paid itself.", by=li(claim.case), at=TUESDAY)
    assert fresh(order).state == PaymentOrder.State.CANCELLED
    assert ledger.standing_of(held.fund).free == 300_000
    assert Entry.objects.filter(claim=claim).count() == 2


def test_the_rest_is_written_off_by_two_and_may_still_come_in(held: Market) -> None:
    claim, _order = people.paid(held, 40_000)
    recourse.recover(claim, fen=10_000, value_on=TODAY, by=held.cao, at=TUESDAY)
    with pytest.raises(Unfit):
        recourse.write_off(claim, sum_fen=40_000, reasons="Gone.", by=held.mei, at=TUESDAY)
    assert not recourse.write_off(claim, sum_fen=30_000, reasons="Gone.", by=held.mei, at=TUESDAY)
    with pytest.raises(NotAllowed):
        recourse.write_off(claim, sum_fen=30_000, reasons="Gone.", by=held.mei, at=TUESDAY)
    assert recourse.write_off(claim, sum_fen=30_000, reasons="Gone.", by=held.wu, at=TUESDAY)
    assert ledger.standing_of(held.fund).lost == 30_000
    recourse.recover(claim, fen=5_000, value_on=TODAY, by=held.cao, at=TUESDAY)
    with pytest.raises(Unfit):
        recourse.recover(claim, fen=25_001, value_on=TODAY, by=held.cao, at=TUESDAY)
    assert ledger.standing_of(held.fund).lost == 25_000


def test_a_recovery_written_down_by_mistake_is_taken_back(held: Market) -> None:
    claim, _order = people.paid(held, 40_000)
    made = recourse.recover(claim, fen=40_000, value_on=TODAY, by=held.cao, at=TUESDAY)
    claim.refresh_from_db()
    recourse.take_back(claim, made, reason="Wrong stall.", by=held.cao, at=TUESDAY)
    assert claim.stage == "recovering"
    assert sum(Recovered.objects.values_list("fen", flat=True)) == 0
    with pytest.raises(Unfit):
        recourse.take_back(claim, made, reason="Again.", by=held.cao, at=TUESDAY)
    parts = [Part(TODAY + 9 * DAY, 40_000)]
    recourse.spread(claim, parts, reason="Anew.", by=held.cao, at=TUESDAY)
    recourse.recover(claim, fen=40_000, value_on=TODAY, by=held.cao, at=TUESDAY)
    assert fresh(claim).stage == "recovered"


def test_a_stall_may_be_charged_out_of_what_it_paid_in(held: Market) -> None:
    funds_verbs.deposit(held.fund, fen=50_000, business=held.stall, value_on=TODAY, by=held.cao, at=TUESDAY)
    claim, _order = people.paid(held, 40_000)
    recourse.recover(claim, fen=40_000, value_on=TODAY, from_deposit=True, by=held.cao, at=TUESDAY)
    standing = ledger.standing_of(held.fund)
    assert (standing.bank, standing.deposits, standing.owed) == (310_000, 310_000, 0)


def test_a_paid_claim_tells_the_case_and_only_the_consumer_confirms(held: Market) -> None:
    from huaihai.cases.verbs import negotiation
    from tests import cast

    case, offer = cast.offered(held.cast)
    negotiation.accept(case, offer=offer, by=li(case), at=TUESDAY)
    later = TUESDAY + timedelta(days=8)  # the agreed day is past
    claim = claims_verbs.ask(
        case, ground="settlement", sum_fen=26_800, payee=PAYEE, consent=WORDS, by=li(case), at=later
    )
    claims_verbs.check(claim, by=held.wu, at=later)
    people.approved(claim, held.mei, held.wu, fen=26_800, at=later)
    payments_verbs.pay(claim.orders.get(), paid_on=later.date(), proof="Receipt", by=held.cao, at=later)

    promise = case.promises.get()
    assert (promise.state, promise.paid_by) == ("claimed", "fund")
    assert events.history(case.record_key).last().verb == "fund_paid"


def test_who_was_slower_is_told(held: Market) -> None:
    claim = people.checked(held)
    seen = claim.version
    deciding.approve(claim, sum_fen=40_000, by=held.mei, at=TUESDAY, seen=seen)
    with pytest.raises(Moved):
        deciding.approve(claim, sum_fen=40_000, by=held.zhao, at=TUESDAY, seen=seen)
