"""What the database keeps as it is goes with its city all the same, in any number of steps."""

import pytest
from django.db import DatabaseError, transaction

from huaihai.front.leaving.going import deleting
from huaihai.front.leaving.going.deleting import Deleting
from huaihai.prepaid.cards import verbs
from huaihai.prepaid.models import CardEntry
from huaihai.prepaid.tests.scene import pledged, sold
from tests.cast import TUESDAY

pytestmark = pytest.mark.django_db


def test_entries_of_cards_go_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = pledged()
    one, other = sold(scene, count=2)
    used = verbs.note(one.card, "use", uses=1, by=scene.cast.sun, at=TUESDAY, key="1")
    verbs.doubt(used, by=verbs.holder_of(one.card), at=TUESDAY)
    monkeypatch.setattr(deleting, "AT_ONCE", 1)
    gone = Deleting(root="city:411400", at=TUESDAY)
    gone.those(CardEntry, list(one.card.entries.values_list("pk", flat=True)))
    assert not one.card.entries.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        CardEntry.objects.filter(card=other.card).update(fen=1)
