"""Opening an assessment: by the office, which picks nobody; only while there are a legal basis and criteria."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.brands import powers, standing
from huaihai.brands.actions.moving import moving
from huaihai.brands.assessing import sheet, telling
from huaihai.brands.assessing.actions import drawing, seating
from huaihai.brands.models import AssessmentRound, Entry
from huaihai.brands.powers import Who
from huaihai.governance.errors import NotPossible
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

RENEW_FROM = timedelta(days=120)  # before the end of a mark its renewal can be assessed


def why_not(entry: Entry, on: date) -> str:
    """Why no assessment of this entry can be opened on this day, in plain words; empty if one can."""
    if entry.stage == "held":
        return _too_early(entry, on) or _lack(entry, on)
    if entry.stage != "listed":
        return _("Only what stands in the directory is assessed.")
    return _lack(entry, on)


def open_round(entry: Entry, *, seen: int | None = None, by: Actor, at: datetime) -> AssessmentRound:
    """Open an assessment (of a held mark: for its renewal) and draw two assessors.

    Raises NotAllowed, NotPossible with the reason, Moved.
    """
    powers.require_office(by, at)
    on = local_day(at)
    renews = entry.stage == "held"
    verb, who = ("note", Who.STAFF) if renews else ("open assessment", Who.OFFICE)
    noted = "renewal opened" if renews else ""
    with transaction.atomic():
        with moving(entry, verb, who=who, noted=noted, by=by, at=at, seen=seen) as move:
            if reason := (_too_early(move.entry, on) if renews else "") or _lack(move.entry, on):
                raise NotPossible(reason)
            held = _new(move.entry, renews=renews, on=on, at=at)
            move.facts |= {
                "round": held.number,
                "criteria": held.criteria.number,
                "sheet": held.sheet_version,
                "sheet_hash": held.sheet_hash,
            }
        seating.fill(held, at=at)
        telling.tell(entry, "opened", key=str(held.pk), at=at)
    return held


def _too_early(entry: Entry, on: date) -> str:
    until = entry.held_until
    if entry.stage == "held" and until is not None and until - RENEW_FROM <= on <= until:
        return ""
    return _("A mark can be renewed in the last 120 days before it ends.")


def _lack(entry: Entry, on: date) -> str:
    if standing.basis_on(on) is None:
        return _("The programme has no legal basis in force, so nothing is assessed.")
    if standing.criteria_on(on) is None:
        return _("The alliance has not adopted any criteria yet, so nothing can be assessed.")
    if AssessmentRound.objects.filter(entry=entry, closed_at=None).exists():
        return _("An assessment is under way.")
    if len({city for _offer, city in drawing.volunteers(entry, on)}) < seating.PAIR:
        return _("There are not yet volunteers of two other cities from whom assessors can be drawn.")
    return ""


def _new(entry: Entry, *, renews: bool, on: date, at: datetime) -> AssessmentRound:
    newest = sheet.current()
    criteria = standing.criteria_on(on)
    if criteria is None:
        raise NotPossible(_("The alliance has not adopted any criteria yet, so nothing can be assessed."))
    return AssessmentRound.objects.create(
        entry=entry,
        number=AssessmentRound.objects.filter(entry=entry).count() + 1,
        criteria=criteria,
        sheet_version=newest.version,
        sheet_hash=newest.sha256,
        renews=renews,
        opened_at=at,
    )
