"""A sample that was opened goes on, and a page that is sent twice at once is one act."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from huaihai.governance.errors import NotPossible
from huaihai.supervision.models import CustodyStep, Sample
from huaihai.supervision.testing.custody import actions, keeping, parties
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
from huaihai.supervision.testing.tests.kettles import Kettles

OTHER_LAB, OTHER_ACTOR = parties.laboratory("l2", "演示检测二所"), parties.laboratory_actor("l2")
pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Kettles:
    return one_bought()


def test_an_opened_sample_comes_back_with_its_seal_cut_and_nobody_doubts_it(scene: Kettles) -> None:
    opened(scene)

    back = parties.store(account(scene.people.leader))
    actions.hand_over([sample()], back, seen(seal="broken"), key=key(4), by=LAB_ACTOR, at=LATER)
    actions.take_over(
        [sample()],
        seen(seal="broken", where="演示库房"),
        is_stored=True,
        key=key(5),
        by=scene.people.leader,
        at=LATER,
    )

    assert sample().stage == "stored"
    assert not Sample.objects.doubtful().exists()


def test_a_second_laboratory_measures_what_a_first_one_opened(scene: Kettles) -> None:
    opened(scene)

    actions.hand_over([sample()], OTHER_LAB, seen(seal="broken"), key=key(4), by=LAB_ACTOR, at=LATER)
    actions.take_over(
        [sample()], seen(seal="broken"), laboratory=OTHER_LAB, key=key(5), by=OTHER_ACTOR, at=LATER
    )
    actions.open_for_test(
        [sample()], seen(seal="broken"), laboratory=OTHER_LAB, key=key(6), by=OTHER_ACTOR, at=LATER
    )

    assert Sample.objects.testable().filter(code=sample().code).exists()


def test_a_seal_that_was_cut_before_the_test_stays_a_doubt_after_it(scene: Kettles) -> None:
    to_laboratory(scene, seal="broken")

    with pytest.raises(NotPossible):
        actions.open_for_test([sample()], seen(), laboratory=LAB, key=key(3), by=LAB_ACTOR, at=LATER)
    assert sample().is_broken


def test_the_same_page_sent_twice_at_once_is_refused_the_second_time(
    scene: Kettles, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver = parties.person(account(scene.people.helper))
    usual = keeping.moving

    def hand_over() -> None:
        actions.hand_over([sample()], receiver, seen(), key=key(1), by=scene.people.leader, at=LATER)

    @contextmanager
    def late(*args: Any, **options: Any) -> Iterator[Any]:
        """The other request gets the lock first."""
        monkeypatch.setattr(keeping, "moving", usual)
        hand_over()
        with usual(*args, **options) as move:
            yield move

    monkeypatch.setattr(keeping, "moving", late)

    with pytest.raises(NotPossible):
        hand_over()
    assert CustodyStep.objects.filter(sample=sample(), kind="given").count() == 1


def opened(scene: Kettles) -> None:
    """The laboratory has opened it for the test."""
    to_laboratory(scene)
    actions.open_for_test([sample()], seen(), laboratory=LAB, key=key(3), by=LAB_ACTOR, at=LATER)
