"""What was wrong with a sample is said and corrected; nothing that was recorded goes away."""

from datetime import timedelta

import pytest

from huaihai.governance.errors import NotAllowed, NotPossible, Unfit
from huaihai.supervision.models import CustodyStep, Sample
from huaihai.supervision.testing.custody import actions
from huaihai.supervision.testing.custody.keeping import chain_of, state_of, steps_of
from huaihai.supervision.testing.custody.tests.moves import (
    LAB,
    LATER,
    key,
    one_bought,
    sample,
    seen,
    to_laboratory,
)
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import Kettles

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Kettles:
    return one_bought()


def test_set_aside_it_is_used_no_more_and_its_product_can_be_bought_again(scene: Kettles) -> None:
    with pytest.raises(NotAllowed):
        actions.set_aside(sample(), seen(remark="摔坏了"), key=key(1), by=scene.people.partner, at=LATER)
    with pytest.raises(Unfit):
        actions.set_aside(sample(), seen(), key=key(1), by=scene.people.leader, at=LATER)
    actions.set_aside(sample(), seen(remark="摔坏了"), key=key(1), by=scene.people.leader, at=LATER)

    assert sample().stage == "aside"
    with pytest.raises(NotPossible):
        actions.hand_over([sample()], LAB, seen(), key=key(2), by=scene.people.leader, at=LATER)
    again = kettles.record_only(scene, 1, seals=51, reason="第一件摔坏了")
    assert again.reason == "第一件摔坏了"


def test_who_recorded_a_step_corrects_it_and_both_stay(scene: Kettles) -> None:
    (wrong,) = actions.look_at_seals(
        [sample()], seen(seal="broken"), key=key(1), by=scene.people.leader, at=LATER
    )
    assert sample().is_broken
    with pytest.raises(NotAllowed):
        actions.correct_step(wrong, seen(remark="看错了"), key=key(2), by=scene.people.helper, at=LATER)

    actions.correct_step(wrong, seen(remark="看错了"), key=key(2), by=scene.people.leader, at=LATER)

    assert not sample().is_broken
    assert CustodyStep.objects.filter(sample=sample()).count() == 3


def test_what_a_sample_keeps_is_what_its_steps_say(scene: Kettles) -> None:
    to_laboratory(scene, seal="broken")
    for one in Sample.objects.all():
        told = state_of(chain_of(one), len(steps_of([one])[one.pk]))
        assert told == {name: getattr(one, name) for name in told}


def test_a_moment_that_has_not_come_is_refused(scene: Kettles) -> None:
    with pytest.raises(Unfit):
        actions.look_at_seals(
            [sample()], seen(LATER + timedelta(hours=1)), key=key(1), by=scene.people.leader, at=LATER
        )
