"""The panel of an appeal: who sits in it, drawn by a seed that nobody chooses; who leaves, and who comes instead."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from huaihai.brands.actions import drawing
from huaihai.brands.assessing import lots
from huaihai.brands.conduct import days, messages
from huaihai.brands.conduct.actions.stepping import PROGRAM, Step, stepping
from huaihai.brands.models import Declaration, PanelSeat, Proceeding
from huaihai.brands.powers import Who
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record.models import Event

SEATS = 3
ACCOUNT = "account:"  # how the record calls a person


def sitting(row: Proceeding) -> list[PanelSeat]:
    """Who sits in the panel of the newest appeal."""
    rows = PanelSeat.objects.filter(proceeding=row, round=round_of(row), left_at=None)
    return list(rows.select_related("body", "account", "vote").order_by("drawn_at", "pk"))


def round_of(row: Proceeding) -> int:
    """Which appeal of this proceeding is the newest; 0 before the first."""
    last: int | None = PanelSeat.objects.filter(proceeding=row).aggregate(last=Max("round"))["last"]
    return last or 0


def open_panel(row: Proceeding, *, at: datetime) -> None:
    """Draw three people of three cities for a new appeal. Where there are fewer, the next nightly run tries again."""
    _drawn(row, number=round_of(row) + 1, leaving=(), at=at)
    messages.tell(row, "panel", at=at)


def leave(row: Proceeding, seats: Collection[UUID], *, begins_anew: bool = False, at: datetime) -> None:
    """These leave the panel, and others are drawn; `begins_anew` gives the panel its whole time again."""
    _drawn(row, number=max(1, round_of(row)), leaving=seats, begins_anew=begins_anew, at=at)


def declared(declaration: Declaration, *, by: Actor, at: datetime) -> None:
    """What follows a declaration (`declaring.FOLLOWED_BY`): whoever has a conflict of interest leaves the panel."""
    del by
    if not declaration.has_conflict:
        return
    seats = PanelSeat.objects.filter(
        proceeding__entry=declaration.entry_id,
        proceeding__stage="appealed",
        account=declaration.account_id,
        left_at=None,
    )
    for seat in seats.select_related("proceeding__entry__body", "proceeding__entry__business"):
        leave(seat.proceeding, [seat.pk], at=at)


def has_more(row: Proceeding, *, at: datetime) -> bool:
    """Whether somebody could be drawn for a seat that is empty."""
    pool = drawing.pool(row.entry, on=local_day(at), without=without_part(row))
    taken = [seat.body_id for seat in sitting(row)]
    return len(taken) < SEATS and bool(drawing.draw(pool, seed="", count=1, taken=taken))


def without_part(row: Proceeding) -> set[UUID]:
    """Accounts that had a part in the entry, in the proceeding, in its vote, or in an earlier panel.

    Declaring a conflict of interest, or its absence, is no part.
    """
    subjects = [row.entry.record_key, *([row.motion.record_key] if row.motion is not None else [])]
    events = Event.objects.filter(subject__in=subjects, by__startswith=ACCOUNT)
    keys = events.exclude(verb="brand_declared").values_list("by", flat=True).distinct()
    seats = PanelSeat.objects.filter(proceeding=row).values_list("account", flat=True)
    return {UUID(key.removeprefix(ACCOUNT)) for key in keys} | set(seats)


def _drawn(
    row: Proceeding, *, number: int, leaving: Collection[UUID], begins_anew: bool = False, at: datetime
) -> None:
    with stepping(row, "draw again", who=Who.RULE, noted="panel drawn", by=PROGRAM, at=at) as step:
        PanelSeat.objects.filter(pk__in=leaving, proceeding=row).update(left_at=at)
        if begins_anew:
            days.begin(step.row, "appealed", at)
        made = _fill(step, number, at)
    messages.tell_panel(row, made, at=at)


def _fill(step: Step, number: int, at: datetime) -> list[Organisation]:
    """Seats for those who were drawn; the bodies that they work for."""
    row = step.row
    kept = list(PanelSeat.objects.filter(proceeding=row, round=number, left_at=None))
    pool = drawing.pool(step.entry, on=local_day(at), without=without_part(row))
    seed = drawing.seed_of(_head(step), str(row.pk), str(row.version))
    found = drawing.draw(pool, seed=seed, count=SEATS - len(kept), taken=[seat.body_id for seat in kept])
    seats = [
        PanelSeat(proceeding=row, round=number, account_id=one.account, body_id=one.city, drawn_at=at)
        for one in found
    ]
    PanelSeat.objects.bulk_create(seats)
    step.move.facts |= {
        "seed": seed,
        "pool": lots.frame_hash(drawing.frame_of(pool)),
        "of": len(pool),
        "seats": len(kept) + len(seats),
    }
    return list(Organisation.objects.filter(pk__in=[one.city for one in found]))


def _head(step: Step) -> str:
    """The hash of the last event about the entry: it was written before the draw."""
    rows = Event.objects.filter(subject=step.entry.record_key).order_by("-number")
    return str(rows.values_list("hash", flat=True).first() or "")
