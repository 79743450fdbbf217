"""What notices add to an entry's pages: for everybody, for staff, for the business."""

from typing import Any

from django.http import HttpRequest

from huaihai.brands import standing
from huaihai.brands.assessing import shown as assessed
from huaihai.brands.lives import MARKED
from huaihai.brands.models import AssessmentRound, Entry, Notice
from huaihai.brands.noticing import shown
from huaihai.brands.noticing.actions import voting
from huaihai.brands.sections import Section
from huaihai.kit import clock

Outcome = AssessmentRound.Outcome


def public(_request: HttpRequest, entry: Entry) -> Section | None:
    """For everybody: the notice that stands, or why the entry was admitted. Nothing in the safe form."""
    if not standing.gives_title(clock.today()):
        return None
    told: dict[str, Any] = {"notice": _under_way(entry), "admission": _admission(entry)}
    if told["notice"] is None and told["admission"] is None:
        return None
    return Section("brands/noticing/public_section.html", told)


def office(request: HttpRequest, entry: Entry) -> Section | None:
    """For staff: the notice, its objections, what is in the way of a vote."""
    notice = shown.newest_notice(entry)
    if notice is None:
        return None
    today = clock.today()
    is_waiting = notice.round.closed_at is None
    gives_title = standing.gives_title(today)
    return Section(
        "brands/noticing/office_section.html",
        {
            "notice": shown.notices([notice], today)[0],
            "objections": shown.objections(notice, today),
            "is_waiting": is_waiting,
            "why_not": voting.why_not(notice, today) if is_waiting else "",
            "motion": voting.motion_about(str(entry.pk), today) if is_waiting else notice.round.motion,
            "dossier": shown.dossier_of(notice.round) if gives_title else None,
        },
    )


def holder(_request: HttpRequest, entry: Entry) -> Section | None:
    """For the business: the notice, objections as everybody reads them, and how the vote went."""
    notice = shown.newest_notice(entry)
    if notice is None or not standing.gives_title(clock.today()):
        return None
    today = clock.today()
    return Section(
        "brands/noticing/holder_section.html",
        {
            "notice": shown.notices([notice], today)[0],
            "objections": shown.objections(notice, today),
            "round": notice.round,
            "motion": notice.round.motion,
        },
    )


def _under_way(entry: Entry) -> dict[str, Any] | None:
    """The notice that has not come to its end, with points and objections."""
    notice: Notice | None = shown.newest_notice(entry)
    if notice is None or notice.round.closed_at is not None:
        return None
    today = clock.today()
    return {
        "shown": shown.notices([notice], today)[0],
        "found": assessed.of_round(notice.round),
        "result": notice.snapshot.result,
        "criteria": notice.snapshot.criteria or notice.round.criteria,
        "objections": shown.objections(notice, today),
    }


def _admission(entry: Entry) -> dict[str, Any] | None:
    return shown.admission(entry) if entry.stage in MARKED else None
