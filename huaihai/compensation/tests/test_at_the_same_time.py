"""Two people at one moment: no claim is paid twice, no cap is passed, no case gets two claims. Both databases."""

from collections.abc import Callable
from typing import Any

import pytest

from huaihai.compensation import ledger, verifying
from huaihai.compensation.claims import deciding
from huaihai.compensation.claims import verbs as claims_verbs
from huaihai.compensation.models import Claim, Entry, PaymentOrder
from huaihai.compensation.payments import verbs as payments_verbs
from huaihai.compensation.tests import market as people
from huaihai.compensation.tests.market import PAYEE, TODAY, WORDS
from tests.cast import TUESDAY, li
from tests.effort import examples
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TRIALS = examples(6, long=30)


def test_in_no_trial_is_a_claim_paid_twice() -> None:
    held = people.assemble(paid_in=10_000_000, per_day_cap_fen=None)
    orders = [people.ordered(held, 30_000)[1] for _trial in range(TRIALS)]

    def pay(order: PaymentOrder, by: object) -> Callable[[], object]:
        fresh = PaymentOrder.objects.select_related("claim").get(pk=order.pk)
        return lambda: payments_verbs.pay(fresh, paid_on=TODAY, proof="Receipt", by=by, at=TUESDAY)  # type: ignore[arg-type]

    answers = [at_once(pay(order, held.cao), pay(order, held.mei)) for order in orders]

    assert answers == [["NotPossible", "won"]] * TRIALS
    assert Entry.objects.filter(kind="pay").count() == TRIALS
    assert ledger.standing_of(held.fund).bank == 10_000_000 - TRIALS * 30_000
    assert verifying.verify().faults == []


def test_in_no_trial_do_two_claims_at_once_pass_a_cap() -> None:
    held = people.assemble(paid_in=10_000_000, per_claim_cap_fen=None, per_day_cap_fen=50_000)
    answers, days = [], [TUESDAY + number * people.DAY for number in range(TRIALS)]
    for day in days:
        two = [people.checked(held, 30_000, at=day) for _claim in range(2)]
        for claim in two:
            deciding.approve(claim, sum_fen=30_000, by=held.mei, at=day)

        def second(claim: Claim, at: object = day) -> Callable[[], object]:
            return lambda: deciding.approve(claim, sum_fen=30_000, by=held.zhao, at=at)  # type: ignore[arg-type]

        answers.append(at_once(*(second(claim) for claim in two)))

    assert answers == [["Unfit", "won"]] * TRIALS
    assert {ledger.approved_on(held.fund, day.date()) for day in days} == {30_000}
    assert verifying.verify().faults == []


def test_two_who_ask_at_once_for_one_case_make_one_claim() -> None:
    held = people.assemble()
    case = people.complaint(held)

    def ask(by: object) -> Callable[[], object]:
        word: dict[str, Any] = {"payee": PAYEE, "consent": WORDS, "by": by, "at": TUESDAY}
        return lambda: claims_verbs.ask(case, ground="food", sum_fen=1_000, **word)

    assert at_once(ask(li(case)), ask(held.zhao)) == ["Unfit", "won"]
    assert Claim.objects.count() == 1


def test_the_last_money_is_promised_once() -> None:
    held = people.assemble(paid_in=50_000, minimum_fen=0)
    two = [people.checked(held, 40_000) for _claim in range(2)]
    for claim in two:
        deciding.approve(claim, sum_fen=40_000, by=held.mei, at=TUESDAY)
    second = [
        lambda claim=claim: deciding.approve(claim, sum_fen=40_000, by=held.zhao, at=TUESDAY) for claim in two
    ]
    assert at_once(*second) == ["Unfit", "won"]
    assert ledger.standing_of(held.fund).free == 10_000
