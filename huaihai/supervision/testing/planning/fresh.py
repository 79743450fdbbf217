"""The plan with which a test begins: usual rules that only need to be looked at."""

from typing import Any

from django.utils.translation import pgettext

from huaihai.desk.lives import Unfit
from huaihai.supervision.models import Project
from huaihai.supervision.testing.planning.shape import shaped

DRAWS = 10_000
REPLY_WORKING_DAYS = 10


def fresh(project: Project) -> dict[str, Any]:
    """An empty plan with one main and one spare sample, five grades and the usual rules."""
    return usual(question=project.question, seed=project.number)


def usual(*, question: str = "", seed: str) -> dict[str, Any]:
    """The same for a question and a seed, without a project."""
    return {
        "what": "",
        "category": "",
        "question": question,
        "basis": [],
        "samples": {"main": 1, "spare": 1},
        "products": [],
        "groups": [],
        "items": [],
        "not_applicable": "rescale",
        "downgrades": [],
        "rounding": {"digits": 1, "mode": "half-up"},
        "grades": _grades(),
        "clocks": {"reply_working_days": REPLY_WORKING_DAYS},
        "seed": seed,
        "draws": DRAWS,
    }


def in_work(project: Project) -> dict[str, Any]:
    """The plan in work in its proper shape, with the usual rules where nothing was written yet."""
    try:
        held = shaped(project.plan)
    except Unfit:  # more rows than a plan can have; the check list says so
        held = {}
    return fresh(project) | {name: value for name, value in held.items() if name in project.plan}


def _grades() -> list[dict[str, str]]:
    names = (
        ("A", pgettext("grade", "very good"), "90"),
        ("B", pgettext("grade", "good"), "80"),
        ("C", pgettext("grade", "fair"), "70"),
        ("D", pgettext("grade", "sufficient"), "60"),
        ("E", pgettext("grade", "poor"), "0"),
    )
    return [{"key": key, "name": name, "from": least} for key, name, least in names]
