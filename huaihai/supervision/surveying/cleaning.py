"""Answers that nobody may have meant: found by rules that stand in the registered plan, counted, and, where the plan
says so, left out. Nothing is judged by hand.

fast: handed in sooner than so many seconds; straight: the same step on every scale, of so many at least; again: the
same browser had answered before; twin: all answers, so many at least and not straight, are those of somebody else who
came the same way within the hour (all but the first).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from huaihai.kit.signing import canonical
from huaihai.supervision.surveying.questionnaire import CANNOT_SAY, SCALE, Questionnaire

NEAR: Final = timedelta(hours=1)
STANDARD: Final = {
    "fast_seconds": 20,
    "straight_scales": 6,
    "twin_answers": 10,
    "exclude": ["fast", "twin"],  # whoever is pleased with all may honestly answer the same throughout
}


@dataclass(frozen=True)
class Given:
    """What is looked at of somebody's answers. `seconds` is None where nobody took the time (paper)."""

    answers: Mapping[str, Any]
    seconds: int | None
    came: tuple[str, str]  # channel and place
    has_answered_before: bool
    at: datetime


def flags(
    given: Sequence[Given], questionnaire: Questionnaire, rules: Mapping[str, Any]
) -> list[frozenset[str]]:
    """For each, in their order, what was found. Without a number a rule looks for nothing."""
    scales = {question.key for question in questionnaire.questions if question.kind == SCALE}
    straight = [_is_straight(one.answers, scales, rules.get("straight_scales") or 0) for one in given]
    twins = _twins(given, straight, rules.get("twin_answers") or 0)
    found = []
    for place, one in enumerate(given):
        marks = {"twin"} if place in twins else set()
        if one.seconds is not None and one.seconds < (rules.get("fast_seconds") or 0):
            marks.add("fast")
        if straight[place]:
            marks.add("straight")
        if one.has_answered_before:
            marks.add("again")
        found.append(frozenset(marks))
    return found


def is_left_out(marks: Iterable[str], rules: Mapping[str, Any]) -> bool:
    """Whether the plan leaves out answers with these marks."""
    return bool(set(marks) & set(rules.get("exclude") or ()))


def _is_straight(answers: Mapping[str, Any], scales: set[str], least: int) -> bool:
    said = [answers[key] for key in scales if key in answers and answers[key] != CANNOT_SAY]
    return 0 < least <= len(said) and len(set(said)) == 1


def _twins(given: Sequence[Given], straight: Sequence[bool], least: int) -> set[int]:
    if not least:
        return set()
    last: dict[bytes, datetime] = {}
    found = set()
    for place, one in sorted(enumerate(given), key=lambda pair: pair[1].at):
        if one.seconds is None or straight[place] or len(one.answers) < least:
            continue
        key = canonical([one.came, dict(one.answers)])
        if key in last and one.at - last[key] <= NEAR:
            found.add(place)
        last[key] = one.at
    return found
