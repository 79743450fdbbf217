"""The file of a survey: what is left out, weights, counts; single rows only where four others look the same.

fast: handed in sooner than so many seconds; straight: the same step on every scale, of so many at least; again: the
same browser had answered before; twin: all answers, so many at least and not straight, are those of somebody else who
came the same way within the hour (all but the first).

The weight of each person's answers, from the shares of the population in the plan.
One known distribution: post-stratification; several: raking. Who did not answer such a question stands apart with the
share they have in the sample; an answer that nobody gave is left out, its share spread over the others, and named.

The file of a survey: counts, weights, tables and score; single rows only where nobody can be told from four others.
Its form is explained in `docs/guides/survey-file.md`.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from huaihai.kit.signing import canonical
from huaihai.supervision.measures import margins
from huaihai.supervision.measures.weighting import Margin, Raked, rake, rake_trimmed
from huaihai.supervision.models import Project, SurveyImport, SurveyResponse
from huaihai.supervision.surveying import tables
from huaihai.supervision.surveying.questionnaire import CANNOT_SAY, CLOSED, SCALE, Questionnaire, of_plan
from huaihai.supervision.surveying.tables import Row, decimals

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


NOT_SAID = ""


@dataclass(frozen=True)
class Weighed:
    """Weights as they stand in the file (six digits), and what the file says of them."""

    weights: tuple[float, ...]
    facts: dict[str, Any]


def weigh(people: Sequence[Mapping[str, Any]], plan: Mapping[str, Any]) -> Weighed:
    """Weights with the mean 1 for these people's answers; all 1 where the plan knows no shares."""
    targets = plan.get("targets") or []
    empty: list[list[str]] = []
    if not people or not targets:
        return _weighed([1.0] * len(people), "none", empty, None)
    columns = [[person.get(target["question"], NOT_SAID) for person in people] for target in targets]
    known = [_margin(target, column, empty) for target, column in zip(targets, columns, strict=True)]
    trim = plan.get("trim")
    if trim:
        raked = rake_trimmed(columns, known, low=float(trim["low"]), high=float(trim["high"]))
    else:
        raked = rake(columns, known)
    return _weighed(
        raked.weights, "post-stratification" if len(targets) == 1 else "raking", empty, raked, trim
    )


def _margin(target: Mapping[str, Any], column: Sequence[str], empty: list[list[str]]) -> Margin:
    met, unsaid = set(column), column.count(NOT_SAID) / len(column)
    empty += [[target["question"], key] for key in sorted(set(target["shares"]) - met)]
    given = {key: float(share) for key, share in target["shares"].items() if key in met and float(share) > 0}
    lost = met - set(given) - {NOT_SAID}  # met though the population is said to have none
    shares: dict[Hashable, float] = {key: column.count(key) / len(column) for key in lost}
    if unsaid:
        shares[NOT_SAID] = unsaid
    left = (1 - sum(shares.values())) / sum(given.values()) if given else 0.0
    return Margin(
        target["question"], shares | {key: share * left for key, share in given.items()} if given else shares
    )


def _weighed(
    weights: Sequence[float],
    method: str,
    empty: list[list[str]],
    raked: Raked | None,
    trim: Mapping[str, Any] | None = None,
) -> Weighed:
    held = tuple(float(decimals(weight)) for weight in weights)
    facts: dict[str, Any] = {"method": method}
    if held:
        facts |= {
            "design_effect": decimals(margins.design_effect(held)),
            "n_effective": decimals(margins.effective(held)),
            "smallest": decimals(min(held)),
            "largest": decimals(max(held)),
        }
    if raked is not None:
        facts |= {
            "rounds": raked.rounds,
            "off": decimals(raked.off),
            "empty": empty,
            "trim": dict(trim or {}),
        }
    return Weighed(held, facts)


ANONYMOUS: Final = 5  # who is alike in all that describes a person, at least
FIELDS: Final = ("answers", "seconds", "channel", "place", "has_answered_before", "at")


def build(project: Project, plan: Mapping[str, Any]) -> dict[str, Any]:
    """What is published of what is stored now, by this plan."""
    questionnaire = of_plan(plan)
    stored = SurveyResponse.objects.filter(project=project)
    given = [
        Given(row[0], row[1], (row[2], row[3]), row[4], row[5])
        for row in stored.filter(replaced_by=None).order_by("at", "pk").values_list(*FIELDS)
    ]
    rules = plan.get("cleaning") or {}
    marks = flags(given, questionnaire, rules)
    used = [one for one, found in zip(given, marks, strict=True) if not is_left_out(found, rules)]
    imported = SurveyImport.objects.filter(project=project, stage="taken").values_list("left_out", flat=True)
    counts = {
        "received": len(given),
        "corrected": stored.exclude(replaced_by=None).count(),
        "unreadable": sum(imported),
        "by_channel": dict(sorted(Counter(one.came[0] for one in given).items())),
        "flagged": {
            flag: sum(flag in found for found in marks) for flag in ("fast", "straight", "twin", "again")
        },
        "left_out": len(given) - len(used),
        "used": len(used),
    }
    return {"answers": counts, **computed([one.answers for one in used], questionnaire, plan)}


def computed(
    people: Sequence[Mapping[str, Any]], questionnaire: Questionnaire, plan: Mapping[str, Any]
) -> dict[str, Any]:
    """Weights, tables, score and rows out of these people's answers."""
    weighed = weigh(people, plan)
    rows = [Row(answers, weight) for answers, weight in zip(people, weighed.weights, strict=True)]
    sample = plan.get("sample") or {}
    least, population = plan["least"], sample.get("population")
    if population is not None and population < len(rows):
        population = None
    shown: dict[str, Any] = {
        "indicative": sample.get("kind") != "random",
        "weights": weighed.facts,
        "tables": tables.tables(rows, questionnaire, least=least, population=population),
    }
    if score := plan.get("score"):
        shown["scores"] = tables.scores(rows, questionnaire, score, least=least, population=population)
    return {**shown, **_rows(rows, questionnaire, least=least)}


def _rows(rows: Sequence[Row], questionnaire: Questionnaire, *, least: int) -> dict[str, Any]:
    """The rows without numbers and free words, in an order that tells nothing; none if somebody could be picked out,
    or if they are too few for any number to be shown."""
    if len(rows) < least:
        return {"rows": None, "rows_withheld": f"n<{least}"}
    groups = [question.key for question in questionnaire.questions if question.is_group]
    alike = Counter(tuple(row.answers.get(key, "") for key in groups) for row in rows)
    if not alike or min(alike.values()) < ANONYMOUS:
        return {"rows": None, "rows_withheld": f"k<{ANONYMOUS}"}
    closed = {question.key for question in questionnaire.questions if question.kind in CLOSED}
    shown = [
        {
            "answers": {key: value for key, value in row.answers.items() if key in closed},
            "w": decimals(row.weight),
        }
        for row in rows
    ]
    return {"rows": sorted(shown, key=canonical), "rows_withheld": ""}
