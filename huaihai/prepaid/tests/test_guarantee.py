"""The guarantee of a closed shop is shared out; doubts move what is reserved."""

import pytest

from huaihai.desk.lives import Unfit
from huaihai.prepaid.cards import verbs as cards
from huaihai.prepaid.cards.verbs import holder_of
from huaihai.prepaid.closures import facts, guarantee
from huaihai.prepaid.models import Creditor
from huaihai.prepaid.tests import gym as gyms
from huaihai.prepaid.tests.closed import NOW, SILENT, creditors, doubts, file, stated

pytestmark = pytest.mark.django_db


def test_the_guarantee_is_shared_to_the_fen_and_doubts_are_reserved() -> None:
    gym = gyms.sold(24)
    closure = stated(gym)

    guarantee.hand_out(closure, total_fen=10_000_01, by=gym.bank, at=NOW)

    rows = creditors(closure)
    assert sum(row.share_fen + row.reserved_fen for row in rows) == 10_000_01
    assert all(row.reserved_fen for row in rows if row.doubtful_fen)
    assert not any(row.reserved_fen for row in rows if not row.doubtful_fen)


def test_more_can_come_later_and_never_less() -> None:
    gym = gyms.sold(6)
    closure = stated(gym)
    guarantee.hand_out(closure, total_fen=1_000_00, by=gym.bank, at=NOW)
    before = {row.pk: row.share_fen for row in creditors(closure)}

    with pytest.raises(Unfit):
        guarantee.hand_out(closure, total_fen=1_000_00, by=gym.bank, at=NOW)
    guarantee.hand_out(closure, total_fen=1_500_00, by=gym.bank, at=NOW)

    after = {row.pk: row.share_fen for row in creditors(closure)}
    assert all(after[key] >= share for key, share in before.items())
    assert closure.guarantee_fen == 1_500_00


@pytest.mark.parametrize("stands", [True, False])
def test_a_settled_doubt_moves_its_reserve(*, stands: bool) -> None:
    gym = gyms.sold(12)
    closure = stated(gym)
    guarantee.hand_out(closure, total_fen=2_000_00, by=gym.bank, at=NOW)
    one = next(row for row in creditors(closure) if row.doubtful_fen)
    entry = doubts().get(card=one.card)

    cards.settle_doubt(entry, stands=stands, by=gym.cast.zhao, at=NOW)

    now = Creditor.objects.get(pk=one.pk)
    certain, doubtful = gym.plans[one.card.number].owed(SILENT)
    assert (now.certain_fen, now.doubtful_fen) == (certain if stands else certain + doubtful, 0)
    assert now.reserved_fen == 0
    assert now.share_fen >= one.share_fen + (0 if stands else one.reserved_fen)
    rows = creditors(closure)
    assert sum(row.share_fen + row.reserved_fen for row in rows) == 2_000_00


def test_a_doubt_raised_while_the_shop_is_closed_is_seen_at_once() -> None:
    gym = gyms.sold(6)
    closure = stated(gym)
    one = next(row for row in creditors(closure) if not row.doubtful_fen and gym.plans[row.card.number].used)
    card = gym.card(one.card.number)
    entry = card.entries.get(kind="use")
    entry.card = card

    cards.doubt(entry, by=holder_of(card), at=NOW)

    assert Creditor.objects.get(pk=one.pk).doubtful_fen > 0


def test_sums_of_the_mediators_page() -> None:
    gym = gyms.sold(12)
    closure = stated(gym)
    guarantee.hand_out(closure, total_fen=2_000_00, by=gym.bank, at=NOW)
    rows = creditors(closure)
    file(rows[0])
    file(rows[1], phone="13900000002")

    found = facts.sums(closure)

    filed = creditors(closure)[:2]
    assert (found.cards, found.filed) == (12, 2)
    assert found.rest_fen == sum(row.certain_fen - row.share_fen for row in filed)
    assert found.certain_fen == sum(row.certain_fen for row in rows)


@pytest.mark.parametrize("shared", [0, 500_00])
def test_a_card_that_was_empty_becomes_a_creditor_once_its_refund_is_doubted(shared: int) -> None:
    gym = gyms.sold(4)
    number = next(number for number, plan in gym.plans.items() if not plan.doubted)
    card = gym.card(number)
    back = cards.note(card, "refund", fen=card.certain_fen, by=gym.owner, at=gyms.USED, key="back")
    closure = stated(gym)
    assert not closure.creditors.filter(card=card).exists()
    if shared:
        guarantee.hand_out(closure, total_fen=shared, by=gym.bank, at=NOW)

    back.card = gym.card(number)
    cards.doubt(back, by=holder_of(card), at=NOW)

    one = closure.creditors.get(card=card)
    assert (one.certain_fen, one.doubtful_fen) == (0, back.fen)
    cards.settle_doubt(back, stands=False, by=gym.cast.zhao, at=NOW)
    one.refresh_from_db()
    assert (one.certain_fen, one.doubtful_fen) == (back.fen, 0)
    closure.refresh_from_db()
    guarantee.hand_out(closure, total_fen=shared + 700_00, by=gym.bank, at=NOW)
    assert closure.creditors.get(card=card).share_fen > 0
    assert sum(row.share_fen + row.reserved_fen for row in creditors(closure)) == shared + 700_00
