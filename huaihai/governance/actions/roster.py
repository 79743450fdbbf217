"""Planning who is on duty: days of a span dealt out fairly, and the change of one day.

All verbs about one body's roster stand in one chain of the record and take turns by locking the body's row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from huaihai.governance import fair_days, roster, standing
from huaihai.governance.errors import GovernanceError, Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance.models import Leave, Shift, Swap
from huaihai.governance.models.roster import ON_DUTY_ROLES, SWAP
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Post
from huaihai.record import events

LONGEST_PLAN = timedelta(days=184)  # half a year
FARTHEST = timedelta(days=400)


@dataclass(frozen=True)
class Planned:
    """What a plan did: days filled, days left as they were, and days on which everybody is away."""

    filled: int
    kept: int
    without: tuple[date, ...]


class RosterMoved(Moved):
    """Somebody else changed the body's roster meanwhile. Carries the body."""

    def __init__(self, body: Organisation) -> None:
        GovernanceError.__init__(self, "the roster was changed meanwhile")
        self.row = body


class DayMoved(Moved):
    """Somebody else gave the day to another person meanwhile. Carries the shift as it is now, or None."""

    def __init__(self, shift: Shift | None) -> None:
        GovernanceError.__init__(self, "the day was changed meanwhile")
        self.row = shift


