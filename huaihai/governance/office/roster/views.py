"""Who is on duty tonight, the days ahead, and a month of one city."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.governance import membership, roster, standing
from huaihai.governance.models import Contact, Leave, Shift, Swap
from huaihai.governance.office.frame import actor_of, frame, readers
from huaihai.governance.office.roster.forms import MonthForm
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

AHEAD = 7  # days shown of the own body
MINE = 8  # own shifts shown


@dataclass(frozen=True)
class DayRow:
    """One day of a roster as a table shows it."""

    on: date
    shift: Shift | None
    is_running: bool
    is_over: bool
    is_mine: bool
    is_rest: bool

    @property
    def is_open(self) -> bool:
        """Whether it has not begun yet."""
        return not self.is_running and not self.is_over


@require_safe
@readers
def tonight(request: HttpRequest) -> HttpResponse:
    """Tonight of all cities, the week of the own body, my shifts, and swaps."""
    actor, at = actor_of(request), clock.now()
    on = roster.shift_day(at)
    rows = roster.tonight(at)
    body = own_city(actor)
    waiting = list(_waiting(actor, on))
    context = {
        **frame(request, "roster"),
        "begins": roster.SHIFT_BEGINS,
        "mark": roster.SHIFT_BEGINS_MARK,
        "shift_on": on,
        "rows": rows,
        "tiles": _tiles(rows),
        "missing": [row for row in rows if row.signer is None],
        "signs_for": roster.may_sign_tonight(actor, at),
        "persons": _persons(actor, rows, on),
        "body": body,
        "may_plan": body is not None and standing.speaks_for(actor, body),
        "week": day_rows(body, on, AHEAD, actor, on) if body else [],
        "mine": _mine(actor, on),
        "for_me": [swap for swap in waiting if swap.asked_id == actor.account_id],
        "by_me": [swap for swap in waiting if swap.asked_by_id == actor.account_id],
        "of_others": [swap for swap in waiting if actor.account_id not in (swap.asked_id, swap.asked_by_id)],
    }
    return render(request, "governance/office/roster/tonight.html", context)


@require_safe
@readers
def month(request: HttpRequest) -> HttpResponse:
    """One month of one member city."""
    actor, at = actor_of(request), clock.now()
    first = MonthForm({"month": request.GET.get("month", "")}).first_day()
    bodies = membership.members_on(at.date())
    body = _chosen(bodies, request.GET.get("body"), own_city(actor))
    days = monthrange(first.year, first.month)[1]
    last = first + timedelta(days=days - 1)
    own = body == own_city(actor)
    context = {
        **frame(request, "roster"),
        "bodies": bodies,
        "body": body,
        "first": first,
        "previous": (first - roster.ONE_DAY).strftime("%Y-%m"),
        "next": (last + roster.ONE_DAY).strftime("%Y-%m"),
        "rows": day_rows(body, first, days, actor, roster.shift_day(at)),
        "may_plan": standing.speaks_for(actor, body),
        "leaves": list(
            Leave.objects.visible_to(actor)
            .filter(organisation=body)
            .touching(first, last)
            .select_related("account")
        )
        if own
        else [],
    }
    return render(request, "governance/office/roster/month.html", context)


def own_city(actor: Actor) -> Organisation | None:
    """The city body from which the actor acts; None for people of other bodies."""
    body = actor.organisation
    return body if body is not None and body.kind == Organisation.Kind.CITY else None


def day_rows(body: Organisation, first: date, days: int, actor: Actor, running: date) -> list[DayRow]:
    """So many days of this body from `first` on, in one query; `running` is the day whose shift runs now."""
    span = [first + timedelta(days=n) for n in range(days)]
    shifts = Shift.objects.visible_to(actor).filter(organisation=body, on__range=(span[0], span[-1]))
    # What is over stays as it was, whoever has left since.
    shifts = shifts.living() | shifts.filter(on__lt=running)
    held = {shift.on: shift for shift in shifts.select_related("account")}
    return [
        DayRow(
            on,
            held.get(on),
            is_running=on == running,
            is_over=on < running,
            is_mine=on in held and held[on].account_id == actor.account_id,
            is_rest=roster.is_rest(on),
        )
        for on in span
    ]


def _waiting(actor: Actor, on: date) -> Any:
    return Swap.objects.visible_to(actor).waiting(on).select_related("asked_by", "asked", "organisation")


def _persons(actor: Actor, rows: list[roster.Tonight], on: date) -> list[Contact]:
    """Their own telephones, for those who speak for a member: masked, each look is an event. One query."""
    if standing.delegation_of(actor) not in [row.body for row in rows]:
        return []
    on_duty: dict[tuple[UUID, UUID | None], int] = {
        (row.body.pk, row.signer.pk): n for n, row in enumerate(rows) if row.signer is not None
    }
    people = [row.signer.pk for row in rows if row.signer is not None]
    lines = Contact.objects.in_use(on).filter(kind=Contact.Kind.PERSON, account_id__in=people)
    found = lines.select_related("organisation", "account")
    here = [line for line in found if (line.organisation_id, line.account_id) in on_duty]
    return sorted(here, key=lambda line: on_duty[line.organisation_id, line.account_id])


def _mine(actor: Actor, on: date) -> list[Shift]:
    if actor.account_id is None:
        return []
    ahead = Shift.objects.visible_to(actor).living().filter(account_id=actor.account_id, on__gte=on)
    return list(ahead.select_related("organisation").order_by("on")[:MINE])


def _tiles(rows: list[roster.Tonight]) -> list[dict[str, Any]]:
    """The rows where their cities lie; a member that the alliance's folder does not place has no tile."""
    places = {city.code: city for city in alliance.load().cities}
    placed = [(places[row.body.region_code], row) for row in rows if row.body.region_code in places]
    tiles = [{"column": city.column, "line": city.row, "row": row} for city, row in placed]
    return sorted(tiles, key=lambda tile: (tile["line"], tile["column"]))


def _chosen(bodies: list[Organisation], asked: str | None, own: Organisation | None) -> Organisation:
    by_code = {body.region_code: body for body in bodies}
    body = by_code.get(asked or "") or own or next(iter(bodies), None)
    if body is None:
        raise Http404
    return body
