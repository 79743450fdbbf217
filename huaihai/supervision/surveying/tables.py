"""The answers of all as numbers: for each question shares or a mean, of all and by group, with their margins.

Every number can be computed again from the sums beside it; all are decimal strings (six digits). A group of fewer
answers than the plan's `least` shows its count alone, and as long as the hidden groups of a breakdown are together
fewer, the next smallest is hidden too, since the total would give them away.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any, Final

from huaihai.supervision.measures import margins
from huaihai.supervision.measures.margins import Estimate
from huaihai.supervision.surveying.questionnaire import (
    CANNOT_SAY,
    NUMBER,
    SCALE,
    TEXT,
    Question,
    Questionnaire,
    answer_keys,
)

DIGITS: Final = 6


@dataclass(frozen=True)
class Row:
    """One person's answers and their weight."""

    answers: Mapping[str, Any]
    weight: float


def told(number: float) -> str:
    """The number as it stands in the file."""
    return f"{number:.{DIGITS}f}"


def estimate(found: Estimate) -> dict[str, Any]:
    """Value, interval and counts as they stand in the file."""
    return {
        "value": told(found.value),
        "low": told(found.low),
        "high": told(found.high),
        "n": found.n,
        "n_effective": told(found.n_effective),
    }


def tables(
    rows: Sequence[Row], questionnaire: Questionnaire, *, least: int, population: int | None = None
) -> list[dict[str, Any]]:
    """One table a question that is not free text."""
    return [
        {
            "question": question.key,
            "groups": grouped(
                [row for row in rows if question.key in row.answers],
                questionnaire,
                least=least,
                without=question.key,
                count=lambda held, asked=question: _counted(held, asked, population),  # type: ignore[misc]
            ),
        }
        for question in questionnaire.questions
        if question.kind != TEXT
    ]


def grouped(
    rows: Sequence[Row],
    questionnaire: Questionnaire,
    *,
    least: int,
    count: Callable[[Sequence[Row]], dict[str, Any]],
    without: str = "",
) -> list[dict[str, Any]]:
    """What `count` says of all, then of each group of each breakdown; too small ones show their number alone."""
    found = [_group("", "", rows, is_shown=len(rows) >= least, count=count)]
    for question in questionnaire.questions:
        if not question.is_group or question.key == without:
            continue
        held = {key: [row for row in rows if row.answers.get(question.key) == key] for key in question.words}
        hidden = _hidden({key: len(part) for key, part in held.items()}, least)
        found += [
            _group(question.key, key, part, is_shown=key not in hidden, count=count)
            for key, part in held.items()
        ]
    return found


def _group(
    by: str,
    key: str,
    rows: Sequence[Row],
    *,
    is_shown: bool,
    count: Callable[[Sequence[Row]], dict[str, Any]],
) -> dict[str, Any]:
    head = {"by": by, "is": key, "n": len(rows), "shown": is_shown}
    return {**head, **count(rows)} if is_shown else head


def _hidden(counts: Mapping[str, int], least: int) -> set[str]:
    hidden = {key for key, count in counts.items() if not count}
    rising, back = sorted(set(counts) - hidden, key=lambda key: (counts[key], key)), 0
    while rising and (counts[rising[0]] < least or 0 < back < least):
        back += counts[rising[0]]
        hidden.add(rising.pop(0))
    return hidden


def _counted(rows: Sequence[Row], question: Question, population: int | None) -> dict[str, Any]:
    weights = [row.weight for row in rows]
    total, squares = fsum(weights), fsum(weight * weight for weight in weights)
    found: dict[str, Any] = {
        "w": told(total),
        "w2": told(squares),
        "n_effective": told(margins.effective_of(total, squares)),
    }
    if question.kind != NUMBER:
        found["shares"] = list(_shares(rows, question, total, squares, population))
    if question.kind in (NUMBER, SCALE) and (mean := _mean(rows, question, population)):
        found["mean"] = mean
    return found


def _shares(
    rows: Sequence[Row], question: Question, total: float, squares: float, population: int | None
) -> Iterator[dict[str, Any]]:
    chosen: dict[str, list[float]] = {key: [] for key in question.words}
    for row in rows:
        for key in answer_keys(row.answers[question.key]):
            chosen[key].append(row.weight)
    for key, held in chosen.items():
        part = fsum(held)
        found = margins.share_of(part, total, squares, n=len(rows), population=population)
        yield {
            "choice": key,
            "n": len(held),
            "w": told(part),
            "share": told(found.value),
            "low": told(found.low),
            "high": told(found.high),
        }


def _mean(rows: Sequence[Row], question: Question, population: int | None) -> dict[str, Any] | None:
    """Value and interval, with the sums behind it: of w·x, w²·x and w²·x²."""
    held = [row for row in rows if row.answers[question.key] != CANNOT_SAY]
    if len(held) < 2:  # one answer has no spread
        return None
    values, weights = [float(row.answers[question.key]) for row in held], [row.weight for row in held]
    found = margins.mean(values, weights, population=population)
    pairs = list(zip(values, weights, strict=True))
    return {
        **estimate(found),
        "w": told(fsum(weights)),
        "w2": told(fsum(w * w for w in weights)),
        "wx": told(fsum(w * x for x, w in pairs)),
        "w2x": told(fsum(w * w * x for x, w in pairs)),
        "w2xx": told(fsum(w * w * x * x for x, w in pairs)),
    }
