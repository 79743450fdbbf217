"""Shares are marked as paid, and their holders may say that nothing arrived."""

from datetime import timedelta
from typing import Any

import pytest

from huaihai.desk import waiting
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.prepaid.cards import verbs as cards
from huaihai.prepaid.cards.verbs import holder_of
from huaihai.prepaid.closures import facts, guarantee, paying, verbs
from huaihai.prepaid.models import Card, Closure, Creditor
from huaihai.prepaid.tests import gym as gyms
from huaihai.prepaid.tests.closed import NOW, creditors, doubts, name_payees, stated
from huaihai.prepaid.tests.gym import Gym
from tests.reading import fresh

pytestmark = pytest.mark.django_db


def test_paid_shares_are_marked_once() -> None:
    gym = gyms.sold(4)
    closure = stated(gym)
    guarantee.hand_out(closure, total_fen=1_000_00, by=gym.bank, at=NOW)
    one, two, *_rest = creditors(closure)
    paying.name_payee(one, name="Li", bank="Bank", account="6222000000000000", by=holder_of(one.card), at=NOW)

    n = paying.pay(closure, creditors=[one.pk, two.pk], paid_on=NOW.date(), by=gym.bank, at=NOW)

    assert n == 1  # of the other nobody knows where to pay
    assert Creditor.objects.get(pk=one.pk).paid_fen == one.share_fen
    assert Creditor.objects.get(pk=two.pk).paid_fen == 0
    with pytest.raises(Unfit):
        paying.pay(closure, creditors=[one.pk], paid_on=NOW.date(), by=gym.bank, at=NOW)
    with pytest.raises(NotPossible):
        paying.name_payee(one, name="Li", bank="Bank", account="622", by=holder_of(one.card), at=NOW)


def test_the_end_waits_for_reserves_and_for_shares_that_are_not_paid() -> None:
    gym = gyms.sold(6)
    closure = stated(gym)
    guarantee.hand_out(closure, total_fen=1_000_00, by=gym.bank, at=NOW)
    with pytest.raises(NotPossible):
        verbs.end(closure, by=gym.cast.zhao, at=NOW)
    for entry in doubts():
        cards.settle_doubt(entry, stands=True, by=gym.cast.zhao, at=NOW)
    with pytest.raises(NotPossible):
        verbs.end(closure, by=gym.cast.zhao, at=NOW)
    name_payees([row for row in creditors(closure) if row.share_fen])
    keys = [row.pk for row in creditors(closure)]
    paying.pay(closure, creditors=keys, paid_on=NOW.date(), by=gym.bank, at=NOW)
    with pytest.raises(NotPossible):  # whoever was marked has a week to say that nothing arrived
        verbs.end(closure, by=gym.cast.zhao, at=NOW + timedelta(days=7))

    verbs.end(closure, by=gym.cast.zhao, at=NOW + timedelta(days=8))

    gym.issuer.refresh_from_db()
    assert (closure.stage, gym.issuer.stage) == ("ended", "settled")


def test_once_it_is_settled_no_account_is_kept() -> None:
    gym = gyms.sold(1)
    Card.objects.update(is_paper=True)
    closure = stated(gym)
    [one] = creditors(closure)
    for entry in doubts():
        cards.settle_doubt(entry, stands=True, by=gym.cast.zhao, at=NOW)
    guarantee.hand_out(closure, total_fen=100_00, by=gym.bank, at=NOW)
    account = {"name": "Li", "bank": "Bank", "account": "6222000000000000"}
    paying.name_payee(one, **account, by=holder_of(one.card), at=NOW)
    assert Creditor.objects.get().payee == account
    paying.pay(closure, creditors=[one.pk], paid_on=NOW.date(), by=gym.bank, at=NOW)

    verbs.end(closure, by=gym.cast.zhao, at=NOW + timedelta(days=8))

    assert Creditor.objects.get().payee == {}


def test_who_marked_the_wrong_one_takes_it_back() -> None:
    gym = gyms.sold(3)
    closure = stated(gym)
    guarantee.hand_out(closure, total_fen=1_000_00, by=gym.bank, at=NOW)
    one = creditors(closure)[0]
    name_payees([one])
    paying.pay(closure, creditors=[one.pk], paid_on=NOW.date(), by=gym.bank, at=NOW)

    paying.unpay(closure, creditor=one.pk, by=gym.bank, at=NOW)

    one.refresh_from_db()
    assert (one.paid_fen, one.paid_on) == (0, None)
    with pytest.raises(NotPossible):
        paying.unpay(closure, creditor=one.pk, by=gym.bank, at=NOW)


