"""Notices, objections and admissions as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from huaihai.brands.assessing import shown as assessed
from huaihai.brands.models import AdmissionDossier, AssessmentRound, Entry, Notice, NoticeObjection
from huaihai.brands.noticing import clocks

HEAD = ("entry__business", "entry__place", "entry__body", "round__criteria", "snapshot__criteria")
Outcome = AssessmentRound.Outcome


@dataclass(frozen=True)
class ShownObjection:
    """An objection as all may read it."""

    row: NoticeObjection
    due_on: date | None
    is_late: bool


@dataclass(frozen=True)
class ShownNotice:
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


def notices(rows: Sequence[Notice], today: date) -> list[ShownNotice]:
    """These notices with their days and objections, in two queries."""
    days = clocks.last_days(rows)
    counted = (
        NoticeObjection.objects.filter(notice__in=[row.pk for row in rows])
        .order_by()
        .values("notice")
        .annotate(n=Count("pk"), open=Count("pk", filter=Q(state=NoticeObjection.State.OPEN)))
    )
    found: dict[Any, tuple[int, int]] = {one["notice"]: (one["n"], one["open"]) for one in counted}
    return [
        ShownNotice(
            row,
            days[row.record_key].due_on,
            row.ended_at is None and today <= days[row.record_key].due_on,
            *found.get(row.pk, (0, 0)),
        )
        for row in rows
    ]


def objections(notice: Notice, today: date) -> list[ShownObjection]:
    """The objections to a notice, the oldest first, in two queries."""
    rows = list(NoticeObjection.objects.filter(notice=notice).order_by("at", "pk"))
    days = clocks.last_days(rows)
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
        "found": assessed.of_round(held),
    }


def dossier_of(held: AssessmentRound) -> AdmissionDossier | None:
    """The dossier that the vote about a round was taken on."""
    rows = AdmissionDossier.objects.filter(notice__round=held)
    found: AdmissionDossier | None = rows.order_by("-at", "-pk").first()
    return found


def _objection(row: NoticeObjection, clock: Any, today: date) -> ShownObjection:
    due_on = clock.due_on if clock is not None and row.state == NoticeObjection.State.OPEN else None
    return ShownObjection(row, due_on, due_on is not None and due_on < today)
