"""An assessment opens by rule: the facts are checked, and what is known could be enough."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.brands import standing, telling
from huaihai.brands.actions.moving import moving
from huaihai.brands.assessing import enough, sheet, shown
from huaihai.brands.assessing.actions import drawing, seating
from huaihai.brands.models import AssessmentRound, Entry
from huaihai.brands.powers import Who
from huaihai.desk.lives import NotPossible
from huaihai.kit import spoken
from huaihai.kit.clock import local_day

RENEW_FROM = timedelta(days=120)  # before the end of a mark its renewal is assessed
AGAIN_AFTER = timedelta(days=180)  # after an assessment that gave no mark


def due(on: date) -> Iterator[Entry]:
    """The entries whose assessment opens on this day, the longest in the directory first."""
    if standing.basis_on(on) is None or standing.criteria_on(on) is None:
        return
    ends = Q(stage="held", held_until__gte=on, held_until__lte=on + RENEW_FROM)
    under_way = AssessmentRound.objects.filter(closed_at=None).values("entry")
    rows = Entry.objects.filter(ends | Q(stage="listed")).exclude(pk__in=under_way)
    for entry in rows.select_related("body").order_by("listed_at", "pk").iterator():
        if not why_not(entry, on):
            yield entry


def why_not(entry: Entry, on: date) -> str:
    """Why no assessment of this entry opens on this day, in plain words; empty: it opens in the night."""
    if reason := _lack(entry, on):
        return reason
    last = AssessmentRound.objects.filter(entry=entry).order_by("-number").first()
    if last is not None and last.closed_at is not None and last.outcome != AssessmentRound.Outcome.ADMITTED:
        again_on = local_day(last.closed_at + AGAIN_AFTER)
        if on < again_on:
            return _("It was assessed not long ago; the next time is from %(day)s on.") % {
                "day": spoken.full_day(again_on)
            }
    if missing := enough.missing_before(entry, on):
        names = shown.names_of(missing, standing.criteria_on(on))
        return _("It is assessed once enough is known about it. Still missing: %(what)s.") % {
            "what": pgettext("list", ", ").join(names)
        }
    return _no_volunteers(entry, on)


def open_round(entry: Entry, *, at: datetime) -> AssessmentRound:
    """Open an assessment (of a held mark: for its renewal) and draw two assessors. Raises NotPossible."""
    on = local_day(at)
    renews = entry.stage == "held"
    verb, noted = ("note", "renewal opened") if renews else ("open assessment", "")
    with transaction.atomic():
        with moving(entry, verb, who=Who.RULE, noted=noted, by=seating.PROGRAM, at=at) as move:
            if reason := _lack(move.entry, on) or _no_volunteers(move.entry, on):
                raise NotPossible(reason)
            held = _new(move.entry, renews=renews, on=on, at=at)
            move.facts |= {
                "round": held.number,
                "criteria": held.criteria.number,
                "sheet": held.sheet_version,
                "sheet_hash": held.sheet_hash,
            }
        seating.fill(held, at=at)
        telling.business(entry, "opened", key=str(held.pk), at=at)
    return held


def _lack(entry: Entry, on: date) -> str:
    if entry.stage == "held" and not _ends_soon(entry, on):
        return _("A mark can be renewed in the last 120 days before it ends.")
    if entry.stage not in ("listed", "held", "assessing"):
        return _("Only what stands in the directory is assessed.")
    if standing.basis_on(on) is None:
        return _("The programme has no legal basis in force, so nothing is assessed.")
    if standing.criteria_on(on) is None:
        return _("The alliance has not adopted any criteria yet, so nothing can be assessed.")
    if AssessmentRound.objects.filter(entry=entry, closed_at=None).exists():
        return _("An assessment is under way.")
    return ""


def _no_volunteers(entry: Entry, on: date) -> str:
    if len({city for _offer, city in drawing.volunteers(entry, on)}) < seating.PAIR:
        return _("There are not yet volunteers of two other cities from whom assessors can be drawn.")
    return ""


def _ends_soon(entry: Entry, on: date) -> bool:
    return entry.held_until is not None and entry.held_until - RENEW_FROM <= on <= entry.held_until


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
