"""A yearly plan is adopted; an earlier resolution is in force no longer."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import Unfit
from huaihai.governance.effects.effect import Effect, EffectForm, Facts, first_day, on_words
from huaihai.governance.models import Plan, Resolution
from huaihai.governance.planning import verbs
from huaihai.kit.form_fields import Day
from huaihai.members.actors import Actor
from huaihai.record import events


def _proposed() -> list[tuple[str, Any]]:
    rows = Plan.objects.filter(stage="proposed").order_by("year")
    return [("", "—"), *((str(row.pk), row.title) for row in rows)]


class PlanForm(EffectForm):
    """Which of the proposed plans."""

    plan = forms.ChoiceField(
        label=gettext_lazy("Which plan"),
        help_text=gettext_lazy("Only a plan that was proposed can be chosen: its text is fixed."),
        choices=_proposed,
    )

    def facts(self) -> dict[str, Any]:
        plan = Plan.objects.get(pk=self.cleaned_data["plan"])
        return {"plan": str(plan.pk), "year": plan.year, "serial": plan.serial, "hash": plan.content_hash}


def check_plan(facts: Facts, _first: date) -> None:
    """The plan is still proposed, and still says what it said."""
    plan = Plan.objects.filter(pk=facts["plan"]).first()
    if plan is None or plan.stage != "proposed":
        raise Unfit("plan", _("This plan is not proposed any more."))
    items = list(plan.items.select_related("owner"))
    if plan.content_hash != facts["hash"] or verbs.content_hash(plan, items) != facts["hash"]:
        raise Unfit("plan", _("This plan says something else by now. Please choose it again."))


def adopt_plan(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """The plan is in force; the one that it replaces is not."""
    check_plan(facts, resolution.in_force_from)
    verbs.adopt(Plan.objects.get(pk=facts["plan"]), resolution=resolution, by=by, at=at)


def say_plan(facts: Facts) -> str:
    """The plan for 2027 is adopted."""
    return _("The plan for %(year)s is adopted (fixed under %(hash)s…).") % {
        "year": facts["year"],
        "hash": facts["hash"][:12],
    }


ADOPTS_PLAN = Effect(
    kind=verbs.EFFECT,
    label=gettext_lazy("A yearly plan is adopted"),
    form=PlanForm,
    check=check_plan,
    carry_out=adopt_plan,
    say=say_plan,
    about=lambda facts: ("plan", facts["year"]),
)


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


def check_repeal(facts: Facts, _first: date) -> None:
    """A resolution that nothing has repealed."""
    if _named(facts).repealed_by_id is not None:
        raise Unfit("resolution", _("This resolution is repealed already."))


def repeal(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """The earlier one says by which and from when."""
    check_repeal(facts, resolution.in_force_from)
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


def say_repeal(facts: Facts) -> str:
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
    check=check_repeal,
    carry_out=repeal,
    say=say_repeal,
    about=lambda facts: ("repeal", facts["resolution"]),
)
