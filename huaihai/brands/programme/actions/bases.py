"""The legal basis: written down by the office, in force only by the alliance's vote, ended at once."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.models import Basis
from huaihai.brands.programme.actions.recording import added, happened, one_writer
from huaihai.governance.errors import NotPossible, Unfit
from huaihai.governance.models import Resolution
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor


@dataclass(frozen=True)
class Paper:
    """What the paper of an authority says; `source`: where anybody can read it."""

    kind: str
    title: str
    number: str
    authority: str
    issued_on: date
    from_on: date
    until_on: date | None
    source: str


def record_basis(paper: Paper, *, by: Actor, at: datetime) -> Basis:
    """Write a basis down; it gives no title before it is adopted. Raises NotAllowed, Unfit, NotPossible."""
    powers.require_office(by, at)
    made = _checked(paper, by, at)
    with one_writer():
        added("basis_recorded", [made], {"basis": str(made.pk), "title": made.title}, by=by, at=at)
    return made


def end_basis(basis: Basis, *, reason: str, by: Actor, at: datetime) -> Basis:
    """It ends today: from now on it gives no title. It only takes away, so the office may do it at once; everybody
    reads why. Raises NotAllowed, Unfit, NotPossible."""
    powers.require_office(by, at)
    said = storable(reason).strip()[:300]
    if not said:
        raise Unfit("reason", _("Please say why: everybody reads it."))
    with one_writer():
        held = Basis.objects.select_for_update().get(pk=basis.pk)
        if held.ended_on is not None:
            raise NotPossible(_("This basis has ended already."))
        held.ended_on, held.end_reason = local_day(at), said
        held.save(update_fields=["ended_on", "end_reason"])
        facts = {"basis": str(held.pk), "ended_on": held.ended_on.isoformat()}
        happened("basis_ended", facts, by=by, at=at, text=said)
    return held


def adopt_basis(basis: Basis, *, resolution: Resolution, by: Actor, at: datetime) -> Basis:
    """In force by this resolution. Called by the effect alone. Raises NotPossible."""
    with transaction.atomic():
        held = Basis.objects.select_for_update().get(pk=basis.pk)
        if held.resolution_id is not None or held.ended_on is not None:
            raise NotPossible(_("This basis is not put to the vote any more."))
        held.resolution = resolution
        held.save(update_fields=["resolution"])
        facts = {"basis": str(held.pk), "resolution": resolution.number}
        happened("basis_adopted", facts, by=by, at=at)
    return held


def _checked(paper: Paper, by: Actor, at: datetime) -> Basis:
    if paper.kind not in Basis.Kind.values:
        raise Unfit("kind", _("Please choose from the list."))
    for field in ("title", "authority", "source"):
        if not storable_name(getattr(paper, field)):
            raise Unfit(field, _("Please fill this in."))
    if paper.issued_on > local_day(at):
        raise Unfit("issued_on", _("This day is still to come: a paper that is not yet issued is no basis."))
    if paper.until_on is not None and paper.until_on < paper.from_on:
        raise Unfit("until_on", _("The last day is before the first."))
    return Basis(
        kind=paper.kind,
        title=storable_name(paper.title)[:200],
        number=storable_name(paper.number)[:80],
        authority=storable_name(paper.authority)[:120],
        issued_on=paper.issued_on,
        from_on=paper.from_on,
        until_on=paper.until_on,
        source=storable_name(paper.source)[:300],
        at=at,
        by=by.key,
    )
