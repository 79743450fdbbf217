"""Two people do the same at the same moment. Both databases."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from huaihai.law.limits import Unit
from huaihai.law.sureness import Sureness
from huaihai.members import clocks, directory, factors
from huaihai.members.bodies import correct_contact
from huaihai.members.errors import NotFit
from huaihai.members.models import AdoptedClock, Organisation
from huaihai.record import events
from tests.posts import AT, PROGRAM, SECRET, body, load_tree, post_at
from tests.threads import each_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def both(act: Callable[[int], str]) -> list[str]:
    """What two threads that start together answer."""
    return sorted(each_at_once(*(partial(act, number) for number in (1, 2))))


def test_two_decisions_for_one_day_leave_one_value() -> None:
    load_tree()
    root = directory.root()

    def decide(number: int) -> str:
        try:
            clocks.adopt(
                organisation=Organisation.objects.get(pk=root.pk),
                limit="NEGOTIATE",
                number=number,
                unit=Unit.WORKING_DAYS,
                in_force_from=date(2027, 1, 1),
                source="test",
                mark=Sureness.READ,
                decided_by=f"resolution:2026-{number}",
                by=PROGRAM,
                at=AT,
            )
        except NotFit as error:
            return error.field
        return "decided"

    assert both(decide) == ["decided", "in_force_from"]
    assert AdoptedClock.objects.filter(in_force_from=date(2027, 1, 1)).count() == 1
    assert events.broken_at(root.record_key) is None


def test_two_corrections_are_both_on_record_and_none_is_half() -> None:
    load_tree()

    def correct(number: int) -> str:
        correct_contact(
            organisation=body("city:320300"),
            phone=f"0516-8372000{number}",
            address=f"Road {number}",
            hours="",
            by=PROGRAM,
            at=AT,
        )
        return "corrected"

    assert both(correct) == ["corrected", "corrected"]
    held = body("city:320300")
    assert held.phone[-1] == held.address[-1]
    assert events.history(held.record_key).count() == 2
    assert events.broken_at(held.record_key) is None


def test_a_code_sent_twice_at_once_signs_once() -> None:
    load_tree()
    wang = post_at("city:320300").account
    code = factors.code_of(SECRET)
    assert both(lambda _number: str(factors.code_fits(wang, code))) == ["False", "True"]
