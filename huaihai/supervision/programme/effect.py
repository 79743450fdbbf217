"""A resolution adopts the programme of a year: the list that was fixed, exactly so (named in `reactions.EFFECTS`)."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import Unfit
from huaihai.governance.effects.effect import Effect, EffectForm, Facts
from huaihai.governance.models import Resolution
from huaihai.kit.canonical import digest
from huaihai.members.actors import Actor
from huaihai.supervision.models import Programme
from huaihai.supervision.programme import content, verbs


def _fixed() -> list[tuple[str, Any]]:
    rows = Programme.objects.filter(stage="proposed").order_by("year")
    return [("", "—"), *((str(row.pk), row.title) for row in rows)]


class ProgrammeForm(EffectForm):
    """Which of the fixed programmes."""

    programme = forms.ChoiceField(
        label=gettext_lazy("Which programme"),
        help_text=gettext_lazy("Only a programme whose list is fixed can be chosen."),
        choices=_fixed,
    )

    def facts(self) -> dict[str, Any]:
        return verbs.facts_of(Programme.objects.get(pk=self.cleaned_data["programme"]))


def check(facts: Facts, _first: date) -> None:
    """The list is still fixed, and still says what it said."""
    found = Programme.objects.filter(pk=facts["programme"]).first()
    if found is None or found.stage != "proposed":
        raise Unfit("programme", _("This programme is not put to the vote any more."))
    if found.content_hash != facts["hash"] or digest(content.content_of(found)) != facts["hash"]:
        raise Unfit("programme", _("This programme says something else by now. Please choose it again."))


def carry_out(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """The programme is in force."""
    check(facts, resolution.in_force_from)
    verbs.adopt(Programme.objects.get(pk=facts["programme"]), resolution=resolution, by=by, at=at)


def say(facts: Facts) -> str:
    """The programme of joint supervision for 2027 is adopted."""
    return _("The programme of joint supervision for %(year)s is adopted (fixed under %(hash)s…).") % {
        "year": facts["year"],
        "hash": facts["hash"][:12],
    }


ADOPTS_PROGRAMME = Effect(
    kind=verbs.EFFECT,
    label=gettext_lazy("The year's programme of joint supervision is adopted"),
    form=ProgrammeForm,
    check=check,
    carry_out=carry_out,
    say=say,
    about=lambda facts: ("programme", facts["year"]),
)
