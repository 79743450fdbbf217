"""Who is on duty, and so may sign for a city tonight; duty days dealt out fairly.

A shift begins at a fixed hour and lasts until the next one: at 02:00 on the 26th the person of the 25th is on
duty. Whoever is on duty signs for the body; somebody whose post has ended, or whose account is closed, is nobody.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q

from huaihai.governance import membership
from huaihai.governance.models import Contact, Shift
from huaihai.governance.models.roster import ON_DUTY_ROLES
from huaihai.kit import clock
from huaihai.law.calendar import held_calendar, is_weekend
from huaihai.law.errors import CalendarNotHeld
from huaihai.law.sureness import Sureness
from huaihai.members.actors import Actor
from huaihai.members.dialling import HOTLINE, dialled
from huaihai.members.models import Account, Organisation, Post

# Source: none yet. The hour at which offices of the region open in the morning; a resolution may set another.
SHIFT_BEGINS = time(8, 30)
SHIFT_BEGINS_MARK = Sureness.UNCONFIRMED
ONE_DAY = timedelta(days=1)
KEPT_FOR = timedelta(days=30)  # a body with no shift for so long does not keep a roster (any more)


@dataclass(frozen=True)
class Tonight:
    """A member body, who is on duty for it now and signs (None: nobody), and the telephone to reach it by."""

    body: Organisation
    signer: Account | None
    phone: str


def shift_day(at: datetime) -> date:
    """The day whose shift runs at this moment."""
    local = at.astimezone(clock.ZONE)
    return local.date() if local.time() >= SHIFT_BEGINS else local.date() - ONE_DAY


def begins_at(on: date) -> datetime:
    """When the shift of this day begins. It ends when the next one begins."""
    return clock.local_moment(on, SHIFT_BEGINS)


def has_begun(on: date, at: datetime) -> bool:
    """Whether the shift of this day has begun (it may also be over)."""
    return on <= shift_day(at)


def on_duty(body: Organisation, at: datetime) -> Shift | None:
    """The shift of this body that runs at this moment; None: nobody is on duty."""
    running = Shift.objects.living().filter(organisation=body, on=shift_day(at))
    return running.select_related("organisation", "account").first()


def signers(at: datetime) -> list[tuple[Organisation, Account | None]]:
    """Who signs for each member body tonight, in the alliance's order; None where nobody can. Two queries."""
    on = shift_day(at)
    running = Shift.objects.living().filter(on=on).select_related("account")
    on_duty_for = {shift.organisation_id: shift.account for shift in running}
    return [(body, on_duty_for.get(body.pk)) for body in membership.members_on(on)]


def tonight(at: datetime) -> list[Tonight]:
    """One row a member city, in the alliance's order, in three queries."""
    on = shift_day(at)
    lines = Contact.objects.in_use(on).filter(kind=Contact.Kind.DUTY).order_by("-from_on", "-id")
    phones = {line.organisation_id: line.phone for line in lines}
    return [
        Tonight(body, signer, phones.get(body.pk) or dialled(body.phone or HOTLINE, body.region_code))
        for body, signer in signers(at)
    ]


def missing(at: datetime) -> list[Organisation]:
    """The member bodies for which nobody is on duty now: the secretariat is told."""
    return [body for body, signer in signers(at) if signer is None]


def may_sign_tonight(actor: Actor, at: datetime) -> Organisation | None:
    """The body for which this actor signs at this moment, being on duty; None if for none."""
    body = actor.organisation
    if actor.kind != "officer" or body is None or body.kind != Organisation.Kind.CITY:
        return None
    if not membership.is_member(body, on=shift_day(at)):
        return None
    shift = on_duty(body, at)
    return body if shift is not None and shift.account_id == actor.account_id else None


def public_duty(at: datetime) -> dict[str, bool]:
    """Of each body that keeps a roster, by its key: whether somebody is on duty now. No names; one query.

    A body keeps one if it has had or will have a shift within thirty days.
    """
    on = shift_day(at)
    near = Shift.objects.living().filter(on__range=(on - KEPT_FOR, on + KEPT_FOR))
    rows = near.order_by().values_list("organisation__key").annotate(running=Count("pk", filter=Q(on=on)))
    return {key: running > 0 for key, running in rows}


def people_of(body: Organisation, on: date) -> list[Account]:
    """Those of the body who can be on duty on this day, by sign-in name."""
    posts = Post.objects.held_on(on).filter(organisation=body, role__in=ON_DUTY_ROLES)
    return list(
        Account.objects.filter(is_active=True, pk__in=posts.values("account_id")).order_by("username")
    )


def is_rest(on: date) -> bool:
    """Whether most people do not work on this day."""
    try:
        return held_calendar().is_rest_day(on)
    except CalendarNotHeld:  # beyond the table of festivals only the weekends are known
        return is_weekend(on)


@dataclass
class _Load:
    """What one person has been dealt so far."""

    days: int = 0
    rest_days: int = 0
    last_on: date = date.min

    def take(self, on: date, *, is_rest: bool) -> None:
        self.days += 1
        self.rest_days += is_rest
        self.last_on = max(self.last_on, on)


def deal[P](
    days: Sequence[date],
    people: Sequence[P],
    *,
    is_rest: Callable[[date], bool],
    is_away: Callable[[P, date], bool],
    held: Mapping[date, P],
) -> dict[date, P | None]:
    """Who takes which of these days; None where everybody is away.

    Each day goes to the one with the fewest days so far; of those equal, a rest day to the one with the fewest rest
    days and another to the one with the most; then to the one whose last day is longest ago, then in the order of the
    list. `held` are days that stay as they are and count. Nobody gets a day in which `is_away`.
    """
    loads = {person: _Load() for person in people}
    for on, person in held.items():
        if person in loads:
            loads[person].take(on, is_rest=is_rest(on))
    dealt: dict[date, P | None] = {}
    for on in days:
        rests = is_rest(on)

        def order(person: P, *, rests: bool = rests) -> tuple[int, int, date]:
            load = loads[person]
            return load.days, load.rest_days if rests else -load.rest_days, load.last_on

        dealt[on] = min((who for who in people if not is_away(who, on)), key=order, default=None)
        if (chosen := dealt[on]) is not None:
            loads[chosen].take(on, is_rest=rests)
    return dealt
