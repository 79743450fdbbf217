"""Two people at one moment: one signature a side, one hand-over, one term. Both databases."""

import pytest

from huaihai.governance import rotation
from huaihai.governance.actions import hand_over as acts
from huaihai.governance.actions import hand_over_lists as lists
from huaihai.governance.hand_over import listing
from huaihai.governance.models import HandOver, HandOverSignature, SecretariatTerm
from huaihai.governance.tests import handing_over as scene
from huaihai.governance.tests.test_deciding_at_once import at_once
from huaihai.members.models import Role
from huaihai.record import events
from tests.posts import AT, PROGRAM, body, officer_of

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
    assert HandOverSignature.objects.count() == 1
    assert own_copy(hand_over).stage == "half_signed"
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
    assert rotation.secretariat_on(scene.ON) == body(scene.TO)
    assert SecretariatTerm.objects.count() == 2


def test_the_list_made_again_while_the_other_side_signs_leaves_no_signature_on_the_newer_one() -> None:
    cast = scene.assemble()
    hand_over = scene.listed(cast)
    taken = listing.present_list(hand_over)
    assert taken

    at_once(
        lambda: lists.make_list(own_copy(hand_over), by=cast.outgoing, at=AT),
        lambda: lists.sign(own_copy(hand_over), list_hash=taken.hash, by=cast.incoming, at=AT),
    )

    held = own_copy(hand_over)
    assert held.stage == "listed"
    assert held.list_number == 2
    assert not HandOverSignature.objects.filter(list__number=2).exists()


def test_two_resolutions_at_once_leave_one_hand_over_under_way() -> None:
    scene.assemble()
    decided = [scene.resolution(serial) for serial in (1, 2)]

    at_once(
        *(
            lambda to=to, one=one: acts.plan_by_resolution(
                to_body=body(to), on=scene.ON, resolution=one, by=PROGRAM, at=AT
            )
            for to, one in zip((scene.TO, scene.OTHER), decided, strict=True)
        )
    )

    assert HandOver.objects.open().count() == 1


def test_two_runs_of_one_night_begin_the_term_once() -> None:
    cast = scene.assemble()
    scene.signed(cast)

    answers = at_once(lambda: scene.let_fall_due(scene.ON), lambda: scene.let_fall_due(scene.ON))

    assert answers == ["won", "won"]
    begun = events.history("org:alliance").filter(verb="secretariat begun", facts__organisation=scene.TO)
    assert begun.count() == 1
    assert events.broken_at("org:alliance") is None
