"""What time does: what is ready goes to the vote, an end is told before, a mark ends by its day, a late decision is
noted, a contact is erased."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from huaihai.brands import messages
from huaihai.brands.life import MARKED
from huaihai.brands.models import EndTold, Entry, NoticeObjection
from huaihai.brands.moving import moving
from huaihai.brands.noticing import objections, voting
from huaihai.brands.noticing.notice import PROGRAM
from huaihai.brands.powers import Who
from huaihai.desk import hearing
from huaihai.kit import spoken
from huaihai.kit.clock import local_day

Act = Callable[[], object]
TOLD_BEFORE = (60, 14)  # days before the end
ERASED_AFTER = timedelta(days=180)  # the contact of whoever objected, after the decision


def due_acts(at: datetime) -> Iterator[Act]:
    """For `huaihai record fall-due`."""
    on = local_day(at)
    marked = Entry.objects.marked().select_related("business", "place", "body", "criteria")
    for entry in marked.filter(held_until__lt=on).order_by("held_until", "pk"):
        yield partial(expire, entry, at=at)
    yield from _telling(on, at)
    if ready := voting.ready(on):
        yield partial(voting.put_to_vote, ready, at=at)
    keys = hearing.overdue(objections.DECIDE, objections.KIND, on)
    waiting = NoticeObjection.objects.filter(pk__in=keys, state=NoticeObjection.State.OPEN, told_late_at=None)
    for row in waiting.select_related("entry").order_by("at", "pk"):
        yield partial(_note_late, row, at=at)
    rows = NoticeObjection.objects.exclude(contact="").filter(decided_at__lte=at - ERASED_AFTER)
    for row in rows.order_by("decided_at", "pk"):
        yield partial(_erase, row)


def expire(entry: Entry, *, at: datetime) -> None:
    """The mark has ended; the entry stays in the directory. Nothing happens if it was renewed meanwhile."""
    entry.refresh_from_db()
    if entry.stage not in MARKED or entry.held_until is None or entry.held_until >= local_day(at):
        return
    with moving(entry, "expire", who=Who.RULE, by=PROGRAM, at=at) as move:
        move.row.ended_at = at
        move.facts["until"] = entry.held_until.isoformat()
    messages.business(entry, "expired", key=entry.held_until.isoformat(), at=at)


def _telling(on: date, at: datetime) -> Iterator[Act]:
    """The nearest of the two that has not been told yet; a later one covers an earlier one that was missed."""
    horizon = on + timedelta(days=max(TOLD_BEFORE))
    ending = Entry.objects.marked().filter(held_until__gte=on, held_until__lte=horizon)
    for days in TOLD_BEFORE:
        near = ending.filter(held_until__lte=on + timedelta(days=days))
        told = EndTold.objects.filter(days_before=days).values_list("entry", "held_until")
        known = set(told.filter(held_until__gte=on, held_until__lte=horizon))
        for entry in near.select_related("business", "place", "body", "criteria").order_by(
            "held_until", "pk"
        ):
            left = (entry.held_until - on).days if entry.held_until else 0
            is_next = not any(left <= fewer < days for fewer in TOLD_BEFORE)
            if is_next and (entry.pk, entry.held_until) not in known:
                yield partial(_tell, entry, days, at=at)


def _tell(entry: Entry, days: int, *, at: datetime) -> None:
    with moving(entry, "note", who=Who.RULE, noted="end told", by=PROGRAM, at=at) as move:
        until = move.row.held_until
        if until is None:
            return
        move.rows.append(EndTold(entry=move.row, held_until=until, days_before=days, at=at))
        move.facts |= {"until": until.isoformat(), "days": days}
    said = {"until": spoken.full_day(until), "days": (until - local_day(at)).days}
    messages.business(entry, "ends", key=f"{until.isoformat()}:{days}", facts=said, at=at)


def _note_late(row: NoticeObjection, *, at: datetime) -> None:
    """Its time is over and nobody has decided: the record says so, once; the vote goes on waiting."""
    with moving(row.entry, "note", who=Who.RULE, noted="objection late", by=PROGRAM, at=at) as move:
        row.told_late_at = at
        row.save(update_fields=["told_late_at"])
        move.facts["objection"] = row.number


def _erase(row: NoticeObjection) -> None:
    row.contact = ""
    row.save(update_fields=["contact"])
