"""A resolution removes an entry: exactly the proceeding that was put to the vote (named in `reactions.EFFECTS`)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.brands.conduct.actions import removing
from huaihai.brands.models import Proceeding
from huaihai.desk.lives import Unfit
from huaihai.governance.effects.effect import Effect, EffectForm, Facts
from huaihai.governance.models import Resolution
from huaihai.members.actors import Actor


def _ready() -> list[tuple[str, Any]]:
    rows = Proceeding.objects.filter(kind=Proceeding.Kind.REMOVE, stage="deciding").exclude(reasons="")
    held = rows.select_related("entry").order_by("opened_at")[:200]
    return [("", "—"), *((str(row.pk), f"{row.number} {row.entry.name}") for row in held)]


class RemovalForm(EffectForm):
    """Which of the proceedings whose removal was drafted."""

    proceeding = forms.ChoiceField(
        label=gettext_lazy("Which proceeding"),
        help_text=gettext_lazy("The office drafts a removal on the page of its proceeding."),
        choices=_ready,
    )

    def facts(self) -> dict[str, Any]:
        return removing.facts_of(_row(self.cleaned_data["proceeding"]))


def check(facts: Facts, _first: date) -> None:
    """The proceeding still waits for the vote, and its file still says what it said."""
    found = _found(facts)
    if found is None or found.stage != "deciding":
        raise Unfit("proceeding", _("This proceeding is not put to the vote any more."))
    if str(found.entry_id) != facts["entry"] or removing.file_hash(found) != facts["hash"]:
        raise Unfit("proceeding", _("The file of this proceeding says something else by now."))


def carry_out(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """The entry is removed."""
    check(facts, resolution.in_force_from)
    removing.remove(_row(facts["proceeding"]), resolution=resolution, by=by, at=now)


def say(facts: Facts) -> str:
    """The entry of proceeding 2026-7/1 is removed."""
    return _("The entry of proceeding %(number)s is removed (file fixed under %(hash)s…).") % {
        "number": facts["number"],
        "hash": facts["hash"][:12],
    }


def _found(facts: Facts) -> Proceeding | None:
    rows = Proceeding.objects.select_related("entry__business", "entry__body", "entry__place")
    found: Proceeding | None = rows.filter(pk=UUID(facts["proceeding"])).first()
    return found


def _row(key: str) -> Proceeding:
    found: Proceeding = Proceeding.objects.select_related("entry__business", "entry__body").get(pk=UUID(key))
    return found


REMOVES = Effect(
    kind=removing.EFFECT,
    label=gettext_lazy("An entry of the three hearts is removed"),
    form=RemovalForm,
    check=check,
    carry_out=carry_out,
    say=say,
    about=lambda facts: ("brand-removal", facts["entry"]),
)
