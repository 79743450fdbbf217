"""The chain of custody of a sample in words, step by step, with what is doubtful."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from huaihai.education.office.publications.people import names_of
from huaihai.supervision.models import CustodyStep, Laboratory, Sample
from huaihai.supervision.testing.custody.chain import (
    BROKEN,
    NO_HAND_OVER,
    NOT_HOLDER,
    ORDER,
    OTHER_SEAL,
    OTHER_TAKER,
    Chain,
)

LABORATORY = "laboratory:"
DOUBTS: dict[str, Promise | str] = {
    NO_HAND_OVER: pgettext_lazy("custody", "taken over, but nobody handed it over"),
    OTHER_TAKER: pgettext_lazy("custody", "taken over by somebody to whom it was not handed"),
    NOT_HOLDER: pgettext_lazy("custody", "handed over by somebody who did not hold it"),
    ORDER: pgettext_lazy("custody", "taken over before it was handed over"),
    BROKEN: pgettext_lazy("custody", "the seal was broken"),
    OTHER_SEAL: pgettext_lazy("custody", "the number of the seal was another one"),
}


@dataclass(frozen=True)
class Line:
    """One step for a page. `doubts` arose here; `is_corrected`: a later step stands in its place."""

    step: CustodyStep
    kind: str
    by: str
    to: str
    seal: str
    doubts: tuple[str, ...]
    is_corrected: bool


def people(samples: Iterable[Sample], steps: Iterable[CustodyStep] = ()) -> dict[str, str]:
    """The names behind the record keys of holders, givers and takers; a laboratory by its own name. Two queries."""
    rows = list(samples)
    keys = {key for row in rows for key in (row.holder, row.pending_to)}
    keys |= {key for step in steps for key in (step.by, step.to_key)}
    keys -= {"", "carrier"}
    houses = {key for key in keys if key.startswith(LABORATORY)}
    names = names_of(keys - houses) if keys - houses else {}
    if houses:
        projects = {row.project_id for row in rows}
        held = Laboratory.objects.filter(
            project__in=projects, key__in=[key.removeprefix(LABORATORY) for key in houses]
        )
        names |= {f"{LABORATORY}{one.key}": one.name for one in held}
    return names | {"carrier": _("a carrier")}


def lines(steps: Sequence[CustodyStep], held: Chain, names: dict[str, str]) -> list[Line]:
    """The steps in the order in which they were recorded."""
    corrected = {step.replaces_id for step in steps}
    return [
        Line(
            step,
            str(step.get_kind_display()),
            names.get(step.by, step.by),
            step.to_name or names.get(step.to_key, step.to_key),
            str(step.get_seal_display()) if step.seal else "",
            tuple(str(DOUBTS[doubt.kind]) for doubt in held.doubts if doubt.step == step.number),
            step.pk in corrected,
        )
        for step in steps
    ]


def holder_said(sample: Sample, names: dict[str, str]) -> str:
    """Who has it, in words."""
    return sample.holder_name or names.get(sample.holder, sample.holder)


def rows(samples: Sequence[Sample]) -> list[dict[str, Any]]:
    """Samples for a list, each with who has it and for whom it waits."""
    names = people(samples)
    return [
        {
            "sample": sample,
            "holder": holder_said(sample, names),
            "pending": names.get(sample.pending_to, ""),
        }
        for sample in samples
    ]
