"""The legal basis: written down by the office, in force only by the alliance's vote, ended by two."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.models import Basis
from huaihai.brands.programme.actions.recording import added, happened, one_writer
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.governance.models import Resolution
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor

PROPOSAL = ["end_reason", "end_proposed_at", "end_proposed_by", "end_proposed_for"]  # fields


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


def propose_end(basis: Basis, *, reason: str, by: Actor, at: datetime) -> Basis:
    """The office proposes that it ends, and says why; nothing changes until another city confirms it.

    Raises NotAllowed, Unfit, NotPossible.
    """
    powers.require_office(by, at)
    city = powers.city_of(by)
    if city is None:
        raise NotAllowed(_("Only staff of a city's association can do that."))
    said = storable(reason).strip()[:300]
    if not said:
        raise Unfit("reason", _("Please say why: everybody reads it."))
    with one_writer():
        held = _going_on(basis)
        if held.end_waits:
            raise NotPossible(_("Its end is proposed already and waits for another city."))
        held.end_reason, held.end_proposed_by = said, by.key
        held.end_proposed_at, held.end_proposed_for = at, city
        held.save(update_fields=PROPOSAL)
        happened("basis_end_proposed", {"basis": str(held.pk), "for": city.key}, by=by, at=at, text=said)
    return held


def take_end_back(basis: Basis, *, by: Actor, at: datetime) -> Basis:
    """The office does not propose the end any more. Raises NotAllowed, NotPossible."""
    powers.require_office(by, at)
    with one_writer():
        held = _waiting(basis)
        held.end_reason = held.end_proposed_by = ""
        held.end_proposed_at = held.end_proposed_for = None
        held.save(update_fields=PROPOSAL)
        happened("basis_end_taken_back", {"basis": str(held.pk)}, by=by, at=at)
    return held


def instant(basis: Basis) -> str:
    """When its end was proposed, in UTC as ISO; empty if it is not."""
    proposed_at = basis.end_proposed_at
    return proposed_at.astimezone(UTC).isoformat() if proposed_at is not None else ""


def confirm_end(basis: Basis, *, seen: str, by: Actor, at: datetime) -> Basis:
    """Somebody of another city confirms the proposal of the instant `seen`: from today on it gives no title.

    Raises NotAllowed, NotPossible (nothing is proposed, or another proposal than the one that was read).
    """
    with one_writer():
        held = _waiting(basis)
        if instant(held) != seen or held.end_proposed_for is None:
            raise NotPossible(_("Somebody else changed this meanwhile. Please read it again."))
        city = powers.require_second(held.end_proposed_for, held.end_proposed_by, by, local_day(at))
        held.ended_on = local_day(at)
        held.save(update_fields=["ended_on"])
        facts = {
            "basis": str(held.pk),
            "ended_on": held.ended_on.isoformat(),
            "proposed_for": held.end_proposed_for.key,
            "confirmed_for": city.key,
        }
        happened("basis_ended", facts, by=by, at=at, text=held.end_reason)
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


def _going_on(basis: Basis) -> Basis:
    held: Basis = Basis.objects.select_for_update().get(pk=basis.pk)
    if held.ended_on is not None:
        raise NotPossible(_("This basis has ended already."))
    return held


def _waiting(basis: Basis) -> Basis:
    held = _going_on(basis)
    if not held.end_waits:
        raise NotPossible(_("Nobody proposes any more that it ends."))
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
