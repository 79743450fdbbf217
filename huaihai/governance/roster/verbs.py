"""The days of a month as somebody put them, the empty ones dealt out fairly; leave. Why is nowhere written.

All verbs about one body's roster stand in one chain of the record and take turns by locking the body's row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import DeskError, Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance import standing
from huaihai.governance.models import Leave, Shift
from huaihai.governance.models.roster import ON_DUTY_ROLES
from huaihai.governance.roster import facts as roster_facts
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Post
from huaihai.record import events

FARTHEST = timedelta(days=400)
LOOKED_BACK = timedelta(days=60)  # shifts of so long before count when empty days are dealt out


@dataclass(frozen=True)
class Saved:
    """How many days were changed, and those of them on which nobody is on duty now."""

    changed: int
    without: tuple[date, ...]


class DayMoved(Moved):
    """Somebody else gave the day to another person meanwhile. Carries the shift as it is now, or None."""

    def __init__(self, on: date, shift: Shift | None) -> None:
        DeskError.__init__(self, "the day was changed meanwhile")
        self.on, self.row = on, shift


def save(
    body: Organisation,
    days: Mapping[date, Account | None],
    *,
    seen: Mapping[date, str] | None = None,
    fill: Sequence[date] = (),
    by: Actor,
    at: datetime,
) -> Saved:
    """Give each of these days to its person (None: to nobody), and deal the empty ones of `fill` out fairly.

    A shift that runs can be taken over by another person, and not be left empty; one that is over stays as it was.
    `seen` is whom the actor saw on each day: the id of the account, "" for nobody. Raises NotAllowed, NotPossible,
    Unfit (its field is the day), DayMoved.
    """
    require_plans(by, body, on=local_day(at))
    _check_days(days, at)
    with transaction.atomic():
        lock(body)
        span = [*days, *fill] or [local_day(at)]
        team = _Team(body, min(span) - LOOKED_BACK, max(span))
        for on, account in days.items():
            shift = team.shifts.get(on)
            if seen is not None and seen.get(on, "") != (str(shift.account_id) if shift else ""):
                raise DayMoved(on, shift)
            if account is not None:
                team.check(account, on)
        given = dict(days)
        empty = [
            on
            for on in fill
            if on >= roster_facts.shift_day(at) and not given.get(on) and on not in team.shifts
        ]
        given |= team.dealt(empty, given)
        _write(body, given, by=by, at=at)
    return Saved(len(given), tuple(on for on, account in sorted(given.items()) if account is None))


def may_plan(by: Actor, body: Organisation, *, on: date) -> bool:
    """Whether the actor plans this city's roster: whoever speaks for it, or acts as the secretariat."""
    is_city = body.kind == Organisation.Kind.CITY
    return is_city and (standing.speaks_for(by, body) or standing.is_office(by, on=on))


def require_plans(by: Actor, body: Organisation, *, on: date) -> None:
    """Raises NotAllowed."""
    if not may_plan(by, body, on=on):
        raise NotAllowed(
            _("Only the head or the alliance desk of this body, or the secretariat, plans its roster.")
        )


def lock(body: Organisation) -> None:
    """Take the body's turn: whatever else happens in its roster waits until this transaction ends."""
    Organisation.objects.select_for_update(no_key=True).get(pk=body.pk)


def subject_of(body: Organisation) -> str:
    """The name of a body's roster in the record."""
    return f"roster:{body.key}"


class _Team:
    """Those who can be on duty for a body in a span of days, who of them is away when, and the shifts there are."""

    def __init__(self, body: Organisation, first: date, last: date) -> None:
        posts = Post.objects.filter(organisation=body, role__in=ON_DUTY_ROLES, account__is_active=True)
        self.posts = list(posts.select_related("account").order_by("account__username"))
        self.leaves = list(Leave.objects.filter(organisation=body).touching(first, last))
        rows = (
            Shift.objects.living()
            .filter(organisation=body, on__range=(first, last))
            .select_related("account")
        )
        self.shifts = {row.on: row for row in rows}

    def check(self, account: Account, on: date) -> None:
        """Raises Unfit for somebody who cannot be on duty that day."""
        if not any(post.account_id == account.pk and _is_within(post, on) for post in self.posts):
            raise Unfit(on.isoformat(), _("Only people with a post in this body can be on duty."))
        if any(leave.account_id == account.pk and _is_within(leave, on) for leave in self.leaves):
            raise Unfit(on.isoformat(), _("This person is on leave that day."))

    def dealt(self, empty: list[date], given: Mapping[date, Account | None]) -> dict[date, Account | None]:
        """The empty days dealt out, counting what stands and what was just given."""
        stands = {**{on: row.account for on, row in self.shifts.items()}, **given}
        return roster_facts.deal(
            empty,
            list(dict.fromkeys(post.account for post in self.posts)),
            is_rest=roster_facts.is_rest,
            is_away=self._is_away,
            held={on: who for on, who in stands.items() if who is not None},
        )

    def _is_away(self, account: Account, on: date) -> bool:
        try:
            self.check(account, on)
        except Unfit:
            return True
        return False


