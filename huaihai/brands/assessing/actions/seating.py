"""Who sits in a round: drawn by lot among those who offered, of cities that differ; whoever falls out is replaced."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from huaihai.brands.actions.moving import moving
from huaihai.brands.assessing import counting, sheet
from huaihai.brands.assessing.actions import drawing
from huaihai.brands.models import (
    AssessmentRound,
    AssessorSeat,
    Declaration,
)
from huaihai.brands.models.assessing import GIVEN_UP, OWING
from huaihai.brands.powers import Who
from huaihai.kit.clock import local_day
from huaihai.law.limits import ASSESS_ENTRY
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.record import clocks
from huaihai.record.models import Clock

CLOCK = "assess"  # the name of a seat's clock
KEY = "brand-seat:"
PROGRAM = Actor.system("assessing")
PAIR = 2


def open_seats(by: Actor) -> list[AssessorSeat]:
    """The seats in which the actor still owes points, the oldest first."""
    rows = AssessorSeat.objects.filter(account=by.account_id, state__in=OWING, round__completed_at=None)
    return list(rows.select_related("round__entry__body", "body").order_by("drawn_at", "pk"))


def wanted(held: AssessmentRound) -> list[bool]:
    """The seats that are to be filled: False a seat of the pair, True that of the third."""
    if held.completed_at is not None or held.closed_at is not None:
        return []
    sitting = [seat for seat in held.seats.all() if seat.state not in GIVEN_UP]
    pair = [seat for seat in sitting if not seat.is_third]
    if len(pair) < PAIR:
        return [False] * (PAIR - len(pair))
    if any(seat.is_third for seat in sitting) or not are_apart(held, pair):
        return []
    return [True]


def are_apart(held: AssessmentRound, pair: Sequence[AssessorSeat]) -> bool:
    """Whether both have given points and these are further apart than its criteria allow."""
    given = [row.points for row in held.assessments.filter(seat__in=pair)]
    used = sheet.of_version(held.sheet_version)
    most = counting.most_apart(used, held.criteria.content.get("admission", {}))
    return len(given) == PAIR and counting.is_apart(used, given, most)


def fill(held: AssessmentRound, *, at: datetime) -> list[AssessorSeat]:
    """Draw whoever is missing, as far as there are volunteers; the record keeps seed, frame and ranks.

    The caller runs it in the transaction of what made the seat free.
    """
    asked = wanted(held)
    if not asked:
        return []
    with moving(held.entry, "note", who=Who.RULE, noted="assessors drawn", by=PROGRAM, at=at) as move:
        seats = drawing.drawn(held, move, asked, at)
        move.facts |= {
            "round": held.number,
            "seats": [[str(seat.pk), str(seat.draw_id), seat.rank] for seat in seats],
            "missing": len(asked) - len(seats),
        }
    for seat in seats:
        seat.save(force_insert=True)
        limit = limit_for(seat.body, ASSESS_ENTRY, local_day(at))
        clocks.start(
            subject=seat.record_key, owner=seat.body.record_key, at=at, starts=[clocks.Start(CLOCK, limit)]
        )
    return seats


def declared(declaration: Declaration, *, by: Actor, at: datetime) -> None:
    """Follows a declaration about an entry: its maker may assess now, or the next one is drawn."""
    rows = AssessorSeat.objects.filter(round__entry=declaration.entry, account=declaration.account_id)
    seat = rows.filter(state__in=OWING, round__closed_at=None).select_related("round__entry").first()
    if seat is None:
        return
    if declaration.has_conflict:
        give_up(seat, AssessorSeat.State.CONFLICT, at=at)
    else:
        AssessorSeat.objects.filter(pk=seat.pk).update(state=AssessorSeat.State.READY)


def give_up(seat: AssessorSeat, state: AssessorSeat.State, *, at: datetime) -> None:
    """This seat is free for this reason, and the next one is drawn. Nothing happens to one that owes nothing."""
    with transaction.atomic():
        entry = seat.round.entry
        with moving(entry, "note", who=Who.RULE, noted="assessor fell out", by=PROGRAM, at=at) as move:
            held = AssessorSeat.objects.select_for_update().get(pk=seat.pk)
            was_owing = held.state in OWING
            if was_owing:
                held.state, held.ended_at = state, at
                held.save(update_fields=["state", "ended_at"])
            clocks.end(clocks.running(held.record_key).values(), at=at, by=state.value)
            move.facts |= {"seat": str(held.pk), "why": state.value}
        if was_owing:
            fill(round_of(seat), at=at)


def round_of(seat: AssessorSeat) -> AssessmentRound:
    """Its round as it is now."""
    rows: QuerySet[AssessmentRound] = AssessmentRound.objects.select_related("entry__body", "criteria")
    return rows.get(pk=seat.round_id)


def clocks_of(seats: Sequence[AssessorSeat]) -> dict[str, date]:
    """The last day of each seat's clock, by the seat's record key. One query."""
    rows = Clock.objects.filter(subject__in=[seat.record_key for seat in seats], name=CLOCK)
    return dict(rows.values_list("subject", "due_on"))
