"""What time does in a proceeding.

Silence never burdens a business, and danger never lapses by silence: a warning on which nobody decides in time lapses;
a suspension or removal stays, stands in the public log as overdue, the secretariat is told, and the business may bring
the suspension before a panel at once.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from huaihai.brands.conduct import opening, panels, removing, triggers
from huaihai.brands.conduct import stepping as conduct_stepping
from huaihai.brands.conduct.opening import Cause, fingerprint, open_proceeding
from huaihai.brands.conduct.removing import is_before_the_alliance
from huaihai.brands.conduct.stepping import PROGRAM, stepping
from huaihai.brands.life import MARKED
from huaihai.brands.models import Proceeding, Statement
from huaihai.brands.moving import lock
from huaihai.brands.powers import Who
from huaihai.kit.clock import local_day

Act = Callable[[], None]
_by_rule = partial(stepping, who=Who.RULE, by=PROGRAM)


def due_acts(at: datetime) -> Iterator[Act]:
    """For `huaihai record fall-due`: marks to look at, steps whose last day is over, panels not complete."""
    yield from opening.due_acts(at)
    late = Proceeding.objects.exclude(stage="ended").filter(due_on__lt=local_day(at))
    for key in late.order_by("due_on", "pk").values_list("pk", flat=True):
        yield partial(_fall_due, key, at)
    for row in _before_panels(at):
        if panels.has_more(row, at=at):
            yield partial(_complete, row.pk, at)


def _before_panels(at: datetime) -> list[Proceeding]:
    """Appeals whose panel has an empty seat."""
    rows = Proceeding.objects.filter(stage="appealed", due_on__gte=local_day(at))
    held = rows.annotate(sitting=Count("seats", filter=Q(seats__left_at=None))).select_related(
        "entry__body", "motion"
    )
    return [row for row in held if row.sitting < panels.SEATS]  # seats of earlier rounds have all been left


def _fall_due(key: UUID, at: datetime) -> None:
    with transaction.atomic():
        row = _held(key)
        if row.is_overdue(local_day(at)):
            STEPS[row.stage](row, at)


def _close_statement(row: Proceeding, at: datetime) -> None:
    with _by_rule(row, "close statement", noted="statement closed", at=at, tells="closed") as step:
        said = step.row.statements.filter(kind=Statement.Kind.STATEMENT)
        step.move.facts["said"] = said.exists()


def _stand(row: Proceeding, at: datetime) -> None:
    """Nobody did what should be done: a warning lapses, everything else stays, and the log says since when."""
    if row.kind == Proceeding.Kind.WARN:
        with _by_rule(row, "lapse", noted="warning lapsed", at=at, tells="dropped") as step:
            step.row.outcome = Proceeding.Outcome.LAPSED
    elif row.overdue_on is None and not is_before_the_alliance(row, local_day(at)):
        _note_overdue(row, at)


def _note_overdue(row: Proceeding, at: datetime) -> None:
    with _by_rule(row, "stand overdue", noted="proceeding overdue", at=at) as step:
        step.row.overdue_on = local_day(at)
    conduct_stepping.tell_overdue(row, at=at)


def _close(row: Proceeding, at: datetime) -> None:
    """No appeal came: what was decided stands."""
    is_suspension = row.kind == Proceeding.Kind.SUSPEND
    verb = "wait for remedy" if is_suspension else "close"
    with _by_rule(row, verb, noted="appeal time over", at=at, tells="remedy" if is_suspension else ""):
        pass
    if row.kind == Proceeding.Kind.REMOVE:
        removing.end_others(row, at=at)


def _draw_again(row: Proceeding, at: datetime) -> None:
    """Who in the panel has said nothing leaves it, and the others who are drawn get the whole time."""
    silent = [seat.pk for seat in panels.seats_taken(row) if not hasattr(seat, "vote")]
    _note_overdue(row, at)
    panels.leave(row, silent, begins_anew=True, at=at)


def _go_on(row: Proceeding, at: datetime) -> None:
    """The cause was not remedied in time: a removal is proposed, in which the business is heard again."""
    if row.remedied_at is not None:
        return  # two people are to decide about what was done
    if row.entry.stage not in MARKED:
        return  # another proceeding has removed it, which a panel may still set aside
    with _by_rule(row, "go on to removal", noted="not remedied", at=at) as step:
        step.row.outcome = Proceeding.Outcome.MOVED_ON
    cause = Cause(
        trigger=triggers.NOT_REMEDIED,
        name=triggers.names()[triggers.NOT_REMEDIED],
        kind=Proceeding.Kind.REMOVE,
        facts={"follows": row.number, "as_of": local_day(at).isoformat()},
        fingerprint=fingerprint(triggers.NOT_REMEDIED, row.pk),
        clocks=row.clocks,
        follows=row,
    )
    open_proceeding(row.entry, cause, by=PROGRAM, at=at)


def _complete(key: UUID, at: datetime) -> None:
    with transaction.atomic():
        row = _held(key)
        if row.stage == "appealed" and panels.has_more(row, at=at):
            panels.leave(row, (), at=at)


def _held(key: UUID) -> Proceeding:
    """The proceeding, with the lock of its entry."""
    found = Proceeding.objects.values_list("entry", flat=True).get(pk=key)
    entry = lock(found)
    row: Proceeding = Proceeding.objects.select_related("motion").get(pk=key)
    row.entry = entry
    return row


STEPS: dict[str, Callable[[Proceeding, datetime], None]] = {
    "statement": _close_statement,
    "hearing": _stand,
    "deciding": _stand,
    "decided": _close,
    "appealed": _draw_again,
    "remedy": _go_on,
}
