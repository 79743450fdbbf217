"""The parts that people play in a project of joint supervision. Whoever has none only reads or works for a city."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from huaihai.supervision.models import Project

type Words = Promise | str

TEST, VISIT = Project.Kind.TEST, Project.Kind.VISIT


@dataclass(frozen=True)
class Part:
    """A part; `apart` names those that the same person cannot play in the same project, `kinds` where it exists
    (empty: in all)."""

    label: Words
    does: Words
    kinds: frozenset[str] = field(default_factory=frozenset)
    apart: frozenset[str] = field(default_factory=frozenset)


ROLES: Mapping[str, Part] = {
    "leader": Part(
        pgettext_lazy("part", "leader"),
        pgettext_lazy("part", "plans, writes to makers and businesses, answers for the report"),
    ),
    "buyer": Part(
        pgettext_lazy("part", "buyer"),
        pgettext_lazy("part", "buys like any customer, keeps the receipt"),
        kinds=frozenset({TEST}),
    ),
    "witness": Part(
        pgettext_lazy("part", "witness"),
        pgettext_lazy("part", "watches, takes the photos, seals the sample with the buyer"),
        kinds=frozenset({TEST}),
    ),
    "visitor": Part(
        pgettext_lazy("part", "visitor"),
        pgettext_lazy("part", "visits a place and fills in the form"),
        kinds=frozenset({VISIT}),
        apart=frozenset({"coder"}),
    ),
    "coder": Part(
        pgettext_lazy("part", "coder"),
        pgettext_lazy("part", "codes what was noted, without seeing the other coder's answers"),
        kinds=frozenset({VISIT}),
        apart=frozenset({"visitor"}),
    ),
}

# Whoever did this played the part, whether or not it was given: the verb in the record, and the part.
DEEDS: Mapping[str, str] = {
    "supervision_purchase_recorded": "buyer",
    "supervision_purchase_corrected": "buyer",
    "supervision_purchase_confirmed": "witness",
    "supervision_note_visit": "visitor",
}


def roles_of(kind: str) -> list[str]:
    """The parts that exist in a kind of project."""
    return [key for key, part in ROLES.items() if not part.kinds or kind in part.kinds]
