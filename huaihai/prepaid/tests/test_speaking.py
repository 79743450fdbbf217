"""Who speaks for all card holders of a closed shop."""

from datetime import timedelta

import pytest

from huaihai.cases.models import TogetherCase
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.prepaid.cards import verbs as cards
from huaihai.prepaid.cards.verbs import holder_of
from huaihai.prepaid.closures import guarantee, speaking
from huaihai.prepaid.tests import gym as gyms
from huaihai.prepaid.tests.closed import NOW, creditors, file, name_payees, stated, vote

pytestmark = pytest.mark.django_db


def test_the_vote_chooses_who_speaks_and_leaves_no_trace() -> None:
    gym = gyms.sold(8)
    closure = stated(gym)
    one, two, *others = creditors(closure)
    for candidate, name in ((one, "王女士"), (two, "老李")):
        speaking.stand(candidate, name=name, by=holder_of(candidate.card), at=NOW)
    file(two)
    vote(closure, others[:4], two)
    vote(closure, others[4:], one)
    later = NOW + timedelta(days=8)

    [act] = speaking.due_acts(later)
    act()

    closure.refresh_from_db()
    assert (closure.representative_id, closure.voted) == (two.pk, 6)
    assert not closure.creditors.exclude(vote=None).exists()
    row = TogetherCase.objects.get(case__prepaid_creditor=two.pk)
    assert row.speaks
    assert list(speaking.due_acts(later)) == []


def test_whoever_is_chosen_and_files_later_speaks_too() -> None:
    gym = gyms.sold(4)
    closure = stated(gym)
    one, *others = creditors(closure)
    speaking.stand(one, name="王女士", by=holder_of(one.card), at=NOW)
    vote(closure, others, one)
    speaking.count_votes(closure, by=speaking.PROGRAM, at=NOW + timedelta(days=8))

    file(one)

    assert TogetherCase.objects.get(together=closure.together).speaks


def test_too_few_votes_choose_nobody_and_the_body_lets_vote_again() -> None:
    gym = gyms.sold(4)
    closure = stated(gym)
    one, two, *_rest = creditors(closure)
    speaking.stand(one, name="王女士", by=holder_of(one.card), at=NOW)
    vote(closure, [two], one)
    later = NOW + timedelta(days=8)
    speaking.count_votes(closure, by=speaking.PROGRAM, at=later)
    assert (closure.representative_id, closure.voted) == (None, 1)

    speaking.vote_again(closure, by=gym.cast.zhao, at=later)

    assert speaking.is_open(closure, later)


def test_a_name_with_a_number_is_refused_and_who_stands_back_has_no_votes() -> None:
    gym = gyms.sold(3)
    closure = stated(gym)
    one, two, _three = creditors(closure)
    with pytest.raises(Unfit):
        speaking.stand(one, name="13800000001", by=holder_of(one.card), at=NOW)
    speaking.stand(one, name="王女士", by=holder_of(one.card), at=NOW)
    speaking.vote(two, one, at=NOW)

    speaking.stand_back(one, by=holder_of(one.card), at=NOW)

    two.refresh_from_db()
    assert two.vote_id is None
    with pytest.raises(NotPossible):
        speaking.vote(two, one, at=NOW)


def test_a_new_receipt_forgets_the_account_and_the_vote_of_whoever_held_the_old_one() -> None:
    gym = gyms.sold(3)
    closure = stated(gym)
    one, two, _three = creditors(closure)
    guarantee.hand_out(closure, total_fen=500_00, by=gym.bank, at=NOW)
    name_payees([one])
    speaking.stand(one, name="王女士", by=holder_of(one.card), at=NOW)
    vote(closure, [one, two], one)

    cards.new_receipt(one.card, text="identity card seen", by=gym.cast.zhao, at=NOW)

    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.payee, one.vote, one.stands_at, two.vote) == ({}, None, None, None)
