"""What time does in assessments: they open, late assessors are replaced, counted rounds go on, rounds without an entry
end."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from huaihai.brands import standing
from huaihai.brands.assessing import seats as assessing_seats
from huaihai.brands.assessing import verbs
from huaihai.brands.models import AssessmentRound, AssessorSeat, Entry, Notice
from huaihai.brands.models.assessing import GIVEN_UP, OWING
from huaihai.brands.moving import lock, moving
from huaihai.brands.noticing import objections
from huaihai.brands.powers import Who
from huaihai.desk import hearing
from huaihai.kit.clock import local_day

Act = Callable[[], None]
ROUND_STAGES = {False: ("assessing", "notice", "voting"), True: ("held", "suspended")}  # by whether it renews
_NOTED = ("listed", "removed", "held", "suspended")  # stages in which an entry's chain still takes notes


def due_acts(at: datetime) -> Iterator[Act]:
    """For `huaihai record fall-due`."""
    on = local_day(at)
    open_rounds = AssessmentRound.objects.filter(closed_at=None).select_related("entry__body")
    gone: set[UUID] = set()
    for held in open_rounds.order_by("opened_at", "pk").iterator():
        if held.entry.stage not in ROUND_STAGES[held.renews]:
            gone.add(held.pk)
            yield partial(_drop, held, at=at)
    keys = hearing.overdue(assessing_seats.CLOCK, assessing_seats.KEY, on)
    seats = AssessorSeat.objects.filter(pk__in=keys).exclude(round__in=gone)
    for seat in seats.select_related("round__entry__body").order_by("drawn_at", "pk"):
        yield partial(assessing_seats.give_up, seat, AssessorSeat.State.LATE, at=at)
    yield from _of_rounds(at, gone)
    for entry in verbs.due(on):
        yield partial(_open, entry, at=at)


def _of_rounds(at: datetime, gone: set[UUID]) -> Iterator[Act]:
    waiting = AssessmentRound.objects.filter(closed_at=None, outcome="").exclude(pk__in=gone)
    for held in waiting.filter(completed_at=None).select_related("entry__body").order_by("opened_at", "pk"):
        if (wanted := assessing_seats.wanted(held)) and _could_fill(held, wanted[0], at):
            yield partial(_fill, held, at=at)
    if standing.gives_title(local_day(at)):
        rows = waiting.filter(completed_at__isnull=False).order_by("completed_at", "pk")
        for key in list(rows.values_list("pk", flat=True)):
            yield partial(verbs.conclude, key, at=at)


def _open(entry: Entry, *, at: datetime) -> None:
    """Unless the volunteers have as many sheets as they may have by now; then in another night."""
    if not verbs.why_not(entry, local_day(at)):
        verbs.open_round(entry, at=at)


def _could_fill(held: AssessmentRound, is_third: bool, at: datetime) -> bool:
    sitting = list(held.seats.select_related("body"))
    seated = assessing_seats.seated_offers(sitting)
    cities = {seat.body.key for seat in sitting if seat.state not in GIVEN_UP}
    frame = assessing_seats.volunteers(held.entry, local_day(at))
    taken = assessing_seats.taken_for(is_third, frame, seated, cities)
    return any(city not in taken and offer not in seated for offer, city in frame)


def _fill(held: AssessmentRound, *, at: datetime) -> None:
    with transaction.atomic():
        assessing_seats.fill(held, at=at)


def _drop(held: AssessmentRound, *, at: datetime) -> None:
    """The entry left, or lost its mark: nobody assesses it any more."""
    with transaction.atomic():
        entry = lock(held.entry_id)
        locked = AssessmentRound.objects.select_for_update().get(pk=held.pk)
        if locked.closed_at is not None:
            return
        if entry.stage in _NOTED:
            with moving(
                entry, "note", who=Who.RULE, noted="assessment dropped", by=assessing_seats.PROGRAM, at=at
            ) as move:
                move.facts["round"] = locked.number
        for seat in locked.seats.filter(state__in=OWING):
            hearing.end(seat, by="dropped", at=at)
        locked.seats.filter(state__in=OWING).update(state=AssessorSeat.State.GONE, ended_at=at)
        for notice in Notice.objects.filter(round=locked, ended_at=None):
            objections.end_notice(notice, Notice.Outcome.DROPPED, at=at)
        verbs.close(locked, AssessmentRound.Outcome.DROPPED, at=at)
