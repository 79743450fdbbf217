"""Two people at one moment: one signature a side, one hand-over, one term. Both databases."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from huaihai.governance import secretariat
from huaihai.governance.hand_over import verbs as acts
from huaihai.governance.models import HandOver, Motion, SecretariatTerm
from huaihai.governance.motions import voting
from huaihai.governance.resolutions import verbs
from huaihai.governance.tests import deciding
from huaihai.governance.tests import handing_over as scene
from huaihai.members.models import Role
from huaihai.record import events
from tests.posts import AT, PROGRAM, body, officer_of
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def own_copy(hand_over: HandOver) -> HandOver:
    """As another request has it."""
    return HandOver.objects.get(pk=hand_over.pk)


def test_two_people_sign_for_one_side_at_once_and_one_counts() -> None:
    cast = scene.assemble()
    hand_over = scene.listed(cast)
    voices = (cast.incoming, officer_of(scene.TO, Role.SECRETARIAT))

    answers = at_once(*(lambda voice=voice: scene.sign(own_copy(hand_over), voice) for voice in voices))

    assert answers == ["NotPossible", "won"]
    assert own_copy(hand_over).stage == "half_signed"
    assert own_copy(hand_over).from_signed_at is None
    assert events.broken_at(hand_over.record_key) is None


def test_both_sides_sign_at_once_and_both_count() -> None:
    cast = scene.assemble()
    hand_over = scene.listed(cast)

    answers = at_once(
        *(
            lambda voice=voice: scene.sign(own_copy(hand_over), voice)
            for voice in (cast.outgoing, cast.incoming)
        )
    )

    assert answers == ["won", "won"]
    assert own_copy(hand_over).stage == "signed"
    assert secretariat.secretariat_on(scene.ON) == body(scene.TO)
    assert SecretariatTerm.objects.count() == 2


def test_the_list_made_again_while_the_other_side_signs_leaves_no_signature_on_the_newer_one() -> None:
    cast = scene.assemble()
    hand_over = scene.listed(cast)
    old = own_copy(hand_over).hash

    answers = at_once(
        lambda: acts.make_list(own_copy(hand_over), by=cast.outgoing, at=AT),
        lambda: acts.sign(own_copy(hand_over), list_hash=old, by=cast.incoming, at=AT),
    )

    assert answers in (["Moved", "won"], ["won", "won"])
    held = own_copy(hand_over)
    assert held.stage == "listed"
    assert held.list_number == 2
    assert held.to_signed_at is None


def test_two_resolutions_at_once_leave_one_hand_over_under_way() -> None:
    scene.assemble()
    decided = [scene.resolution(serial) for serial in (1, 2)]

    answers = at_once(
        *(
            lambda to=to, one=one: acts.plan_by_resolution(
                to_body=body(to), on=scene.ON, resolution=one, by=PROGRAM, at=AT
            )
            for to, one in zip((scene.TO, scene.OTHER), decided, strict=True)
        )
    )

    assert answers == ["won", "won"]
    assert HandOver.objects.under_way(scene.TODAY).count() == 1


@pytest.mark.parametrize(
    ("verb", "needs"),
    [("sign", "agree_term"), ("call off", "take_term_back")],
)
def test_a_vote_that_names_another_body_is_counted_while_the_hand_over_moves_and_nobody_waits_in_a_circle(
    verb: str, needs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ten = deciding.assemble()
    hand_over, motion = scene.planned(), voted_on(ten)
    cast = scene.Cast(*(ten.voices[key] for key in (scene.FROM, scene.TO, scene.OTHER)))
    acts.make_list(hand_over, by=cast.outgoing, at=AT)
    scene.sign(hand_over, cast.outgoing)
    if verb != "sign":
        scene.sign(hand_over, cast.incoming)
    numbered, moved = threading.Event(), threading.Event()
    # Each side has locked its first row before either goes on to its second, if the two orders differ.
    monkeypatch.setattr(verbs, "next_serial", meeting(verbs.next_serial, numbered, moved, is_after=True))
    monkeypatch.setattr(
        secretariat, needs, meeting(getattr(secretariat, needs), moved, numbered, is_after=False)
    )

    answers = at_once(
        lambda: voting.close(motion, by=PROGRAM, at=AT),
        {
            "sign": lambda: scene.sign(own_copy(hand_over), cast.incoming),
            "call off": lambda: acts.call_off(own_copy(hand_over), reason="x", by=cast.incoming, at=AT),
        }[verb],
    )

    assert answers in (["won", "won"], ["NotPossible", "won"])
    assert HandOver.objects.under_way(scene.TODAY).get().to_body == body(scene.OTHER)
    assert events.broken_at("org:alliance") is None
    assert events.broken_at(hand_over.record_key) is None


def voted_on(ten: deciding.Ten) -> Motion:
    """A motion that names yet another body; all have voted for it."""
    facts: dict[str, object] = {"body": scene.OTHER, "from": "2027-02-01"}
    motion = deciding.tabled(ten, effects=[{"kind": "term", "facts": facts}], at=AT)
    deciding.in_writing(ten, motion, days=60, at=AT)
    for one in ten.bodies:
        deciding.say(ten, motion, one, at=AT)
    return Motion.objects.get(pk=motion.pk)


def meeting(
    act: Callable[..., Any], mine: threading.Event, other: threading.Event, *, is_after: bool
) -> Callable[..., Any]:
    """The same act, which waits a moment for the other side before it (or after it)."""

    def acted(*args: Any, **named: Any) -> Any:
        found = act(*args, **named) if is_after else None
        mine.set()
        other.wait(timeout=1)
        return found if is_after else act(*args, **named)

    return acted
