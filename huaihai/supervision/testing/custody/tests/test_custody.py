"""Samples change hands: both sides say so, gaps and broken seals are seen and hinder testing."""

import pytest

from huaihai.governance.errors import NotAllowed, NotPossible, Unfit
from huaihai.record.models import Event
from huaihai.supervision.models import Photo, Sample
from huaihai.supervision.testing.custody import actions, parties
from huaihai.supervision.testing.custody.tests.moves import (
    LAB,
    LAB_ACTOR,
    LATER,
    account,
    key,
    one_bought,
    sample,
    seen,
    to_laboratory,
)
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import UNSTORED, Kettles

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Kettles:
    return one_bought()


def test_both_sides_say_it_and_then_it_has_changed_hands(scene: Kettles) -> None:
    helper = scene.people.helper
    actions.hand_over(
        [sample()], parties.person(account(helper)), seen(), key=key(1), by=scene.people.leader, at=LATER
    )
    assert (sample().stage, sample().pending_to) == ("passing", helper.key)

    actions.take_over([sample()], seen(), key=key(2), by=helper, at=LATER)

    held = sample()
    assert (held.stage, held.holder, held.pending_to) == ("held", helper.key, "")
    assert not held.is_doubtful


def test_many_samples_are_handed_over_in_one_act(scene: Kettles) -> None:
    kettles.buy(scene, 2)
    rows = list(Sample.objects.select_related("project"))
    before = Event.objects.count()

    made = actions.hand_over(rows, LAB, seen(), key=key(1), by=scene.people.leader, at=LATER)
    again = actions.hand_over(rows, LAB, seen(), key=key(1), by=scene.people.leader, at=LATER)

    assert len(made) == 4
    assert {step.pk for step in again} == {step.pk for step in made}
    assert Event.objects.count() == before + 1


def test_only_who_holds_it_hands_it_over(scene: Kettles) -> None:
    with pytest.raises(NotAllowed):
        actions.hand_over([sample()], LAB, seen(), key=key(1), by=scene.people.helper, at=LATER)


def test_nobody_hands_over_to_himself_or_to_nobody(scene: Kettles) -> None:
    leader = scene.people.leader
    for to in (parties.person(account(leader)), parties.carrier("")):
        with pytest.raises(Unfit):
            actions.hand_over([sample()], to, seen(), key=key(1), by=leader, at=LATER)


def test_who_only_reads_takes_nothing_over(scene: Kettles) -> None:
    with pytest.raises(NotAllowed):
        actions.take_over([sample()], seen(), key=key(1), by=scene.people.auditor, at=LATER)


def test_taken_without_a_word_the_gap_shows_until_whoever_had_it_confirms(scene: Kettles) -> None:
    actions.take_over([sample()], seen(), key=key(1), by=scene.people.helper, at=LATER)
    assert sample().has_gap
    assert list(Sample.objects.doubtful()) == [sample()]
    with pytest.raises(NotPossible):
        actions.attest(sample(), seen(), key=key(2), by=scene.people.partner, at=LATER)

    actions.attest(sample(), seen(), key=key(3), by=scene.people.leader, at=LATER)

    assert not sample().has_gap
    assert sample().holder == scene.people.helper.key


def test_a_store_has_a_place(scene: Kettles) -> None:
    spare = sample("spare")
    with pytest.raises(Unfit):
        actions.take_over([spare], seen(), is_stored=True, key=key(1), by=scene.people.leader, at=LATER)

    actions.take_over(
        [spare], seen(where="样品柜 3"), is_stored=True, key=key(1), by=scene.people.leader, at=LATER
    )
    held = sample("spare")
    assert (held.stage, held.place) == ("stored", "样品柜 3")


def test_the_laboratory_takes_over_on_its_own_page_and_opens_what_is_whole(scene: Kettles) -> None:
    held = to_laboratory(scene)
    assert held.stage == "laboratory"
    assert list(Sample.objects.testable()) == [held]

    actions.open_for_test([held], seen(), laboratory=LAB, key=key(3), by=LAB_ACTOR, at=LATER)

    assert sample().stage == "opened"
    assert list(Sample.objects.testable()) == [held]


def test_a_broken_seal_hinders_testing(scene: Kettles) -> None:
    held = to_laboratory(scene, seal="broken")
    assert held.is_broken
    assert not Sample.objects.testable().exists()
    with pytest.raises(NotPossible):
        actions.open_for_test([held], seen(), laboratory=LAB, key=key(3), by=LAB_ACTOR, at=LATER)


def test_a_purchase_on_which_two_do_not_agree_hinders_testing(scene: Kettles) -> None:
    kettles.record_only(scene, 2)
    rows = list(Sample.objects.filter(product="p02").select_related("project"))
    actions.hand_over(rows, LAB, seen(), key=key(1), by=scene.people.leader, at=LATER)
    actions.take_over(rows, seen(), laboratory=LAB, key=key(2), by=LAB_ACTOR, at=LATER)
    assert not Sample.objects.testable().exists()


def test_another_laboratory_opens_nothing(scene: Kettles) -> None:
    held = to_laboratory(scene)
    other = parties.laboratory("l2", "另一家")
    with pytest.raises(NotAllowed):
        actions.open_for_test(
            [held], seen(), laboratory=other, key=key(3), by=parties.laboratory_actor("l2"), at=LATER
        )


def test_staff_enter_for_the_laboratory_only_with_its_signed_slip(scene: Kettles) -> None:
    actions.hand_over([sample()], LAB, seen(), key=key(1), by=scene.people.leader, at=LATER)
    with pytest.raises(Unfit):
        actions.take_over([sample()], seen(), laboratory=LAB, key=key(2), by=scene.people.leader, at=LATER)

    slip = kettles.pictures(99, UNSTORED)[0]
    made = actions.take_over(
        [sample()], seen(), laboratory=LAB, slip=slip, key=key(2), by=scene.people.leader, at=LATER
    )

    assert sample().holder == "laboratory:l1"
    assert Photo.objects.filter(about=made[0].seal_key).exists()
