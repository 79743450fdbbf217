"""Forms about motions, votes, minutes and duties."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.governance.effects.effect import Effect
from huaihai.governance.models import Choice, Motion
from huaihai.kit.clock import ZONE
from huaihai.kit.form_fields import Day, Line, SeenForm, Words
from huaihai.members.models import Organisation

TEN_YEARS = 3660
LONGEST_MINUTES = 60_000
LONGEST_MOTION = 20_000
LAST_MOMENT = time(23, 59, 59)


class BareForm(SeenForm):
    """Nothing but the decision itself."""


class ReasonForm(SeenForm):
    """A decision with its reason."""

    reason = Words(label=_("Why?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class MotionForm(SeenForm):
    """A motion: what is to be decided, and why."""

    title = Line(label=_("Title"), max_length=120)
    text = Words(
        label=_("Text of the motion"),
        help_text=_("Word for word what is to be decided."),
        max_length=LONGEST_MOTION,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    grounds = Words(label=_("Grounds"), required=False, max_length=LONGEST_MOTION)
    weight = forms.ChoiceField(
        label=_("How much weight it has"),
        choices=Motion.Weight.choices,
        widget=forms.RadioSelect,
        initial=Motion.Weight.ORDINARY,
    )
    in_force_from = Day(
        label=_("In force from"),
        help_text=_("Empty: from the day on which it is adopted."),
        earliest=0,
        latest=TEN_YEARS,
        required=False,
    )

    def facts(self) -> dict[str, Any]:
        asked = super().facts()
        return asked | {"weight": Motion.Weight(asked["weight"])}


class AmendmentForm(SeenForm):
    """Another wording."""

    text = Words(
        label=_("The wording you propose"),
        help_text=_("The whole text as it should be."),
        max_length=LONGEST_MOTION,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    grounds = Words(label=_("Grounds"), required=False, max_length=LONGEST_MOTION)


class WrittenVoteForm(SeenForm):
    """Until when a written vote is open."""

    closes_on = Day(
        label=_("Last day"), help_text=_("It ends at 23:59:59 on that day."), earliest=0, latest=366
    )

    def closes_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["closes_on"], LAST_MOMENT, tzinfo=ZONE)


class VoteForm(forms.Form):
    """What the body says to the text with this fingerprint."""

    choice = forms.ChoiceField(
        label=pgettext_lazy("vote", "Your body's vote"), choices=Choice.choices, widget=forms.RadioSelect
    )
    reason = Words(
        label=_("Reason"),
        help_text=_("It stands in the minutes, which become public."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    text_seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


class MinutesForm(SeenForm):
    """The text of the minutes."""

    text = Words(
        label=_("Text of the minutes"),
        help_text=_("Please name no persons: the minutes become public with the resolution."),
        max_length=LONGEST_MINUTES,
        widget=forms.Textarea(attrs={"rows": 24}),
    )


class DutyForm(SeenForm):
    """What somebody has to do until when."""

    text = Words(label=_("What has to be done"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    owner = forms.ChoiceField(label=_("Who has to do it"))
    due_on = Day(label=_("Last day"), earliest=0, latest=TEN_YEARS)

    def __init__(self, *args: Any, owners: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["owner"]
        field.choices = [("", "—"), *owners]

    def owner_chosen(self) -> Organisation:
        return Organisation.objects.get(key=self.cleaned_data["owner"])


class DoneForm(SeenForm):
    """That it is done, and where that can be seen."""

    note = Words(
        label=_("What was done, and where it can be seen"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AgainForm(SeenForm):
    """A new last day."""

    due_on = Day(label=_("New last day"), earliest=0, latest=TEN_YEARS)


def effect_form(effect: Effect) -> Any:
    """The effect's own form, with the version of the motion that was seen."""
    return type(f"Seen{effect.form.__name__}", (effect.form, SeenForm), {})
