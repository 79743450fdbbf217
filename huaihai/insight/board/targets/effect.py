"""A resolution sets a target for one measure of the board and one year (named in `reactions.EFFECTS`)."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.governance.effects.effect import Effect, EffectForm, Facts
from huaihai.governance.models import Resolution
from huaihai.insight.board import names
from huaihai.insight.board.targets import adopting
from huaihai.insight.models import Target
from huaihai.members.actors import Actor


def _measures() -> list[tuple[str, Any]]:
    return [("", "—"), *names.choices()]


class TargetForm(EffectForm):
    """Which measure should reach what, and in which year."""

    measure = forms.ChoiceField(
        label=gettext_lazy("Which measure"),
        help_text=gettext_lazy("Only what is counted can have a target."),
        choices=_measures,
    )
    year = forms.IntegerField(
        label=gettext_lazy("For which year?"),
        min_value=2020,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    direction = forms.ChoiceField(
        label=gettext_lazy("Which way"), choices=Target.Direction.choices, widget=forms.RadioSelect
    )
    value = forms.DecimalField(
        label=gettext_lazy("What it should reach"),
        help_text=gettext_lazy("In the unit of the measure: 90 for 90 %."),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "measure": said["measure"],
            "year": said["year"],
            "direction": said["direction"],
            "value": f"{said['value'].normalize():f}",
        }


def check(facts: Facts, first: date) -> None:
    """It can be set from that day on. Raises Unfit."""
    adopting.check(**_read(facts), first_year=first.year)


def carry_out(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """The target counts from the day on which the resolution is in force."""
    adopting.adopt(**_read(facts), resolution=resolution, by=by, at=at)


def say(facts: Facts) -> str:
    """Target for 2027: Steps on time – at least 90 %."""
    return _("Target for %(year)s: %(measure)s – %(value)s.") % {
        "year": facts["year"],
        "measure": names.title(facts["measure"]),
        "value": names.aim(facts["measure"], facts["direction"], Decimal(facts["value"])),
    }


def _read(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "measure": facts["measure"],
        "year": facts["year"],
        "direction": facts["direction"],
        "value": Decimal(facts["value"]),
    }


ADOPTS_TARGETS = Effect(
    kind=adopting.EFFECT,
    label=gettext_lazy("A target for a measure is set"),
    form=TargetForm,
    check=check,
    carry_out=carry_out,
    say=say,
    about=lambda facts: (adopting.EFFECT, facts["measure"], facts["year"]),
)