def test_a_sum_is_mended_while_nothing_is_paid_and_is_never_more_than_what_is_owed() -> None:
    gym = gyms.sold(4)
    closure = stated(gym)
    owed = sum(one.certain_fen + one.doubtful_fen for one in creditors(closure))
    with pytest.raises(Unfit):
        guarantee.hand_out(closure, total_fen=owed + 1, by=gym.bank, at=NOW)
    guarantee.hand_out(closure, total_fen=2_000_00, by=gym.bank, at=NOW)

    guarantee.hand_out(closure, total_fen=200_00, by=gym.bank, at=NOW)

    rows = creditors(closure)
    assert sum(one.share_fen + one.reserved_fen for one in rows) == 200_00
    name_payees(rows[:1])
    paying.pay(closure, creditors=[rows[0].pk], paid_on=NOW.date(), by=gym.bank, at=NOW)
    with pytest.raises(Unfit):
        guarantee.hand_out(closure, total_fen=100_00, by=gym.bank, at=NOW)


def paid(gym: Gym) -> tuple[Closure, Creditor]:
    """A share that is marked as paid."""
    closure = stated(gym)
    guarantee.hand_out(closure, total_fen=500_00, by=gym.bank, at=NOW)
    one = creditors(closure)[0]
    name_payees([one])
    paying.pay(closure, creditors=[one.pk], paid_on=NOW.date(), by=gym.bank, at=NOW)
    return closure, one


def test_who_did_not_get_it_says_so_and_the_second_mark_needs_the_number_of_the_payment() -> None:
    gym = gyms.sold(2)
    closure, one = paid(gym)
    with pytest.raises(NotPossible):  # of the other nothing is marked
        paying.deny(creditors(closure)[1], by=holder_of(one.card), at=NOW)

    paying.deny(one, by=holder_of(one.card), at=NOW)

    assert fresh(one).denied_on == NOW.date()
    assert facts.sums(closure).denied == 1
    for row in waiting.of(gym.cast.zhao, NOW).to_do:
        if row.key.startswith("prepaid-denied:"):
            break
    else:
        pytest.fail("the officer does not see it")
    with pytest.raises(Unfit):
        paying.pay(closure, creditors=[one.pk], paid_on=NOW.date(), by=gym.bank, at=NOW)
    paying.name_payee(one, name="Li", bank="Bank", account="6222111", by=holder_of(one.card), at=NOW)
    proofs = {one.pk: "20261124-1"}
    paying.pay(closure, creditors=[], proofs=proofs, paid_on=NOW.date(), by=gym.bank, at=NOW)

    now = fresh(one)
    assert (now.denied_on, now.paid_proof, now.paid_fen) == (None, "20261124-1", one.share_fen)
    with pytest.raises(NotPossible):  # the bank has named its payment
        paying.deny(one, by=holder_of(one.card), at=NOW)


def test_a_mark_taken_back_after_a_denial_comes_again_only_with_its_number() -> None:
    gym = gyms.sold(1)
    closure, one = paid(gym)
    paying.deny(one, by=holder_of(one.card), at=NOW)
    paying.unpay(closure, creditor=one.pk, by=gym.bank, at=NOW)
    assert fresh(one).paid_fen == 0

    with pytest.raises(Unfit):
        paying.pay(closure, creditors=[one.pk], paid_on=NOW.date(), by=gym.bank, at=NOW)
    with pytest.raises(Unfit):
        paying.pay(closure, creditors=[], proofs={one.pk: ""}, paid_on=NOW.date(), by=gym.bank, at=NOW)


def test_the_end_waits_for_who_did_not_get_it_and_it_can_be_there_after_all() -> None:
    gym = gyms.sold(1)
    closure, one = paid(gym)
    for entry in doubts():
        cards.settle_doubt(entry, stands=True, by=gym.cast.zhao, at=NOW)
    rest: dict[str, Any] = {"creditors": [one.pk], "paid_on": NOW.date(), "by": gym.bank, "at": NOW}
    paying.pay(closure, **rest)  # what the doubt had kept
    paying.deny(one, by=holder_of(one.card), at=NOW)
    later = NOW + timedelta(days=8)
    with pytest.raises(NotPossible):
        verbs.end(closure, by=gym.cast.zhao, at=later)

    paying.arrived(one, by=holder_of(one.card), at=later)
    with pytest.raises(NotPossible):
        paying.arrived(one, by=holder_of(one.card), at=later)

    verbs.end(closure, by=gym.cast.zhao, at=later)
    assert fresh(one).paid_fen == fresh(one).share_fen
