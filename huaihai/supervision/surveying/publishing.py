"""The file of a survey: counts, weights, tables and score; single rows only where nobody can be told from four others.

Its form is explained in `docs/guides/survey-file.md`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from huaihai.kit.signing import canonical
from huaihai.supervision.models import Project, SurveyImport, SurveyResponse
from huaihai.supervision.surveying import cleaning, scoring, tables, weighing
from huaihai.supervision.surveying.cleaning import Given
from huaihai.supervision.surveying.questionnaire import CLOSED, Questionnaire, of_plan
from huaihai.supervision.surveying.tables import Row, told

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
    marks = cleaning.flags(given, questionnaire, rules)
    used = [one for one, found in zip(given, marks, strict=True) if not cleaning.is_left_out(found, rules)]
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
    weighed = weighing.weigh(people, plan)
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
        shown["scores"] = scoring.scores(rows, questionnaire, score, least=least, population=population)
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
            "w": told(row.weight),
        }
        for row in rows
    ]
    return {"rows": sorted(shown, key=canonical), "rows_withheld": ""}
