"""A motion that puts a basis or criteria in force, drafted in one press."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.actions import on_the_way
from huaihai.brands.models import Basis, CriteriaVersion
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.governance.actions import motions
from huaihai.governance.actions.office import lock_alliance
from huaihai.governance.models import Motion
from huaihai.governance.standing import delegation_of
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

BASIS, CRITERIA = "brand-basis", "brand-criteria"  # kinds of effects


def draft_basis_motion(basis: Basis, *, by: Actor, at: datetime) -> Motion:
    """A draft motion that adopts this basis. Raises NotAllowed, NotPossible, Unfit."""
    title = _("Legal basis of the three hearts: %(title)s") % {"title": basis.title}
    effect = {"kind": BASIS, "facts": basis_facts(basis)}
    return _drafted(basis, title[:120], basis_text(basis), effect=effect, by=by, at=at)


def draft_criteria_motion(version: CriteriaVersion, *, by: Actor, at: datetime) -> Motion:
    """A draft motion that adopts these criteria. Raises NotAllowed, NotPossible, Unfit."""
    title = _("Criteria of the three hearts, version %(n)s") % {"n": version.number}
    effect = {"kind": CRITERIA, "facts": criteria_facts(version)}
    return _drafted(version, title, criteria_text(version), effect=effect, by=by, at=at)


def basis_facts(basis: Basis) -> dict[str, Any]:
    """What the effect of a motion keeps."""
    return {"basis": str(basis.pk), "title": basis.title, "hash": basis.fingerprint}


def criteria_facts(version: CriteriaVersion) -> dict[str, Any]:
    """What the effect of a motion keeps."""
    return {"criteria": str(version.pk), "number": version.number, "hash": version.content_hash}


def motion_about(row: Basis | CriteriaVersion, on: date) -> Motion | None:
    """A motion on its way that would adopt it; drafts count too, so that there is one."""
    key = "basis" if isinstance(row, Basis) else "criteria"
    for motion in on_the_way.motions(on):
        if any(one["facts"].get(key) == str(row.pk) for one in motion.effects):
            return motion
    return None


def basis_text(basis: Basis) -> str:
    """The words of the motion: which paper, from when, where it can be read."""
    said = {
        "title": basis.title,
        "authority": basis.authority,
        "number": basis.number or "—",
        "issued": spoken.full_day(basis.issued_on),
        "first": spoken.full_day(basis.from_on),
        "last": spoken.full_day(basis.until_on) if basis.until_on else _("no last day"),
        "source": basis.source,
    }
    return (
        _(
            "The programme of the three hearts stands on: %(title)s (%(authority)s, %(number)s, issued on "
            "%(issued)s; from %(first)s, until: %(last)s). It can be read here: %(source)s. On days on which it is in "
            "force, the programme gives its title; on all other days it is a directory of pledges."
        )
        % said
    )


def criteria_text(version: CriteriaVersion) -> str:
    """The words of the motion: exactly these criteria, by their hash."""
    return _(
        "The criteria of the three hearts, version %(n)s, are adopted exactly as they were fixed (%(count)s criteria, "
        "%(rules)s written rules of conduct). Why: %(reason)s SHA-256 of their text: %(hash)s"
    ) % {
        "n": version.number,
        "count": len(version.content["criteria"]),
        "rules": len(version.content["triggers"]),
        "reason": version.reason,
        "hash": version.content_hash,
    }


def _drafted(row: Any, title: str, text: str, *, effect: dict[str, Any], by: Actor, at: datetime) -> Motion:
    powers.require_office(by, at)
    body = delegation_of(by)
    if body is None:
        raise NotAllowed(_("Only who speaks for a member can draft a motion."))
    with transaction.atomic():
        lock_alliance()  # before the row: as a vote does that adopts it
        held = type(row).objects.select_for_update().get(pk=row.pk)
        if held.resolution_id is not None or getattr(held, "ended_on", None) is not None:
            raise NotPossible(_("This is not put to the vote any more."))
        if motion := motion_about(held, local_day(at)):
            raise NotPossible(_("Motion %(number)s is about this already.") % {"number": motion.number})
        return motions.draft(title=title, text=text, proposed_by=body, held_effects=[effect], by=by, at=at)
