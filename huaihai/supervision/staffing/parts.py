"""The parts that people play in a project of joint supervision."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

type Words = Promise | str


@dataclass(frozen=True)
class Part:
    """A part somebody plays in a project; `apart` names the parts that the same person cannot play in it."""

    label: Words
    does: Words
    apart: frozenset[str] = field(default_factory=frozenset)


COLLECTING = frozenset({"buyer", "second-buyer", "visitor", "interviewer", "inspector"})

ROLES: Mapping[str, Part] = {
    "leader": Part(
        pgettext_lazy("part", "leader"),
        pgettext_lazy("part", "plans, writes to makers and businesses, answers for the report"),
    ),
    "buyer": Part(
        pgettext_lazy("part", "buyer"),
        pgettext_lazy("part", "buys like any customer, keeps the receipt"),
        apart=frozenset({"checker", "expert"}),
    ),
    "second-buyer": Part(
        pgettext_lazy("part", "second buyer"),
        pgettext_lazy("part", "watches, takes the photos, seals the sample with the buyer"),
        apart=frozenset({"checker", "expert"}),
    ),
    "custodian": Part(
        pgettext_lazy("part", "keeper of the samples"),
        pgettext_lazy("part", "stores, hands over and codes the samples"),
        apart=frozenset({"expert"}),
    ),
    "expert": Part(
        pgettext_lazy("part", "expert"),
        pgettext_lazy("part", "reviews method and results"),
        apart=frozenset({"buyer", "second-buyer", "custodian"}),
    ),
    "visitor": Part(
        pgettext_lazy("part", "visitor"),
        pgettext_lazy("part", "visits a place and fills in the form"),
        apart=frozenset({"coder", "checker"}),
    ),
    "coder": Part(
        pgettext_lazy("part", "coder"),
        pgettext_lazy("part", "codes what was noted, without seeing the other coder's answers"),
        apart=frozenset({"visitor"}),
    ),
    "interviewer": Part(
        pgettext_lazy("part", "interviewer"),
        pgettext_lazy("part", "asks people in the street, on the phone or at the counter"),
        apart=frozenset({"checker"}),
    ),
    "inspector": Part(
        pgettext_lazy("part", "inspector"),
        pgettext_lazy("part", "goes through the checklist at a business, and comes again"),
        apart=frozenset({"checker"}),
    ),
    "checker": Part(
        pgettext_lazy("part", "checker"),
        pgettext_lazy("part", "compares what was entered with the papers; has collected nothing here"),
        apart=COLLECTING,
    ),
    "lawyer": Part(
        pgettext_lazy("part", "lawyer"),
        pgettext_lazy("part", "reads letters and the report before they go out"),
    ),
}

# Whoever did this played the part, whether or not it was given: the verb in the record, and the part.
DEEDS: Mapping[str, str] = {
    "supervision_purchase_recorded": "buyer",
    "supervision_purchase_corrected": "buyer",
    "supervision_purchase_confirmed": "second-buyer",
    "supervision_samples_taken_over": "custodian",
    "supervision_note_visit": "visitor",
    "supervision_survey_paper_entered": "interviewer",
    "supervision_place_inspected": "inspector",
}
