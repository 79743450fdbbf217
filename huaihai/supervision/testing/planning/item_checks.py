"""What is wrong with one item, beside the fields of its form: the same checks as for the whole plan."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from huaihai.supervision.grading.items import read_items
from huaihai.supervision.grading.problems import Problem
from huaihai.supervision.grading.shape import Entry, Notes, as_decimal
from huaihai.supervision.testing.planning.flat import step_lines, steps_of
from huaihai.supervision.testing.wording import NOTHING, SENTENCES

# the last part of a problem's place, and the field that it is about
FIELDS = {
    "weight": "weight",
    "steps": "steps",
    "else": "otherwise",
    "best": "best",
    "worst": "worst",
    "limit": "limit",
    "max": "limit",
    "min": "limit",
    "u": "error_u",
    "error": "error_u",
    "detection": "detection",
    "scale": "scale",
    "type": "scale",
    "unit": "unit",
}
POSSIBLE = 100  # points


def faults(item: Mapping[str, Any], typed_steps: str) -> list[tuple[str, str]]:
    """The field and what is wrong with it; steps that cannot be read are quoted by their line."""
    is_steps = item["scale"].get("type") == "steps"
    if is_steps and (unread := _unread(typed_steps)):
        return [("steps", unread)]
    notes = Notes()
    read_items(Entry({"items": [{**item, "key": "new"}]}, "", notes))
    found = [(FIELDS.get(one.place.rpartition(".")[2]), _said(one)) for one in notes.problems]
    return [(name, why) for name, why in found if name]


def _said(problem: Problem) -> str:
    """What is wrong, without its place: it stands beside the field."""
    return _(SENTENCES[problem.code]) % {**NOTHING, **problem.facts}


def _unread(typed: str) -> str:
    """Which line of steps is no bound with its points; "" if all are."""
    for line in step_lines(typed):
        if not _is_step(steps_of(line)[0]):
            said = {"line": line[:40]}
            return (
                _("“%(line)s” cannot be read. Please write a bound and 0 to 100 points, such as 0.05 100")
                % said
            )
    return ""


def _is_step(parts: list[str]) -> bool:
    numbers = [as_decimal(part) for part in parts]
    if len(numbers) != 2:
        return False
    bound, points = numbers
    return bound is not None and points is not None and 0 <= points <= POSSIBLE
