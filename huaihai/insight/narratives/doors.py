"""The way in from the consumer's own page of a case (named in `reactions.CASE_DOORS`)."""

from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.cases.consumer.tracking.case_doors import CaseDoor
from huaihai.cases.models import Case
from huaihai.insight.models import Narrative
from huaihai.insight.narratives import powers
from huaihai.insight.narratives.lives import ALIVE

LABELS: dict[str, tuple[Promise | str, Promise | str]] = {
    "": (
        _("Let others read what happened"),
        _(
            "Your story can warn others. It is published only without your name, and only if you approve every word."
        ),
    ),
    "drafting": (
        _("Go on with your story"),
        _("Your story for others is not finished. Nobody else can read it."),
    ),
    "looking": (
        _("Look at your story"),
        _("Somebody of the association is reading your story before it is published."),
    ),
    "returned": (
        _("Look at your story"),
        _("Something in your story has to be taken out. Please look at it."),
    ),
    "published": (
        _("Look at your story, or take it back"),
        _("Your story is published. You can take it back at any time."),
    ),
    "refused": (_("Look at the answer"), _("Your story is not published.")),
}


def doors(case: Case, *, today: date) -> list[CaseDoor]:
    """One door: to begin, or to what was begun. Nothing where telling is not offered."""
    if not powers.is_offered(case):
        return []
    row = Narrative.objects.filter(case=case).order_by("-consented_at").first()
    stage = row.stage if row is not None and row.stage in (*ALIVE, "refused") else ""
    label, text = LABELS[stage]
    tone = "warn" if stage == "returned" else ""
    return [CaseDoor(label, text, reverse("my-narrative", args=[case.pk]), tone)]
