"""Cards on the real database: what the verbs keep is what the books say, whatever is sent, however often."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.desk.lives import DeskError, NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.prepaid import books
from huaihai.prepaid.cards import verbs
from huaihai.prepaid.doubts import all_doubts
from huaihai.prepaid.guarantees import counting
from huaihai.prepaid.issuers import verbs as issuers_verbs
from huaihai.prepaid.models import Card, CardEntry, Issuer
from huaihai.prepaid.moving import moving_issuer
from huaihai.prepaid.tests.scene import YUAN, Scene, pledged, say, sold
from huaihai.record.log import sequencing
from huaihai.record.models import OutboxMessage
from huaihai.record.verify import commitments
from tests.cast import TUESDAY
from tests.effort import examples
from tests.reading import fresh

pytestmark = pytest.mark.django_db
KINDS = ("top_up", "use", "use", "use", "refund", "undo", "doubt", "settle_doubt")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.sampled_from(("shop", "shop", "holder", "body", "stranger")),
        st.integers(0, 40_000),
        st.integers(0, 12),
        st.integers(1, 12),
        st.integers(0, 5),
    ),
    max_size=14,
)


def people(scene: Scene, card: Card) -> dict[str, Actor]:
    cast = scene.cast
    return {
        "shop": cast.sun,
        "holder": verbs.holder_of(card),
        "body": cast.zhao,
        "stranger": Actor("public", f"{verbs.HOLDER}somebody else"),
    }


@settings(
    max_examples=examples(12, 300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(kind=st.sampled_from(["value", "times", "term"]), steps=STEPS)
def test_what_is_kept_is_what_the_books_say(kind: str, steps: list[Any]) -> None:
    block = transaction.atomic()
    block.__enter__()
    try:
        scene = pledged()
        uses = 30 if kind == "times" else 0
        (one,) = sold(scene, kind=kind, uses=uses, until_on=TUESDAY.date() + timedelta(days=90))
        play(scene, one.card, steps)
    finally:
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


def play(scene: Scene, card: Card, steps: list[Any]) -> None:
    who = people(scene, card)
    for number, (what, by, fen, uses, of, key) in enumerate(steps):
        before = card.entries.count()
        row = card.entries.filter(serial=of).first()
        about: dict[str, Any] = (
            {"of": row.pk if row else None} if what in ("undo", "doubt", "settle_doubt") else {}
        )
        sums: dict[str, Any] = {} if about else {"fen": fen, "uses": uses if what != "refund" else 0}
        try:
            verbs.note(card, what, by=who[by], at=TUESDAY, key=f"{key}:{number // 3}", **sums, **about)
        except DeskError:
            assert card.entries.count() == before
        check(card)


def check(card: Card) -> None:
    held = fresh(card)
    rows = list(held.entries.all())
    found = books.sums(held, rows, on=TUESDAY.date())
    assert (held.certain_fen, held.doubtful_fen) == tuple(found)
    assert [row.serial for row in rows] == list(range(1, len(rows) + 1))
    issuer = Issuer.objects.get(pk=held.issuer_id)
    counting.recount(issuer, at=TUESDAY)
    assert issuer.open_fen == sum(found)


def test_cards_that_were_sold_before_begin_with_what_was_left_once_each() -> None:
    scene = pledged()
    shop = scene.cast.sun
    rows = [
        verbs.Sale("value", 500 * YUAN, own_number="A1", holder_phone="13800000001"),
        verbs.Sale("times", 120 * YUAN, uses=12, own_number="A2"),
        verbs.Sale("term", 365 * YUAN, until_on=TUESDAY.date() + timedelta(days=364), own_number="A3"),
    ]

    brought = verbs.bring_in(scene.issuer, rows, by=shop, at=TUESDAY)

    assert [one.card.certain_fen for one in brought] == [500 * YUAN, 120 * YUAN, 365 * YUAN]
    assert fresh(scene.issuer).open_fen == 985 * YUAN
    [message] = OutboxMessage.objects.filter(effect_key__contains=":receipt:")
    assert "A1" in message.text
    assert verbs.bring_in(scene.issuer, rows, by=shop, at=TUESDAY) == []
    card = brought[1].card
    [entry] = card.entries.all()
    verbs.doubt(entry, fen=30 * YUAN, uses=3, by=verbs.holder_of(card), at=TUESDAY)
    assert (fresh(card).certain_fen, fresh(card).doubtful_fen) == (120 * YUAN, 30 * YUAN)
    assert list(all_doubts()) == [entry]
    verbs.settle_doubt(entry, stands=False, by=shop, at=TUESDAY)
    assert fresh(card).certain_fen == 150 * YUAN
    verbs.note(fresh(card), "use", uses=15, by=shop, at=TUESDAY, key="all")
    assert fresh(card).certain_fen == 0


def test_old_cards_that_sink_a_pledge_start_its_clock_and_strangers_enter_none() -> None:
    scene = pledged(percent=30, guarantee_fen=300 * YUAN)
    old = [verbs.Sale("value", 2_000 * YUAN, own_number="B1")]
    with pytest.raises(NotAllowed):
        verbs.bring_in(scene.issuer, old, by=scene.cast.zhao, at=TUESDAY)

    verbs.bring_in(scene.issuer, old, by=scene.cast.sun, at=TUESDAY)

    assert fresh(scene.issuer).below_since == TUESDAY.date()
    issuers_verbs.end(scene.issuer, reason="closed its books", by=scene.cast.zhao, at=TUESDAY)
    with pytest.raises(NotPossible):
        verbs.bring_in(scene.issuer, old, by=scene.cast.sun, at=TUESDAY)


def test_before_the_bank_has_spoken_no_clock_runs_and_nothing_more_is_taken_in() -> None:
    scene = pledged(guarantee_fen=None)
    old = [verbs.Sale("value", 800 * YUAN, own_number="B1")]

    [one] = verbs.bring_in(scene.issuer, old, by=scene.cast.sun, at=TUESDAY)

    assert (fresh(scene.issuer).open_fen, fresh(scene.issuer).below_since) == (800 * YUAN, None)
    assert not OutboxMessage.objects.filter(effect_key__contains=":below:").exists()
    page = Client().get(scene.url("prepaid-issuer"))
    assert page.context["counted"] == ""  # nothing was counted, so there is no day of it
    with pytest.raises(NotPossible):
        verbs.note(one.card, "top_up", fen=1, by=scene.cast.sun, at=TUESDAY, key="more")
    say(scene.issuer, 100 * YUAN, at=TUESDAY)
    assert fresh(scene.issuer).below_since == TUESDAY.date()


def test_nothing_stands_twice_and_a_stranger_notes_nothing() -> None:
    scene = pledged()
    (one,) = sold(scene)
    assert sold(scene) == []
    for _time in range(3):
        verbs.note(one.card, "use", uses=2, by=scene.cast.sun, at=TUESDAY, key="again")
    assert one.card.entries.filter(kind="use").count() == 1
    with pytest.raises(NotAllowed):
        verbs.note(one.card, "use", uses=1, by=people(scene, one.card)["stranger"], at=TUESDAY, key="x")
    with pytest.raises(NotAllowed):
        verbs.note(one.card, "use", uses=1, by=scene.cast.wang, at=TUESDAY, key="y")
    with pytest.raises(Unfit):
        verbs.note(one.card, "use", uses=29, by=scene.cast.sun, at=TUESDAY, key="z")


def test_the_database_keeps_entries_as_they_are() -> None:
    scene = pledged()
    (one,) = sold(scene)
    with pytest.raises(DatabaseError), transaction.atomic():
        CardEntry.objects.filter(card=one.card).update(fen=1)


def test_whoever_changes_a_card_past_the_record_is_seen() -> None:
    scene = pledged()
    (one,) = sold(scene)
    while sequencing.sequence(at=TUESDAY):
        pass
    assert not commitments.altered([one.card.record_key])
    Card.objects.filter(pk=one.card.pk).update(kind="value")
    assert commitments.altered([one.card.record_key])


def test_in_each_stage_what_may_be_noted() -> None:
    scene = pledged()
    (one,) = sold(scene)
    used = verbs.note(one.card, "use", uses=1, by=scene.cast.sun, at=TUESDAY, key="1")
    issuers_verbs.end(scene.issuer, reason="closed its books", by=scene.cast.zhao, at=TUESDAY)
    with pytest.raises(NotPossible):
        sold(scene, key="two")
    verbs.note(one.card, "use", uses=1, by=scene.cast.sun, at=TUESDAY, key="2")
    with moving_issuer(scene.issuer, "silence", by=scene.cast.zhao, at=TUESDAY):
        pass
    with pytest.raises(NotPossible):
        verbs.note(one.card, "use", uses=1, by=scene.cast.sun, at=TUESDAY, key="3")
    with pytest.raises(NotPossible):
        verbs.settle_doubt(used, stands=False, by=scene.cast.sun, at=TUESDAY)
    with pytest.raises(NotAllowed):
        verbs.new_receipt(one.card, by=scene.cast.sun, at=TUESDAY)
    verbs.doubt(used, by=verbs.holder_of(one.card), at=TUESDAY)
    assert fresh(one.card).doubtful_fen == 10 * YUAN
    verbs.settle_doubt(used, stands=True, by=scene.cast.zhao, at=TUESDAY)
    assert fresh(one.card).certain_fen == 280 * YUAN