def plan(
    body: Organisation,
    *,
    people: Sequence[Account],
    from_on: date,
    until_on: date,
    by_week: bool = False,
    replace: bool = False,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Planned:
    """Deal the days of a span out among these people, fairly. Shifts that have begun stay as they are;
    so do those already planned, unless `replace`. `seen` is the roster's version that the actor saw: what is to be
    replaced must not have changed since.

    Raises NotAllowed, Unfit, Moved.
    """
    may_plan(by, body)
    _check_span(from_on, until_on, at)
    with transaction.atomic():
        lock(body)
        if replace and seen is not None and seen != version_of(body):
            raise RosterMoved(body)
        people = _able(body, people, from_on)
        span = [from_on + timedelta(days=n) for n in range((until_on - from_on).days + 1)]
        there = {shift.on: shift for shift in Shift.objects.filter(organisation=body, on__in=span)}
        kept = {on for on in there if not replace or roster.has_begun(on, at)}
        days = [on for on in span if on not in kept]
        dealt = _dealt(body, days, people, {on: there[on].account_id for on in kept}, by_week)
        Shift.objects.filter(organisation=body, on__in=days).delete()
        Shift.objects.bulk_create(
            Shift(organisation=body, on=on, account=account)
            for on, account in dealt.items()
            if account is not None
        )
        without = tuple(on for on, account in dealt.items() if account is None)
        _write(
            body,
            "roster planned",
            by,
            at,
            days={on.isoformat(): who.record_key for on, who in dealt.items() if who is not None},
            without=[on.isoformat() for on in without],
            kept=len(kept),
        )
        overtake(body, days, by=by, at=at)
    return Planned(len(days) - len(without), len(kept), without)


def put(
    body: Organisation, *, on: date, account: Account | None, seen: str | None = None, by: Actor, at: datetime
) -> Shift | None:
    """Let this person have the day, instead of whoever had it; None: nobody has it. A shift that runs can be
    taken over by another person, and not be left empty; one that is over stays as it was.

    `seen` is whom the actor saw there: the id of the account, "" for nobody.
    Raises NotAllowed, NotPossible, Unfit, Moved.
    """
    may_plan(by, body)
    if on < roster.shift_day(at):
        raise NotPossible(_("This shift is over; it stays as it was."))
    if account is None and roster.has_begun(on, at):
        raise NotPossible(
            _("This shift has begun; somebody else can take it over, but it cannot be left empty.")
        )
    if on > local_day(at) + FARTHEST:
        raise Unfit("on", _("This day is too far away."))
    with transaction.atomic():
        lock(body)
        shift = Shift.objects.filter(organisation=body, on=on).select_related("account").first()
        if seen is not None and seen != (str(shift.account_id) if shift else ""):
            raise DayMoved(shift)
        if account is not None:
            _check_person(body, account, on)
        was = shift.account.record_key if shift else ""
        if account is None:
            Shift.objects.filter(organisation=body, on=on).delete()
            shift = None
        else:
            shift, _made = Shift.objects.update_or_create(
                organisation=body, on=on, defaults={"account": account}
            )
        _write(
            body,
            "shift changed",
            by,
            at,
            on=on.isoformat(),
            was=was,
            now=account.record_key if account else "",
        )
        overtake(body, [on], by=by, at=at)
    return shift


def may_plan(by: Actor, body: Organisation) -> None:
    """Raises NotAllowed for whoever does not speak for this body, or if it is no city's."""
    if body.kind != Organisation.Kind.CITY or not standing.speaks_for(by, body):
        raise NotAllowed(_("Only the head or the alliance desk of this body plans its roster."))


def lock(body: Organisation) -> None:
    """Take the body's turn: whatever else happens in its roster waits until this transaction ends."""
    Organisation.objects.select_for_update(no_key=True).get(pk=body.pk)


def overtake(
    body: Organisation,
    days: Iterable[date],
    *,
    by: Actor,
    at: datetime,
    but: Swap | None = None,
    is_private: bool = False,
) -> None:
    """End the open swaps about these days: they have been changed otherwise. The caller holds the body's turn.

    Where the change `is_private`, the record's facts do not tell which swaps: they name people and days.
    """
    touched = Q(on__in=list(days)) | Q(return_on__in=list(days))
    for swap in Swap.objects.filter(touched, organisation=body, stage="asked").order_by("pk"):
        if but is not None and swap.pk == but.pk:
            continue
        swap.stage, swap.answered_at = SWAP.after("overtake", swap.stage), at
        swap.version += 1
        swap.save(update_fields=["stage", "answered_at", "version"])
        which = {"swap": str(swap.pk), "on": swap.on.isoformat()}
        _write(body, "swap overtaken", by, at, text=f"swap:{swap.pk}", **({} if is_private else which))


def version_of(body: Organisation) -> int:
    """The number of the last event of the body's roster; it rises with every change."""
    last = events.history(subject_of(body)).order_by("-number").values_list("number", flat=True).first()
    return last or 0


def subject_of(body: Organisation) -> str:
    """The name of a body's roster in the record."""
    return f"roster:{body.key}"


def _write(
    body: Organisation, verb: str, by: Actor, at: datetime, *, text: str = "", **facts: object
) -> None:
    events.write(subject=subject_of(body), verb=verb, by=by.key, at=at, facts=facts, text=text)


def _check_span(from_on: date, until_on: date, at: datetime) -> None:
    if from_on < roster.shift_day(at):
        raise Unfit("from_on", _("Days that are over cannot be planned."))
    if until_on < from_on:
        raise Unfit("until_on", _("The last day must not be before the first."))
    if until_on - from_on > LONGEST_PLAN:
        raise Unfit("until_on", _("Half a year at once is the most."))
    if from_on > local_day(at) + FARTHEST:
        raise Unfit("from_on", _("This day is too far away."))


def _able(body: Organisation, people: Sequence[Account], on: date) -> list[Account]:
    known = {account.pk for account in roster.people_of(body, on)}
    chosen = list(dict.fromkeys(people))
    if not chosen:
        raise Unfit("people", _("Choose at least one person."))
    if any(account.pk not in known for account in chosen):
        raise Unfit("people", _("Only people with a post in this body can be on duty."))
    return chosen


def _check_person(body: Organisation, account: Account, on: date) -> None:
    if account.pk not in {one.pk for one in roster.people_of(body, on)}:
        raise Unfit("account", _("Only people with a post in this body can be on duty."))
    if Leave.objects.filter(account=account).touching(on, on).exists():
        raise Unfit("account", _("This person is on leave that day."))


def _dealt(
    body: Organisation, days: list[date], people: list[Account], held: dict[date, object], by_week: bool
) -> dict[date, Account | None]:
    if not days:
        return {}
    by_id = {account.pk: account for account in people}
    leaves = list(Leave.objects.filter(account__in=people).touching(days[0], days[-1]))
    posts = list(Post.objects.filter(account__in=people, organisation=body, role__in=ON_DUTY_ROLES))
    before = Shift.objects.filter(organisation=body, account__in=people, on__lt=days[0]).order_by()
    last = dict(before.values_list("account_id").annotate(Max("on")))

    def is_away(who: Account, on: date) -> bool:
        if not any(post.account_id == who.pk and _is_within(post, on) for post in posts):
            return True
        return any(leave.account_id == who.pk and _is_within(leave, on) for leave in leaves)

    return fair_days.deal(
        days,
        people,
        by_week=by_week,
        is_rest=roster.is_rest,
        is_away=is_away,
        held={on: by_id[key] for on, key in held.items() if key in by_id},  # type: ignore[index]
        last_on={by_id[key]: on for key, on in last.items()},
    )


def _is_within(span: Post | Leave, on: date) -> bool:
    return span.from_on <= on and (span.until_on is None or on <= span.until_on)
