"""The answers of all as numbers: shares, means and the score, of all and by group, with their margins.

Every number can be computed again from the sums beside it; all are decimal strings (six digits). A group of fewer
answers than the plan's `least` shows its count alone, and as long as the hidden groups of a breakdown are together
fewer, the next smallest is hidden too, since the total would give them away.

A score out of many scales: the yearly satisfaction measure, 0 to 100.
Each step of a scale has its points; an item is the weighted mean of the points of those who rated it, a part the mean
of its items, the index the mean of its parts, each with the factors of the plan. The interval is that of a sum of
means (`measures.margins.composed`). "Cannot say" counts nowhere.
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


def decimals(number: float) -> str:
    """The number as it stands in the file."""
    return f"{number:.{DIGITS}f}"


def estimate(found: Estimate) -> dict[str, Any]:
    """Value, interval and counts as they stand in the file."""
    return {
        "value": decimals(found.value),
        "low": decimals(found.low),
        "high": decimals(found.high),
        "n": found.n,
        "n_effective": decimals(found.n_effective),
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
        "w": decimals(total),
        "w2": decimals(squares),
        "n_effective": decimals(margins.effective_of(total, squares)),
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
            "w": decimals(part),
            "share": decimals(found.value),
            "low": decimals(found.low),
            "high": decimals(found.high),
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
        "w": decimals(fsum(weights)),
        "w2": decimals(fsum(w * w for w in weights)),
        "wx": decimals(fsum(w * x for x, w in pairs)),
        "w2x": decimals(fsum(w * w * x for x, w in pairs)),
        "w2xx": decimals(fsum(w * w * x * x for x, w in pairs)),
    }


def scores(
    rows: Sequence[Row],
    questionnaire: Questionnaire,
    score: Mapping[str, Any],
    *,
    least: int,
    population: int | None = None,
) -> list[dict[str, Any]]:
    """Index, parts and items, of all and by group, as they stand in the file."""
    rated = [row for row in rows if points(row.answers, score)]
    return grouped(
        rated, questionnaire, least=least, count=lambda held: _scored(held, score, population=population)
    )


def points(answers: Mapping[str, Any], score: Mapping[str, Any]) -> dict[str, float]:
    """The points that somebody gave, by question."""
    worth = {step: float(value) for step, value in score["points"].items()}
    items = [item["question"] for part in score["parts"] for item in part["items"]]
    return {key: worth[answers[key]] for key in items if answers.get(key) in worth}


def factors(score: Mapping[str, Any], part: str = "") -> dict[str, float]:
    """By what each question counts in the index (or in this part of it); together 1."""
    parts = [one for one in score["parts"] if not part or one["key"] == part]
    whole = sum(float(one["weight"]) for one in parts)
    return {
        item["question"]: float(one["weight"])
        / whole
        * float(item["weight"])
        / sum(float(other["weight"]) for other in one["items"])
        for one in parts
        for item in one["items"]
    }


def _scored(rows: Sequence[Row], score: Mapping[str, Any], *, population: int | None) -> dict[str, Any]:
    given = [points(row.answers, score) for row in rows]
    weights = [row.weight for row in rows]

    def of(by: Mapping[str, float]) -> dict[str, Any] | None:
        found = _estimate(given, weights, by, population)
        return None if found is None else estimate(found)

    return {
        "index": of(factors(score)),
        "parts": [
            {
                "key": part["key"],
                "score": of(factors(score, part["key"])),
                "items": [
                    {"question": item["question"], "score": of({item["question"]: 1.0})}
                    for item in part["items"]
                ],
            }
            for part in score["parts"]
        ],
    }


def _estimate(
    given: Sequence[Mapping[str, float]],
    weights: Sequence[float],
    by: Mapping[str, float],
    population: int | None,
) -> Estimate | None:
    """None where an item was rated by nobody, or all was rated by one person alone."""
    held = [
        (one, weight) for one, weight in zip(given, weights, strict=True) if any(key in one for key in by)
    ]
    rated = {key for one, _ in held for key in one}
    if len(held) < 2 or not set(by) <= rated:  # one answer has no spread
        return None
    return margins.composed(
        [one for one, _ in held], [weight for _, weight in held], by, population=population
    )
