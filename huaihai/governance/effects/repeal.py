"""An earlier resolution is in force no longer. Rules that it set stay until another value is set."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import Unfit
from huaihai.governance.effects.effect import Effect, EffectForm, Facts, first_day, on_words
from huaihai.governance.models import Resolution
from huaihai.kit.form_fields import Day
from huaihai.members.actors import Actor
from huaihai.record import events

NEWEST = 200  # of the register; an older one is named in the text


def _standing() -> list[tuple[str, str]]:
    rows = Resolution.objects.filter(repealed_by__isnull=True)[:NEWEST]
    return [("", "—"), *((row.number, f"{row.number} {row.title}") for row in rows)]


class RepealForm(EffectForm):
    """Which resolution, from when."""

    resolution = forms.ChoiceField(label=gettext_lazy("Which resolution"), choices=_standing)
    starts = Day(label=gettext_lazy("From which day"), earliest=0, latest=3660)

    def facts(self) -> dict[str, Any]:
        asked = self.cleaned_data
        return {"resolution": asked["resolution"], "from": asked["starts"].isoformat()}


def check(facts: Facts, _first: date) -> None:
    """A resolution that nothing has repealed."""
    if _named(facts).repealed_by_id is not None:
        raise Unfit("resolution", _("This resolution is repealed already."))


def carry_out(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """The earlier one says by which and from when."""
    check(facts, resolution.in_force_from)
    earlier = Resolution.objects.select_for_update().get(pk=_named(facts).pk)
    earlier.repealed_by, earlier.repealed_from = resolution, first_day(facts, resolution)
    earlier.save(update_fields=["repealed_by", "repealed_from"])
    events.write(
        subject=earlier.record_key,
        verb="repealed",
        by=by.key,
        at=now,
        facts={"resolution": resolution.number, "from": earlier.repealed_from.isoformat()},
    )


def say(facts: Facts) -> str:
    """From 1 January 2027 resolution 2025-3 is in force no longer."""
    return _("From %(day)s resolution %(number)s is in force no longer.") % {
        "day": on_words(facts["from"]),
        "number": facts["resolution"],
    }


def _named(facts: Facts) -> Resolution:
    year, _dash, serial = str(facts["resolution"]).partition("-")
    found = (
        Resolution.objects.filter(year=year, serial=serial).first()
        if year.isdigit() and serial.isdigit()
        else None
    )
    if found is None:
        raise Unfit("resolution", _("There is no resolution of this number."))
    return found


REPEALS = Effect(
    kind="repeal",
    label=gettext_lazy("An earlier resolution ends"),
    form=RepealForm,
    check=check,
    carry_out=carry_out,
    say=say,
    about=lambda facts: ("repeal", facts["resolution"]),
)
