"""What only a resolution can do: put a legal basis in force, and criteria (named in `reactions.EFFECTS`)."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.brands.models import Basis, CriteriaVersion
from huaihai.brands.programme import verbs
from huaihai.brands.scoring.criteria import problems
from huaihai.desk.lives import Unfit
from huaihai.governance.effects.effect import Effect, EffectForm, Facts
from huaihai.governance.models import Resolution
from huaihai.kit.canonical import digest
from huaihai.members.actors import Actor


def _bases() -> list[tuple[str, Any]]:
    rows = Basis.objects.filter(resolution=None, ended_on=None)
    return [("", "—"), *((str(row.pk), row.title) for row in rows)]


def _versions() -> list[tuple[str, Any]]:
    rows = CriteriaVersion.objects.filter(resolution=None).order_by("number")
    return [("", "—"), *((str(row.pk), _version_words(row.number)) for row in rows)]


class BasisForm(EffectForm):
    """Which of the bases that are written down."""

    basis = forms.ChoiceField(
        label=gettext_lazy("Which legal basis"),
        help_text=gettext_lazy("Only one that the office has written down can be chosen."),
        choices=_bases,
    )

    def facts(self) -> dict[str, Any]:
        return verbs.basis_facts(Basis.objects.get(pk=self.cleaned_data["basis"]))


class CriteriaForm(EffectForm):
    """Which of the versions that are fixed."""

    criteria = forms.ChoiceField(
        label=gettext_lazy("Which criteria"),
        help_text=gettext_lazy("Only a version that is fixed can be chosen."),
        choices=_versions,
    )

    def facts(self) -> dict[str, Any]:
        return verbs.criteria_facts(CriteriaVersion.objects.get(pk=self.cleaned_data["criteria"]))


def check_basis(facts: Facts, first: date) -> None:
    """It stands as it was written down, has not ended, and is not over before it could begin."""
    found = Basis.objects.filter(pk=facts["basis"]).first()
    if found is None or found.resolution_id is not None or found.ended_on is not None:
        raise Unfit("basis", _("This basis is not put to the vote any more."))
    if found.fingerprint != facts["hash"]:
        raise Unfit("basis", _("This basis says something else by now. Please choose it again."))
    if found.until_on is not None and found.until_on < first:
        raise Unfit("basis", _("This basis is over before the resolution can be in force."))


def check_criteria(facts: Facts, _first: date) -> None:
    """They stand as they were fixed, and can be scored by."""
    found = CriteriaVersion.objects.filter(pk=facts["criteria"]).first()
    if found is None or found.resolution_id is not None:
        raise Unfit("criteria", _("These criteria are not put to the vote any more."))
    if found.content_hash != facts["hash"] or digest(found.content) != facts["hash"]:
        raise Unfit("criteria", _("These criteria say something else by now. Please choose them again."))
    if problems(found.content):
        raise Unfit(
            "criteria", _("Nothing can be scored by these criteria any more. Please fix a new version.")
        )


def adopt_basis(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """The basis gives a title, from its first day and not before the resolution is in force."""
    check_basis(facts, resolution.in_force_from)
    verbs.adopt_basis(Basis.objects.get(pk=facts["basis"]), resolution=resolution, by=by, at=at)


def adopt_criteria(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """The criteria count from the day on which the resolution is in force."""
    check_criteria(facts, resolution.in_force_from)
    version = CriteriaVersion.objects.get(pk=facts["criteria"])
    verbs.adopt_criteria(version, resolution=resolution, by=by, at=at)


def say_basis(facts: Facts) -> str:
    """The legal basis “…” is adopted."""
    return _(
        "The legal basis “%(title)s” of the three hearts is adopted: on its days the programme gives its title."
    ) % {"title": facts["title"]}


def say_criteria(facts: Facts) -> str:
    """The criteria, version 2, are adopted."""
    return _("The criteria of the three hearts, version %(n)s, are adopted (fixed under %(hash)s…).") % {
        "n": facts["number"],
        "hash": facts["hash"][:12],
    }


def _version_words(number: int) -> str:
    return _("Criteria, version %(n)s") % {"n": number}


ADOPTS_BASIS = Effect(
    kind=verbs.BASIS,
    label=gettext_lazy("A legal basis of the three hearts is adopted"),
    form=BasisForm,
    check=check_basis,
    carry_out=adopt_basis,
    say=say_basis,
    about=lambda facts: (verbs.BASIS, facts["basis"]),
)
ADOPTS_CRITERIA = Effect(
    kind=verbs.CRITERIA,
    label=gettext_lazy("Criteria of the three hearts are adopted"),
    form=CriteriaForm,
    check=check_criteria,
    carry_out=adopt_criteria,
    say=say_criteria,
    about=lambda _facts: (verbs.CRITERIA,),
)
