"""Which steps a finding or a measure offers now, and what their buttons say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.supervision.models import Finding, Measure
from huaihai.supervision.sweeping.lives import FINDING, MEASURES


@dataclass(frozen=True)
class Step:
    """A button: where it leads, what it says, its tone."""

    url: str
    label: Promise | str
    tone: str = "plain"


_OF_FINDING: Final = (
    ("find cured", "sweep-recheck", pgettext_lazy("sweep", "Write down a re-check")),
    ("follow", "sweep-advice", _("Give written advice")),
    ("follow", "sweep-talk", _("Invite to a talk")),
    ("promise", "sweep-promise", _("Note a promise")),
    ("hand over", "sweep-handing", _("Hand it to the authority")),
    ("expose", "sweep-exposure", _("Propose an exposure")),
)
_OF_MEASURE: Final[Mapping[str, tuple[tuple[str, str, Promise | str], ...]]] = {
    "advice": (
        ("serve", "sweep-serving", _("It was served")),
        ("withdraw", "sweep-withdrawal", _("Withdraw the advice")),
    ),
    "talk": (
        ("hold", "sweep-minutes", _("Write the minutes")),
        ("move", "sweep-move", _("Another time or place")),
        ("call off", "sweep-calling-off", pgettext_lazy("talk", "Call it off")),
    ),
    "promise": (),
    "handing": (("answer", "sweep-authority-answer", _("Note the authority's answer")),),
}


def steps_of(finding: Finding) -> list[Step]:
    """The next steps of a finding; the re-check first where it is due."""
    first = _first(finding)
    return [
        Step(reverse(name, args=[finding.project_id, finding.pk]), label, "" if name in first else "plain")
        for verb, name, label in _OF_FINDING
        if FINDING.can(verb, finding.stage)
    ]


def measure_steps(measure: Measure) -> list[Step]:
    """The next steps of a measure."""
    life = MEASURES[measure.kind]
    return [
        Step(reverse(name, args=[measure.project_id, measure.pk]), label, "plain" if place else "")
        for place, (verb, name, label) in enumerate(_OF_MEASURE[measure.kind])
        if life.can(verb, measure.stage)
    ]


def _first(finding: Finding) -> tuple[str, ...]:
    """The buttons that stand out: what the stage asks for."""
    if finding.stage in ("claimed", "due"):
        return ("sweep-recheck",)
    if finding.stage == "uncured":
        return ("sweep-handing", "sweep-exposure")
    return ("sweep-advice",) if finding.stage == "open" else ()
