"""The form of a talk's minutes: of each business whether it came, who, what it said and what it promised."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.kit.form_fields import Day, Line, SeenForm, Words
from huaihai.supervision.models import MeasureParty
from huaihai.supervision.sweeping.actions.talking import Minute

HALF_A_YEAR = 180
PARTS = ("came", "who", "said", "text", "by_on")


class MinutesForm(SeenForm):
    """Five fields a business."""

    def __init__(self, *args: Any, parties: Sequence[MeasureParty], **options: Any) -> None:
        super().__init__(*args, **options)
        self.parties = parties
        for party in parties:
            self._add(str(party.business_id))

    def _add(self, key: str) -> None:
        self.fields[f"came_{key}"] = forms.ChoiceField(
            label=_("Did somebody come?"),
            choices=[("yes", pgettext("talk", "Yes")), ("no", pgettext("talk", "No"))],
            widget=forms.RadioSelect,
            error_messages={"required": _("Please say of each whether somebody came.")},
        )
        self.fields[f"who_{key}"] = Line(
            label=_("In which capacity?"), required=False, help_text=_("For instance: manager of the shop.")
        )
        self.fields[f"said_{key}"] = Words(label=_("What was said?"), required=False, max_length=3000)
        self.fields[f"text_{key}"] = Words(
            label=_("What was promised?"),
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[f"by_on_{key}"] = Day(
            label=_("Promised by which day?"), required=False, earliest=0, latest=HALF_A_YEAR
        )

    @property
    def rows(self) -> list[tuple[MeasureParty, list[Any]]]:
        """Each business with its fields, for the page."""
        return [(party, [self[f"{part}_{party.business_id}"] for part in PARTS]) for party in self.parties]

    def minutes(self) -> list[Minute]:
        """What was typed."""
        said = self.cleaned_data
        return [
            Minute(
                business_id=party.business_id,
                came=said[f"came_{party.business_id}"] == "yes",
                who=said[f"who_{party.business_id}"],
                said=said[f"said_{party.business_id}"],
                promise=said[f"text_{party.business_id}"],
                by_on=said[f"by_on_{party.business_id}"],
            )
            for party in self.parties
        ]
