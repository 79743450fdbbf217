"""Buying with a witness: nobody is alone, nothing is bought before its plan, every piece has its seal and its code."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members.models import Account
from huaihai.record.models import Event
from huaihai.supervision.models import Photo, Purchase, Sample
from huaihai.supervision.staffing.verbs import give_role
from huaihai.supervision.testing.buying import purchase
from huaihai.supervision.testing.buying.purchase import Piece
from huaihai.supervision.testing.buying.verbs import confirm_purchase, correct_purchase, record_purchase
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import BOUGHT, REGISTERED, Kettles

KEY = UUID(int=1)
pytestmark = pytest.mark.django_db


def record(scene: Kettles, *, number: int = 1, key: UUID = KEY, **changed: object) -> Purchase:
    facts = {
        name: value for name, value in changed.items() if name not in ("pieces", "pictures", "by", "reason")
    }
    return record_purchase(
        scene.project,
        replace(kettles.as_bought(number), **facts),  # type: ignore[arg-type]
        changed.get("pieces", kettles.pieces(number)),  # type: ignore[arg-type]
        changed.get("pictures", kettles.pictures(number)),  # type: ignore[arg-type]
        key=key,
        reason=str(changed.get("reason", "")),
        by=changed.get("by", scene.people.leader),  # type: ignore[arg-type]
        at=BOUGHT,
    )


def test_a_purchase_gets_its_samples_codes_seals_and_photos_in_one_event_however_often_it_is_sent(
    scene: Kettles,
) -> None:
    made = record(scene)
    count = Event.objects.count()
    assert record(scene) == made == Purchase.objects.get()
    assert Event.objects.count() == count
    main, spare = Sample.objects.filter(purchase=made).order_by("kind")
    assert [main.kind, spare.kind] == ["main", "spare"]
    assert main.code != spare.code
    assert (main.stage, main.seal_number) == ("held", "F0011")
    assert Photo.objects.filter(about=made.seal_key).count() == 3
    event = Event.objects.filter(subject=scene.project.record_key).latest("number")
    sealed = {key for key, _hash in event.facts["sealed"]}
    assert {made.seal_key, main.seal_key, spare.seal_key} <= sealed
    told = [str(event.facts) + event.text for event in Event.objects.all()]
    assert not any(main.code in words for words in told)  # nothing leads from a code to its product


def test_neither_buyer_is_alone(scene: Kettles) -> None:
    made = record(scene)
    with pytest.raises(NotAllowed):
        confirm_purchase(made, agrees=True, by=scene.people.leader, at=BOUGHT)
    assert list(Purchase.objects.waiting()) == [made]

    confirm_purchase(made, agrees=True, by=scene.people.helper, at=BOUGHT)

    assert list(Purchase.objects.confirmed()) == [made]
    with pytest.raises(NotPossible):
        confirm_purchase(made, agrees=True, by=scene.people.partner, at=BOUGHT)


def test_who_disagrees_says_why_and_the_correction_is_looked_at_anew(scene: Kettles) -> None:
    made = record(scene)
    with pytest.raises(Unfit):
        confirm_purchase(made, agrees=False, by=scene.people.helper, at=BOUGHT)
    confirm_purchase(made, agrees=False, remark="价格写错了。", by=scene.people.helper, at=BOUGHT)

    right = replace(kettles.as_bought(1), price_fen=7_500)
    fixed = correct_purchase(
        made, right, reason="看了小票。", key=UUID(int=2), by=scene.people.leader, at=BOUGHT
    )

    assert list(Purchase.objects.current()) == [fixed]
    assert not Purchase.objects.confirmed().exists()
    confirm_purchase(fixed, agrees=True, by=scene.people.helper, at=BOUGHT)
    assert Purchase.objects.confirmed().get().price_fen == 7_500
    with pytest.raises(NotPossible):
        correct_purchase(made, right, reason="又一次。", key=UUID(int=3), by=scene.people.leader, at=BOUGHT)


def test_what_cannot_be_right_is_not_stored(scene: Kettles) -> None:
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("product", {"product": "p99"}),
        ("bought_on", {"bought_on": BOUGHT.date() + timedelta(days=1)}),
        ("bought_on", {"bought_on": REGISTERED.date() - timedelta(days=1)}),
        ("price_fen", {"price_fen": 0}),
        ("maker_code", {"maker_code": "123"}),
        ("city", {"city": "city:000000"}),
        ("shop", {"shop": " "}),
        ("pieces", {"pieces": [Piece("main", "F1")]}),
        ("pieces", {"pieces": [Piece("main", "F1"), Piece("spare", "F1")]}),
        ("pieces", {"pieces": [Piece("main", "F1"), Piece("spare", "")]}),
        ("receipt", {"pictures": []}),
        ("seals", {"pictures": kettles.pictures(1)[:2]}),
    ]
    for field, changed in wrong:
        with pytest.raises(Unfit) as refused:
            record(scene, **changed)
        assert refused.value.field == field, changed
    assert not Purchase.objects.exists()


def test_no_seal_and_no_product_twice_and_once_buyers_are_named_nobody_else_buys(scene: Kettles) -> None:
    with pytest.raises(NotAllowed):
        record(scene, by=scene.people.auditor)
    leader = Account.objects.get(pk=str(scene.people.leader.account_id))
    give_role(scene.project, "buyer", leader, by=scene.people.leader, at=BOUGHT)
    record(scene)
    other = UUID(int=2)
    with pytest.raises(NotAllowed):
        record(scene, number=2, key=other, by=scene.people.partner)
    with pytest.raises(Unfit, match="F0011"):
        record(scene, number=2, key=other, pieces=kettles.pieces(1))
    with pytest.raises(NotPossible):  # its sample is good
        record(scene, key=other, pieces=kettles.pieces(50), pictures=kettles.pictures(50))


def test_a_code_read_out_or_typed_is_found() -> None:
    code = next(purchase.new_codes())
    assert len(code) == purchase.LENGTH
    assert purchase.read(f" {code[:5].lower()}-{code[5:]} ") == code
