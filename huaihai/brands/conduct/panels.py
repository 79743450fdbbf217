"""Appeal: three people of three cities that had no part are drawn, two of three decide, and what follows."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huaihai.brands import drawing, powers
from huaihai.brands.conduct import removing
from huaihai.brands.conduct import stepping as conduct_stepping
from huaihai.brands.conduct.stepping import (
    LONGEST,
    PROGRAM,
    ProceedingMove,
    ends_suspension,
    others_suspend,
    public_words,
    stepping,
)
from huaihai.brands.conduct.verbs import written
from huaihai.brands.models import Declaration, PanelSeat, PanelVote, Proceeding, Statement
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who, require_holder
from huaihai.desk import hearing, lots
from huaihai.desk.hearing import Paper
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record.models import Event

SEATS = 3
ACCOUNT = "account:"  # how the record calls a person
NEEDED = 2  # voices that agree


def seats_taken(row: Proceeding) -> list[PanelSeat]:
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
    conduct_stepping.tell(row, "panel", at=at)


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
    taken = [seat.body_id for seat in seats_taken(row)]
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
            conduct_stepping.begin(step.row, "appealed", at)
        made = _fill(step, number, at)
    conduct_stepping.tell_panel(row, made, at=at)


def _fill(step: ProceedingMove, number: int, at: datetime) -> list[Organisation]:
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


def _head(step: ProceedingMove) -> str:
    """The hash of the last event about the entry: it was written before the draw."""
    rows = Event.objects.filter(subject=step.entry.record_key).order_by("-number")
    return str(rows.values_list("hash", flat=True).first() or "")


def decide(row: Proceeding, *, at: datetime) -> bool:
    """Carry out what two of the three agree on; whether they do. The caller holds the entry's lock."""
    seats = [seat for seat in seats_taken(row) if hasattr(seat, "vote")]
    counted = Counter(seat.vote.choice for seat in seats)
    for choice, count in counted.items():
        if count >= NEEDED:
            _carried_out(row, choice, seats, at=at)
            PanelSeat.objects.filter(proceeding=row, left_at=None).update(left_at=at)
            return True
    return False


def _carried_out(row: Proceeding, choice: str, seats: Sequence[PanelSeat], *, at: datetime) -> None:
    agreeing = [seat for seat in seats if seat.vote.choice == choice]
    told = {
        "reasons": "\n".join(seat.vote.reasons for seat in agreeing),
        "votes": [sum(seat.vote.choice == one for seat in seats) for one in PanelVote.Choice.values],
    }
    if choice == PanelVote.Choice.UPHOLD:
        _upheld(row, told, at=at)
    else:
        _set_aside(row, told, at=at)


def _upheld(row: Proceeding, told: dict[str, Any], *, at: datetime) -> None:
    verb = "uphold suspension" if row.kind == Proceeding.Kind.SUSPEND else "uphold"
    with stepping(row, verb, who=Who.PANEL, noted="panel upheld", tells="upheld", by=PROGRAM, at=at) as step:
        # without an outcome it was overdue, and nobody had decided
        step.decide(step.row.outcome or Proceeding.Outcome.SUSPENDED, told["reasons"])
        step.move.facts |= told
    if row.kind == Proceeding.Kind.REMOVE:
        removing.end_others(row, at=at)


def _set_aside(row: Proceeding, told: dict[str, Any], *, at: datetime) -> None:
    """The warning is struck out, the mark restored, the removed entry reinstated."""
    verb = {"suspend": ends_suspension(row), "remove": _reinstates(row)}.get(row.kind, "note")
    with stepping(
        row, "set aside", who=Who.PANEL, noted="panel set aside", entry_verb=verb, by=PROGRAM, at=at
    ) as step:
        step.decide(Proceeding.Outcome.SET_ASIDE, told["reasons"])
        if verb == "reinstate":
            step.entry.ended_at = None
        step.move.facts |= told
    if verb == "reinstate" and others_suspend(row):
        with moving(row.entry, "suspend", who=Who.RULE, by=PROGRAM, at=at) as move:
            move.facts["again"] = True
    conduct_stepping.tell(row, "set-aside", at=at)


def _reinstates(row: Proceeding) -> str:
    return "reinstate" if row.entry.stage == "removed" else "note"


def appeal(
    proceeding: Proceeding,
    *,
    text: str,
    files: Sequence[Paper] = (),
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Statement:
    """The holder appeals within the clock, or against a suspension that nobody decides about in time.

    The panel is drawn at once. Raises NotAllowed, NotPossible, Unfit, Moved.
    """
    require_holder(proceeding.entry, by, local_day(at))
    said = hearing.words("text", text, most=LONGEST)
    with transaction.atomic():
        with stepping(
            proceeding, "appeal", who=Who.HOLDER, noted="appealed", by=by, at=at, seen=seen
        ) as step:
            _require_appealable(step, at)
            made = written(step.move, step.row, Statement.Kind.APPEAL, said, files, by=by, at=at)
        open_panel(proceeding, at=at)
    return made


def vote(seat: PanelSeat, *, choice: str, reasons: str, by: Actor, at: datetime) -> PanelVote:
    """One of the panel says what she or he thinks; nobody reads it before two agree, and then it is decided.

    Raises NotAllowed, NotPossible, Unfit.
    """
    if choice not in PanelVote.Choice.values:
        raise Unfit("choice", _("Please choose one of the two."))
    said = public_words("reasons", reasons)
    with transaction.atomic():
        _require_seat(seat, by)
        powers.require_outsider(seat.proceeding.entry, by, local_day(at))
        with stepping(seat.proceeding, "vote", who=Who.PANEL, noted="panel voted", by=by, at=at) as step:
            _require_seat(seat, by)
            _require_panel(step.row, seat)
            made = PanelVote(entry=step.entry, seat=seat, choice=choice, reasons=said, at=at)
            step.move.rows.append(made)
        decide(seat.proceeding, at=at)
    return made


def _require_appealable(step: ProceedingMove, at: datetime) -> None:
    row, before = step.row, step.before
    if before.stage == "decided":
        hearing.require_by(before.due_on, at, _("The time to appeal is over."))
    elif row.kind != Proceeding.Kind.SUSPEND or before.overdue_on is None:
        raise NotPossible(_("There is no decision yet that could be appealed against."))


def _require_seat(seat: PanelSeat, by: Actor) -> None:
    held = PanelSeat.objects.filter(pk=seat.pk, left_at=None, account=by.account_id).first()
    city = by.organisation.city if by.organisation is not None else None
    if held is None or by.account_id is None or city is None or city.pk != held.body_id:
        raise NotAllowed(_("Only those who were drawn for this panel decide here."))


def _require_panel(row: Proceeding, seat: PanelSeat) -> None:
    sitting = seats_taken(row)
    if seat.pk not in {one.pk for one in sitting}:
        raise NotAllowed(_("Only those who were drawn for this panel decide here."))
    if len(sitting) < SEATS:
        raise NotPossible(_("The panel is not complete yet."))
    if PanelVote.objects.filter(seat=seat).exists():
        raise NotPossible(_("You have voted already."))
