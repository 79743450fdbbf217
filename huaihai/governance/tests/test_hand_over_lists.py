"""The list that builds itself, what both sides sign, and what became of it."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from huaihai import reactions
from huaihai.governance import rotation
from huaihai.governance.actions import hand_over_lists as lists
from huaihai.governance.errors import Moved, NotAllowed, NotPossible
from huaihai.governance.hand_over import listing
from huaihai.governance.hand_over.kinds import KINDS
from huaihai.governance.models import (
    Duty,
    HandOverItem,
    HandOverSignature,
    SecretariatTerm,
)
from huaihai.governance.tests import handing_over as scene
from huaihai.governance.tests.busy_office import an_office_in_full_swing
from huaihai.kit.clock import ZONE
from huaihai.record import events
from tests.posts import AT, body

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> scene.Cast:
    return scene.assemble()


def labels(at: datetime = AT) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in listing.collect(at):
        found.setdefault(item.kind, []).append(item.label)
    return found


def test_the_list_gathers_what_is_the_offices_and_nothing_else(cast: scene.Cast) -> None:
    an_office_in_full_swing()
    found = labels()
    assert list(found) == list(KINDS)
    assert found["vote"] == ["2026-101 议案1"]
    assert found["motion"] == ["2026-102 议案2"]
    assert sorted(found["meeting"]) == ["2026-2 会议2", "2026-3 会议3"]
    assert found["duty"] == ["整理通讯录"]
    assert found["clock"] == ["整理通讯录"]
    assert found["contact"] == ["值班室 0516-00000000"]
    assert any("xitong" in label for label in found["key"])
    assert "2026-104 议案4" in found["draft"]
    assert len(found["draft"]) == 5


def test_no_secret_stands_on_the_list(cast: scene.Cast) -> None:
    an_office_in_full_swing()
    from django.conf import settings

    told = " ".join(f"{item.key} {item.label} {item.note}" for item in listing.collect(AT))
    assert settings.KEYRING.signature_current in told
    assert settings.KEYRING.signature_key.hex() not in told
    assert "BEGIN" not in told


def test_every_collector_named_in_the_table_answers(cast: scene.Cast) -> None:
    assert len(reactions.HAND_OVER) == len(set(reactions.HAND_OVER))
    assert {item.kind for item in listing.collect(AT)} <= set(KINDS)


def test_a_list_is_fixed_with_a_hash_over_all_its_lines(cast: scene.Cast) -> None:
    an_office_in_full_swing()
    hand_over = scene.listed(cast)
    taken = listing.present_list(hand_over)
    assert taken
    items = listing.items_of(taken)
    assert listing.is_intact(hand_over, taken, items)
    HandOverItem.objects.filter(pk=items[3].pk).update(label="别的")
    with pytest.raises(NotPossible):
        scene.sign(hand_over, cast.outgoing)


def test_both_sides_sign_the_same_hash(cast: scene.Cast) -> None:
    hand_over = scene.signed(cast)
    hashes = HandOverSignature.objects.values_list("list_hash", flat=True)
    taken = listing.present_list(hand_over)
    assert taken
    assert list(hashes) == [taken.hash, taken.hash]
    told = events.history(hand_over.record_key).filter(verb="sign")
    assert [event.facts["hash"] for event in told] == [taken.hash, taken.hash]


def test_one_side_signs_once(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    scene.sign(hand_over, cast.outgoing)
    with pytest.raises(NotPossible):
        scene.sign(hand_over, cast.outgoing)
    signature = HandOverSignature.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOverSignature.objects.create(
            list=signature.list,
            side="from",
            organisation=signature.organisation,
            list_hash=signature.list_hash,
            signed_by="account:x",
            signed_at=AT,
        )


def test_what_opened_or_closed_since_stops_the_signature_and_is_named(cast: scene.Cast) -> None:
    old = scene.duty("旧事")
    moved = scene.duty("改期的事")
    hand_over = scene.listed(cast)
    Duty.objects.filter(pk=old.pk).update(stage="done")
    Duty.objects.filter(pk=moved.pk).update(due_on=date(2027, 5, 1))
    scene.duty("新事")
    with pytest.raises(lists.ListChanged) as refused:
        scene.sign(hand_over, cast.incoming)
    change = refused.value.change
    assert [item.label for item in change.opened] == ["新事"]
    assert [item.label for item in change.closed] == ["旧事"]
    assert [item.label for item in change.moved] == ["改期的事"]
    assert not HandOverSignature.objects.exists()


def test_a_signature_on_an_old_list_never_counts(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    old = listing.present_list(hand_over)
    assert old
    scene.sign(hand_over, cast.outgoing)
    scene.duty("新事")
    lists.make_list(hand_over, by=cast.outgoing, at=AT)
    with pytest.raises(Moved):
        lists.sign(hand_over, list_hash=old.hash, by=cast.incoming, at=AT)
    scene.sign(hand_over, cast.incoming)
    hand_over.refresh_from_db()
    assert hand_over.stage == "half_signed"
    assert not rotation.is_signed_by_both(hand_over)


def test_making_the_list_again_takes_an_agreed_term_back(cast: scene.Cast) -> None:
    hand_over = scene.signed(cast)
    scene.duty("新事")
    lists.make_list(hand_over, by=cast.incoming, at=AT)
    assert rotation.secretariat_on(scene.ON) == body(scene.FROM)
    for actor in (cast.incoming, cast.outgoing):
        scene.sign(hand_over, actor)
    assert rotation.secretariat_on(scene.ON) == body(scene.TO)
    assert events.broken_at("org:alliance") is None


def test_what_was_explained_stays_explained_on_the_next_list(cast: scene.Cast) -> None:
    scene.duty("旧事")
    hand_over = scene.listed(cast)
    item = HandOverItem.objects.get(label="旧事")
    assert lists.explain(hand_over, [item.pk], by=cast.incoming, at=AT) == 1
    assert lists.explain(hand_over, [item.pk], by=cast.incoming, at=AT) == 0
    item.refresh_from_db()
    lists.remark(item, text="钥匙在柜子里", is_explained=True, by=cast.incoming, at=AT)
    lists.make_list(hand_over, by=cast.outgoing, at=AT)
    again = HandOverItem.objects.get(label="旧事", list__number=2)
    assert again.explained_at == AT
    assert again.remark == "钥匙在柜子里"
    with pytest.raises(Moved):
        lists.explain(hand_over, [item.pk], by=cast.incoming, at=AT)


def test_a_remark_on_a_line_that_somebody_else_changed_is_refused(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    item = HandOverItem.objects.filter(list__hand_over=hand_over).first()
    assert item
    seen = item.version
    lists.remark(item, text="一", is_explained=True, seen=seen, by=cast.incoming, at=AT)
    with pytest.raises(Moved) as moved:
        lists.remark(item, text="二", is_explained=False, seen=seen, by=cast.incoming, at=AT)
    assert moved.value.row.remark == "一"


def test_signed_by_both_only_the_body_that_takes_over_makes_the_list_again(cast: scene.Cast) -> None:
    hand_over = scene.signed(cast)
    last_minute = datetime(2026, 12, 31, 23, 59, tzinfo=ZONE)
    with pytest.raises(NotAllowed):
        lists.make_list(hand_over, by=cast.outgoing, at=last_minute)
    assert rotation.secretariat_on(scene.ON) == body(scene.TO)


@pytest.mark.parametrize("ended", [None, date(2027, 6, 30), date(2026, 12, 31), date(2026, 12, 1)])
def test_a_term_taken_back_gives_the_one_before_the_end_that_it_had(
    cast: scene.Cast, ended: date | None
) -> None:
    SecretariatTerm.objects.update(until_on=ended)
    hand_over = scene.signed(cast)
    lists.make_list(hand_over, by=cast.incoming, at=AT)
    assert SecretariatTerm.objects.get().until_on == ended
