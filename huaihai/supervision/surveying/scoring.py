"""A score out of many scales: the yearly satisfaction measure, 0 to 100.

Each step of a scale has its points; an item is the weighted mean of the points of those who rated it, a part the mean
of its items, the index the mean of its parts, each with the factors of the plan. The interval is that of a sum of
means (`measures.margins.composed`). "Cannot say" counts nowhere.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from huaihai.supervision.measures import margins
from huaihai.supervision.measures.margins import Estimate
from huaihai.supervision.surveying.questionnaire import Questionnaire
from huaihai.supervision.surveying.tables import Row, estimate, grouped


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
