"""A yearly plan is adopted: the one that was proposed, as it was fixed."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import Unfit
from huaihai.governance.actions import planning
from huaihai.governance.effects.effect import Effect, EffectForm, Facts
from huaihai.governance.models import Plan, Resolution
from huaihai.members.actors import Actor


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


def check(facts: Facts, _first: date) -> None:
    """The plan is still proposed, and still says what it said."""
    plan = Plan.objects.filter(pk=facts["plan"]).first()
    if plan is None or plan.stage != "proposed":
        raise Unfit("plan", _("This plan is not proposed any more."))
    items = list(plan.items.select_related("owner"))
    if plan.content_hash != facts["hash"] or planning.content_hash(plan, items) != facts["hash"]:
        raise Unfit("plan", _("This plan says something else by now. Please choose it again."))


def carry_out(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """The plan is in force; the one that it replaces is not."""
    check(facts, resolution.in_force_from)
    planning.adopt(Plan.objects.get(pk=facts["plan"]), resolution=resolution, by=by, at=at)


def say(facts: Facts) -> str:
    """The plan for 2027 is adopted."""
    return _("The plan for %(year)s is adopted (fixed under %(hash)s…).") % {
        "year": facts["year"],
        "hash": facts["hash"][:12],
    }


ADOPTS_PLAN = Effect(
    kind=planning.EFFECT,
    label=gettext_lazy("A yearly plan is adopted"),
    form=PlanForm,
    check=check,
    carry_out=carry_out,
    say=say,
    about=lambda facts: ("plan", facts["year"]),
)
