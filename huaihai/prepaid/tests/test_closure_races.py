"""Two at the same moment: one complaint a card, one sharing of what comes in, no lost doubt."""

from datetime import timedelta
from uuid import UUID

import pytest

from huaihai.cases.models import Case, TogetherCase
from huaihai.prepaid.cards import verbs as cards
from huaihai.prepaid.cards.verbs import holder_of
from huaihai.prepaid.closures import filing, guarantee, verbs
from huaihai.prepaid.closures.filing import Contact
from huaihai.prepaid.models import CardEntry, Closure, Creditor
from huaihai.prepaid.tests import gym as gyms
from huaihai.prepaid.tests.gym import Gym
from tests import cast as people
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
NOW = people.TUESDAY


def closed(count: int) -> tuple[Gym, Closure]:
    gym = gyms.sold(count)
    silent_on = (NOW - timedelta(days=2)).date()
    return gym, verbs.state(gym.issuer, silent_on=silent_on, how="visit", by=gym.cast.zhao, at=NOW)


def file(key: UUID) -> None:
    one = Creditor.objects.select_related("closure", "card").get(pk=key)
    contact = Contact("Li (test)", one.card.holder_phone)
    filing.file(one, contact, by=holder_of(one.card), at=NOW, keep=lambda _receipt: None)


def test_a_card_is_filed_once_however_often_it_is_pressed() -> None:
    _gym, closure = closed(2)
    key = closure.creditors.values_list("pk", flat=True)[0]

    assert at_once(lambda: file(key), lambda: file(key)) == ["FiledAlready", "won"]

    assert (Case.objects.count(), TogetherCase.objects.count()) == (1, 1)


def test_many_file_at_once_into_one_joint_handling() -> None:
    _gym, closure = closed(4)
    keys = list(closure.creditors.values_list("pk", flat=True))

    assert at_once(*(lambda key=key: file(key) for key in keys)) == ["won"] * 4  # type: ignore[misc]

    assert TogetherCase.objects.filter(together=closure.together, stage="joined").count() == 4


def test_what_comes_in_is_shared_once_while_a_doubt_is_settled() -> None:
    gym, closure = closed(6)
    guarantee.hand_out(closure, total_fen=1_000_00, by=gym.bank, at=NOW)
    doubted = CardEntry.objects.filter(followed_by__kind="doubt").select_related("card")
    entry = doubted[0]

    assert at_once(
        lambda: guarantee.hand_out(
            Closure.objects.get(pk=closure.pk), total_fen=2_000_00, by=gym.bank, at=NOW
        ),
        lambda: cards.settle_doubt(entry, stands=False, by=gym.cast.zhao, at=NOW),
        lambda: guarantee.hand_out(
            Closure.objects.get(pk=closure.pk), total_fen=2_000_00, by=gym.bank, at=NOW
        ),
    ) == ["Unfit", "won", "won"]

    rows = list(closure.creditors.all())
    assert sum(row.share_fen + row.reserved_fen for row in rows) == 2_000_00
    assert Creditor.objects.get(card=entry.card).doubtful_fen == 0
