"""Notices, objections and admissions as pages show them, and what they add to an entry's pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest

from huaihai.brands import standing
from huaihai.brands.assessing import facts as assessing_facts
from huaihai.brands.life import MARKED
from huaihai.brands.models import AdmissionDossier, AssessmentRound, Entry, Notice, NoticeObjection
from huaihai.brands.noticing import voting
from huaihai.brands.pages import Section
from huaihai.desk import hearing
from huaihai.kit import clock

HEAD = ("entry__business", "entry__place", "entry__body", "round__criteria", "snapshot__criteria")
Outcome = AssessmentRound.Outcome


@dataclass(frozen=True)
class ObjectionFacts:
    """An objection as all may read it."""

    row: NoticeObjection
    due_on: date | None
    is_late: bool


@dataclass(frozen=True)
class NoticeFacts:
    """A notice of the list: its last day, and how many objections there are."""

    row: Notice
    until: date
    is_open: bool
    objections: int
    waiting: int

    @property
    def total(self) -> str:
        """Its points."""
        return str(self.row.snapshot.result.get("total", ""))


def newest_notice(entry: Entry) -> Notice | None:
    """The entry's newest notice."""
    rows = Notice.objects.filter(entry=entry).select_related(
        *HEAD, "round__motion", "round__resolution__count"
    )
    found: Notice | None = rows.order_by("-at", "-pk").first()
    return found


def notices(rows: Sequence[Notice], today: date) -> list[NoticeFacts]:
    """These notices with their days and objections, in two queries."""
    days = hearing.last_days(rows)
    counted = (
        NoticeObjection.objects.filter(notice__in=[row.pk for row in rows])
        .order_by()
        .values("notice")
        .annotate(n=Count("pk"), open=Count("pk", filter=Q(state=NoticeObjection.State.OPEN)))
    )
    found: dict[Any, tuple[int, int]] = {one["notice"]: (one["n"], one["open"]) for one in counted}
    return [
        NoticeFacts(
            row,
            days[row.record_key],
            row.ended_at is None and today <= days[row.record_key],
            *found.get(row.pk, (0, 0)),
        )
        for row in rows
    ]


def objections(notice: Notice, today: date) -> list[ObjectionFacts]:
    """The objections to a notice, the oldest first, in two queries."""
    rows = list(NoticeObjection.objects.filter(notice=notice).order_by("at", "pk"))
    days = hearing.last_days(rows)
    return [_objection(row, days.get(row.record_key), today) for row in rows]


def admission(entry: Entry) -> dict[str, Any] | None:
    """Why the entry was admitted: the newest round that the alliance carried, with resolution, votes and dossier."""
    rows = AssessmentRound.objects.filter(entry=entry, outcome=Outcome.ADMITTED, resolution__isnull=False)
    held = (
        rows.select_related("criteria", "resolution__count", "resolution__motion")
        .order_by("-closed_at")
        .first()
    )
    if held is None or held.resolution is None:
        return None
    dossier = dossier_of(held)
    return {
        "round": held,
        "resolution": held.resolution,
        "count": held.resolution.count,
        "dossier": dossier,
        "scored_on": date.fromisoformat(dossier.content["snapshot"]["as_of"]) if dossier else None,
        "found": assessing_facts.of_round(held),
    }


def dossier_of(held: AssessmentRound) -> AdmissionDossier | None:
    """The dossier that the vote about a round was taken on."""
    rows = AdmissionDossier.objects.filter(notice__round=held)
    found: AdmissionDossier | None = rows.order_by("-at", "-pk").first()
    return found


def _objection(row: NoticeObjection, last: date | None, today: date) -> ObjectionFacts:
    due_on = last if row.state == NoticeObjection.State.OPEN else None
    return ObjectionFacts(row, due_on, due_on is not None and due_on < today)


def public_section(_request: HttpRequest, entry: Entry) -> Section | None:
    """For everybody: the notice that stands, or why the entry was admitted. Nothing in the safe form."""
    if not standing.gives_title(clock.today()):
        return None
    told: dict[str, Any] = {"notice": _under_way(entry), "admission": _admission(entry)}
    if told["notice"] is None and told["admission"] is None:
        return None
    return Section("brands/noticing/public_section.html", told)


def office_section(request: HttpRequest, entry: Entry) -> Section | None:
    """For staff: the notice, its objections, what is in the way of a vote."""
    notice = newest_notice(entry)
    if notice is None:
        return None
    today = clock.today()
    is_waiting = notice.round.closed_at is None
    gives_title = standing.gives_title(today)
    return Section(
        "brands/noticing/office_section.html",
        {
            "notice": notices([notice], today)[0],
            "objections": objections(notice, today),
            "is_waiting": is_waiting,
            "why_not": voting.why_not(notice, today) if is_waiting else "",
            "motion": voting.motion_about(str(entry.pk), today) if is_waiting else notice.round.motion,
            "dossier": dossier_of(notice.round) if gives_title else None,
        },
    )


def holder_section(_request: HttpRequest, entry: Entry) -> Section | None:
    """For the business: the notice, objections as everybody reads them, and how the vote went."""
    notice = newest_notice(entry)
    if notice is None or not standing.gives_title(clock.today()):
        return None
    today = clock.today()
    return Section(
        "brands/noticing/holder_section.html",
        {
            "notice": notices([notice], today)[0],
            "objections": objections(notice, today),
            "round": notice.round,
            "motion": notice.round.motion,
        },
    )


def _under_way(entry: Entry) -> dict[str, Any] | None:
    """The notice that has not come to its end, with points and objections."""
    notice: Notice | None = newest_notice(entry)
    if notice is None or notice.round.closed_at is not None:
        return None
    today = clock.today()
    return {
        "shown": notices([notice], today)[0],
        "found": assessing_facts.of_round(notice.round),
        "result": notice.snapshot.result,
        "criteria": notice.snapshot.criteria or notice.round.criteria,
        "objections": objections(notice, today),
    }


def _admission(entry: Entry) -> dict[str, Any] | None:
    return admission(entry) if entry.stage in MARKED else None
