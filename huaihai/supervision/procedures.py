"""What each kind of project takes: its steps with the staff minutes they cost, and the parts people play in it.

Minutes are working estimates, not measurements: they stand here so that a body of two to five people can see
beforehand what it takes on. What a step really took is noted beside them (`staffing.actions.note_minutes`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from huaihai.supervision.models import Project
from huaihai.supervision.staffing.parts import ROLES, Part

__all__ = ["COUNTED", "ROLES", "STEPS", "UNITS", "Part", "Per", "Step", "people_for", "roles_of"]

type Words = Promise | str


class Per(StrEnum):
    """What the minutes of a step are counted by. A unit is a product, place, interview or business."""

    PROJECT = "project"
    CITY = "city"
    UNIT = "unit"


@dataclass(frozen=True)
class Step:
    """One step: minutes for each of `people`, counted by `per`; `percent` of the units need it."""

    key: str
    label: Words
    minutes: int
    role: str
    per: Per = Per.PROJECT
    people: int = 1
    percent: int = 100


UNITS: Mapping[str, Words] = {
    Project.Kind.TEST: pgettext_lazy("unit", "products"),
    Project.Kind.VISIT: pgettext_lazy("unit", "places"),
    Project.Kind.SURVEY: pgettext_lazy("unit", "interviews"),
    Project.Kind.SWEEP: pgettext_lazy("unit", "businesses"),
}
COUNTED: Mapping[str, Words] = {
    Project.Kind.TEST: pgettext_lazy("share", "%(n)s products"),
    Project.Kind.VISIT: pgettext_lazy("share", "%(n)s places"),
    Project.Kind.SURVEY: pgettext_lazy("share", "%(n)s interviews"),
    Project.Kind.SWEEP: pgettext_lazy("share", "%(n)s businesses"),
}

_PLAN = pgettext_lazy("step", "Write the plan and register it")
_SIGN = Step("sign", pgettext_lazy("step", "Read the report and sign it"), 30, "leader", Per.CITY)
_READ = Step("read", pgettext_lazy("step", "Have the report read by a lawyer"), 90, "lawyer")

STEPS: Mapping[str, tuple[Step, ...]] = {
    Project.Kind.TEST: (
        Step("plan", _PLAN, 960, "leader"),
        Step("lab", pgettext_lazy("step", "Choose the laboratory, settle the contract"), 240, "leader"),
        Step("brief", pgettext_lazy("step", "Brief the buyers"), 30, "buyer", Per.CITY, people=2),
        Step("buy", pgettext_lazy("step", "Buy, note it down, seal"), 40, "buyer", Per.UNIT),
        Step("witness", pgettext_lazy("step", "Watch, photograph, seal"), 40, "second-buyer", Per.UNIT),
        Step("keep", pgettext_lazy("step", "Store, code and hand over"), 15, "custodian", Per.UNIT),
        Step("check", pgettext_lazy("step", "Compare readings with the papers"), 15, "checker", Per.UNIT),
        Step("tell", pgettext_lazy("step", "Tell maker and seller, serve it"), 20, "leader", Per.UNIT),
        Step(
            "object",
            pgettext_lazy("step", "Answer an objection, send the spare"),
            120,
            "leader",
            Per.UNIT,
            percent=20,
        ),
        Step("review", pgettext_lazy("step", "Expert review"), 180, "expert", people=3),
        Step("report", pgettext_lazy("step", "Write and check the report"), 480, "leader"),
        _READ,
        _SIGN,
        Step(
            "hand-on",
            pgettext_lazy("step", "Hand an unsafe product to the authority"),
            60,
            "leader",
            Per.UNIT,
            percent=5,
        ),
        Step("watch", pgettext_lazy("step", "Watch for advertising with the results"), 120, "leader"),
    ),
    Project.Kind.VISIT: (
        Step("plan", _PLAN, 600, "leader"),
        Step("draw", pgettext_lazy("step", "Draw the places"), 60, "leader"),
        Step("brief", pgettext_lazy("step", "Brief the visitors, try the form"), 60, "visitor", Per.CITY, 2),
        Step("visit", pgettext_lazy("step", "Go there, visit, send it off"), 75, "visitor", Per.UNIT),
        Step("code", pgettext_lazy("step", "Code what was noted"), 12, "coder", Per.UNIT, people=2),
        Step("check", pgettext_lazy("step", "Look through entries and photos"), 8, "checker", Per.UNIT),
        Step("report", pgettext_lazy("step", "Write and check the report"), 420, "leader"),
        _READ,
        _SIGN,
    ),
    Project.Kind.SURVEY: (
        Step("plan", _PLAN, 600, "leader"),
        Step("try", pgettext_lazy("step", "Try the questions on ten people"), 120, "interviewer"),
        Step("brief", pgettext_lazy("step", "Brief the interviewers"), 45, "interviewer", Per.CITY, 2),
        Step("ask", pgettext_lazy("step", "Ask somebody, paper included"), 15, "interviewer", Per.UNIT),
        Step("check", pgettext_lazy("step", "Look through what was answered"), 1, "checker", Per.UNIT),
        Step("weigh", pgettext_lazy("step", "Weights, margins, tables"), 180, "leader"),
        Step("report", pgettext_lazy("step", "Write and check the report"), 420, "leader"),
        _READ,
        _SIGN,
    ),
    Project.Kind.SWEEP: (
        Step("plan", _PLAN, 420, "leader"),
        Step(
            "brief", pgettext_lazy("step", "Go through the checklist together"), 60, "inspector", Per.CITY, 2
        ),
        Step("go", pgettext_lazy("step", "Go there and check"), 60, "inspector", Per.UNIT, people=2),
        Step("enter", pgettext_lazy("step", "Enter findings and photos"), 10, "inspector", Per.UNIT),
        Step(
            "advise",
            pgettext_lazy("step", "Written advice, take the promise"),
            40,
            "leader",
            Per.UNIT,
            percent=40,
        ),
        Step("talk", pgettext_lazy("step", "Talk with the business"), 60, "leader", Per.UNIT, 2, percent=15),
        Step("again", pgettext_lazy("step", "Go again and check"), 45, "inspector", Per.UNIT, 2, percent=40),
        Step("check", pgettext_lazy("step", "Look through entries and photos"), 6, "checker", Per.UNIT),
        Step("report", pgettext_lazy("step", "Write the closing report"), 360, "leader"),
        _READ,
        _SIGN,
    ),
}


def roles_of(kind: str) -> list[str]:
    """The parts that a kind of project needs, in the order of their steps."""
    return list(dict.fromkeys(step.role for step in STEPS[kind]))


def people_for(kind: str, role: str) -> int:
    """How many people must play this part at the same time at least; 0: none is needed."""
    return max((step.people for step in STEPS[kind] if step.role == role), default=0)