def _check_days(days: Mapping[date, Account | None], at: datetime) -> None:
    for on, account in days.items():
        if on < roster_facts.shift_day(at):
            raise NotPossible(_("This shift is over; it stays as it was."))
        if account is None and roster_facts.has_begun(on, at):
            raise Unfit(
                on.isoformat(),
                _("This shift has begun; somebody else can take it over, but it cannot be left empty."),
            )
        if on > local_day(at) + FARTHEST:
            raise NotPossible(_("This day is too far away."))


def _write(body: Organisation, given: Mapping[date, Account | None], *, by: Actor, at: datetime) -> None:
    if not given:
        return
    Shift.objects.filter(organisation=body, on__in=given).delete()
    Shift.objects.bulk_create(
        Shift(organisation=body, on=on, account=account)
        for on, account in given.items()
        if account is not None
    )
    facts = {
        "days": {on.isoformat(): who.record_key for on, who in sorted(given.items()) if who is not None},
        "without": [on.isoformat() for on, who in sorted(given.items()) if who is None],
    }
    events.write(subject=subject_of(body), verb="roster planned", by=by.key, at=at, facts=facts)


def _is_within(span: Post | Leave, on: date) -> bool:
    return span.from_on <= on and (span.until_on is None or on <= span.until_on)


LONGEST_LEAVE = timedelta(days=366)


@dataclass(frozen=True)
class Noted:
    """The leave, and the days that have nobody on duty because of it."""

    leave: Leave
    freed: tuple[date, ...]


def note_leave(
    body: Organisation, *, account: Account, from_on: date, until_on: date, by: Actor, at: datetime
) -> Noted:
    """The person takes no shift from day to day. Shifts already planned then become empty and must be filled.

    Those who plan note it for anybody of their body; a person does so alone only for days without own shifts.
    Raises NotAllowed, NotPossible, Unfit.
    """
    plans = body.kind == Organisation.Kind.CITY and standing.speaks_for(by, body)
    is_own = by.account_id == account.pk and by.organisation == body
    if not plans and not is_own:
        raise NotAllowed(_("Only the head or the alliance desk of this body, or the person, notes leave."))
    _check_span(from_on, until_on, at)
    with transaction.atomic():
        lock(body)
        if account.pk not in {one.pk for one in roster_facts.people_of(body, local_day(at))}:
            raise Unfit("account", _("Only people with a post in this body can be on duty."))
        if Leave.objects.filter(account=account).touching(from_on, until_on).exists():
            raise Unfit("from_on", _("Leave is already noted for some of these days."))
        shifts = Shift.objects.filter(organisation=body, account=account, on__range=(from_on, until_on))
        freed = tuple(shifts.filter(on__gt=roster_facts.shift_day(at)).values_list("on", flat=True))
        if freed and not plans:
            raise NotPossible(
                _(
                    "You are on duty on some of these days. Ask whoever plans the roster to give them to others."
                )
            )
        shifts.filter(on__in=freed).delete()
        leave = Leave.objects.create(organisation=body, account=account, from_on=from_on, until_on=until_on)
        _write_leave(leave, "leave noted", by, at, freed=len(freed))
    return Noted(leave, freed)


def end_leave(leave: Leave, *, by: Actor, at: datetime) -> None:
    """The leave does not take place, or is over: it is taken off the roster. Raises NotAllowed."""
    if not standing.speaks_for(by, leave.organisation) and by.account_id != leave.account_id:
        raise NotAllowed(_("Only the head or the alliance desk of this body, or the person, notes leave."))
    with transaction.atomic():
        lock(leave.organisation)
        if Leave.objects.filter(pk=leave.pk).delete()[0]:
            _write_leave(leave, "leave ended", by, at)


def _check_span(from_on: date, until_on: date, at: datetime) -> None:
    if until_on < from_on:
        raise Unfit("until_on", _("The last day must not be before the first."))
    if until_on < local_day(at):
        raise Unfit("until_on", _("These days are over."))
    if until_on - from_on > LONGEST_LEAVE or from_on > local_day(at) + LONGEST_LEAVE:
        raise Unfit("until_on", _("This is too far away."))


def _write_leave(leave: Leave, verb: str, by: Actor, at: datetime, **facts: int) -> None:
    """Who is away, and when, are private words: days beside the roster's own facts would name the person."""
    events.write(
        subject=subject_of(leave.organisation),
        verb=verb,
        by=by.key,
        at=at,
        facts=facts,
        text=f"account:{leave.account_id} {leave.from_on.isoformat()}/{leave.until_on.isoformat()}",
    )
