"""A resolution admits an entry to the three hearts, or renews its mark (named in `reactions.EFFECTS`)."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.brands import standing
from huaihai.brands.models import AdmissionDossier
from huaihai.brands.noticing.actions import admitting, voting
from huaihai.desk.lives import Unfit
from huaihai.governance.effects.effect import Effect, EffectForm, Facts
from huaihai.governance.models import Resolution
from huaihai.kit import local_words
from huaihai.members.actors import Actor

NEWEST = 200  # dossiers that can be chosen


def _waiting() -> list[tuple[str, Any]]:
    rows = AdmissionDossier.objects.filter(notice__round__closed_at=None).select_related("entry")
    found = {row.entry_id: row for row in reversed(rows.order_by("-at", "-pk")[:NEWEST])}
    return [("", "—"), *((str(row.pk), f"{row.entry.number} {row.entry.name}") for row in found.values())]


class AdmissionForm(EffectForm):
    """Which of the dossiers that wait."""

    dossier = forms.ChoiceField(
        label=gettext_lazy("Which entry"),
        help_text=gettext_lazy("Only an entry that was put to the vote can be chosen."),
        choices=_waiting,
    )

    def facts(self) -> dict[str, Any]:
        rows = AdmissionDossier.objects.select_related("entry", "notice__round")
        return voting.facts_of(rows.get(pk=self.cleaned_data["dossier"]))


def check(facts: Facts, first: date) -> None:
    """The dossier waits and says what it said, basis and criteria are in force, and nothing has come up against it."""
    held = admitting.dossier_of(facts["entry"], facts["hash"])
    if held is None or held.notice.round.closed_at is not None:
        raise Unfit(
            "dossier", _("%(name)s is not put to the vote any more, or with another dossier.") % facts
        )
    if held.entry.stage != admitting.STAGES[held.notice.round.renews]:
        raise Unfit(
            "dossier", _("%(name)s is not put to the vote any more, or with another dossier.") % facts
        )
    if admitting.is_changed(held):
        raise Unfit(
            "dossier",
            _("The dossier of %(name)s says something else by now. Please put it to the vote anew.") % facts,
        )
    if not standing.gives_title(first):
        raise Unfit(
            "dossier", _("The programme has no legal basis in force on that day, so nothing can be admitted.")
        )
    if standing.criteria_on(first) is None:
        raise Unfit("dossier", _("No criteria are in force on that day, so nothing can be admitted."))
    if against := admitting.against(held, first):
        raise Unfit("dossier", f"{local_words.in_script(facts['name'])}: {' '.join(against)}")


def carry_out(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """The entry holds the mark."""
    check(facts, resolution.in_force_from)
    held = admitting.dossier_of(facts["entry"], facts["hash"])
    if held is not None:
        admitting.admit(held, resolution, by=by, at=at)


def say(facts: Facts) -> str:
    """2026-7 Kettle shop is admitted to the three hearts."""
    said = (
        _("%(number)s %(name)s keeps the mark of the three hearts (dossier %(hash)s…).")
        if facts.get("renews")
        else _("%(number)s %(name)s is admitted to the three hearts (dossier %(hash)s…).")
    )
    return said % {
        "number": facts["number"],
        "name": local_words.in_script(facts["name"]),
        "hash": facts["hash"][:12],
    }


ADMITS = Effect(
    kind=voting.EFFECT,
    label=gettext_lazy("An entry is admitted to the three hearts, or keeps its mark"),
    form=AdmissionForm,
    check=check,
    carry_out=carry_out,
    say=say,
    about=lambda facts: (voting.EFFECT, facts["entry"]),
)
