"""A closed case is open again: the consumer says that it was not done after all, or it was closed by mistake."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from huaihai.cases import messages
from huaihai.cases.models import Case
from huaihai.cases.models.promise import PromiseQuerySet
from huaihai.cases.verbs.moving import moving
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.desk.moving import Move
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.law import deadlines, limits
from huaihai.law.errors import CalendarNotHeld
from huaihai.law.limits import Limit
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.members.models import Role
from huaihai.record import clocks, events
from huaihai.record.models import Event

CLOSING = ("confirm", "close_unconfirmed")


def closing_of(case: Case, history: Iterable[Event] | None = None) -> Event | None:
    """What closed it last; None while it is not closed."""
    if case.stage != "closed":
        return None
    if history is not None:
        return next((event for event in reversed([*history]) if event.verb in CLOSING), None)
    return events.history(case.record_key).filter(verb__in=CLOSING).last()


def is_ours(closing: Event) -> bool:
    """Whether the body closed it, not the consumer by an own hand."""
    return closing.verb == "close_unconfirmed" or bool(closing.facts.get("on_word"))


def reopened_until(case: Case) -> date | None:
    """The last day on which the consumer can have it opened again; None while it is not closed."""
    return _last_day(case, limits.REOPEN)


def undone_until(case: Case) -> date | None:
    """The last day on which any officer of the body can put a wrong close right; afterwards its head does."""
    return _last_day(case, limits.UNDO_CLOSE)


def reopen(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The consumer (or the body, on the consumer's word) says what was not done. Raises Unfit.

    What was confirmed with the closing is watched again; with its day past, it counts as broken and is followed up.
    """
    if not text.strip():
        raise Unfit("text", _("Please say what was not done."))
    today, closing = local_day(at), closing_of(case)
    is_due = closing is None or closing.facts["before"] == "breached" or _is_due(case, today)
    verb = "reopen" if is_due else "reopen_early"
    with moving(case, verb, by=by, at=at, seen=seen, text=text) as move:
        until = reopened_until(move.row)
        if until is not None and until < today:
            day = spoken.day(until, today=today)
            raise Unfit("text", _("This was possible until %(day)s. Please file anew.") % {"day": day})
        move.facts = {"was": move.row.result, "on_word": by.kind == "officer"}
        _take_back(move, closing, runs_on=not is_due)
        messages.tell_business(move.row, "reopened", at=at)
        if by.kind == "officer":
            messages.tell_consumer(move.row, "reopened_on_word", at=at)


def undo_close(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """It was closed by mistake: it stands as before, its clock running on. Raises Unfit, NotPossible."""
    if not text.strip():
        raise Unfit("text", _("Please give the reason."))
    today, closing = local_day(at), closing_of(case)
    if closing is None or not is_ours(closing):
        raise NotPossible(_("The consumer closed this case; only the consumer can have it opened again."))
    verb = "undo_close_breached" if closing.facts["before"] == "breached" else "undo_close"
    with moving(case, verb, by=by, at=at, seen=seen, text=text) as move:
        until = undone_until(move.row)
        if until is not None and until < today and Role.HEAD not in by.roles:
            day = spoken.day(until, today=today)
            raise Unfit("text", _("Officers could do this until %(day)s; now the head can.") % {"day": day})
        move.facts = {"was": move.row.result}
        _take_back(move, closing, runs_on=True)
        messages.tell_consumer(move.row, "close_undone", at=at)
        messages.tell_business(move.row, "close_undone", at=at)


def _take_back(move: Move[Case], closing: Event | None, *, runs_on: bool) -> None:
    """The result goes, and what the closing said of the promises; its clock runs on, or they count as broken."""
    case = move.row
    case.result = ""
    rows = case.promises.filter(pk__in=list(_closed_with_it(case).values_list("pk", flat=True)))
    rows.update(confirmed_at=None, left_at=None)
    if not runs_on:
        rows.filter(breached_at=None).update(breached_at=move.at)
    elif closing is not None:
        clocks.run_on(case.record_key, ended_at=closing.at, by=closing.verb)


def _closed_with_it(case: Case) -> PromiseQuerySet:
    return case.promises.filter(Q(confirmed_at=case.ended_at) | Q(left_at=case.ended_at))


def _is_due(case: Case, today: date) -> bool:
    return _closed_with_it(case).filter(due_on__lt=today).exists()


def _last_day(case: Case, limit: Limit) -> date | None:
    if case.ended_at is None or case.responsible is None:
        return None
    ended_on = local_day(case.ended_at)
    adopted = limit_for(case.responsible, limit, ended_on)
    try:
        return deadlines.due(adopted, ended_on, calendar=clocks.calendar()).due_on
    except CalendarNotHeld:  # long ago
        return ended_on
