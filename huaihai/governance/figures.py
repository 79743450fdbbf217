"""The numbers about the alliance's own work that a report asks for, and the rows behind each of them.

A thing is late once: on the day after its last day. So every late thing counts in one span only, and a number of
past days does not change because time goes on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import DateField, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.governance.models import (
    Count,
    Duty,
    HandOver,
    Meeting,
    Membership,
    PlanItem,
    PoolRequest,
    Resolution,
    Shift,
)
from huaihai.kit.clock import ZONE
from huaihai.members.models import Organisation
from huaihai.record.figures import Figure

type Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Gap:
    """A day on which nobody was on duty for a body that was a member."""

    body: Organisation
    on: date


@dataclass(frozen=True)
class Kind:
    """One number: which rows of a span it counts."""

    key: str
    label: Promise | str
    group: Promise | str
    rows: Callable[[date, date], Rows | Sequence[Gap]]


def figures_between(since: date, until: date) -> list[Figure]:
    """The alliance's own numbers from one day to another, both included; each address shows the rows behind it."""
    return [_figure(kind, since, until) for kind in KINDS]


def gaps(since: date, until: date) -> list[Gap]:
    """Days without anybody on duty, from the first shift ever planned on; in three queries."""
    first = Shift.objects.order_by("on").values_list("on", flat=True).first()
    if first is None:
        return []
    since = max(since, first)
    held = set(Shift.objects.living().filter(on__range=(since, until)).values_list("organisation_id", "on"))
    running = Membership.objects.filter(Q(until_on=None) | Q(until_on__gte=since), from_on__lte=until)
    members = list(running.select_related("organisation"))
    return [
        Gap(membership.organisation, day)
        for day in _days(since, until)
        for membership in members
        if membership.from_on <= day <= (membership.until_on or day)
        and (membership.organisation_id, day) not in held
    ]


def _meetings(since: date, until: date) -> Rows:
    return _moment(Meeting.objects.filter(stage="closed"), "opened_at", since, until)


def _resolutions(since: date, until: date) -> Rows:
    return Resolution.objects.filter(adopted_on__range=(since, until)).annotate(day=F("adopted_on"))


def _short_votes(since: date, until: date) -> Rows:
    counts = Count.objects.filter(has_quorum=False).select_related("motion")
    return _moment(counts, "counted_at", since, until)


def _duties_done(since: date, until: date) -> Rows:
    done = Duty.objects.filter(stage="done").select_related("owner")
    return _moment(done, "ended_at", since, until)


def _duties_late(since: date, until: date) -> Rows:
    ended = TruncDate("ended_at", tzinfo=ZONE)
    late = Duty.objects.exclude(stage="dropped").annotate(ended_on=ended).select_related("owner")
    late = late.filter(Q(ended_at=None) | Q(ended_on__gt=F("due_on")))
    return _last_day_before(late, since, until)


def _hand_overs(since: date, until: date) -> Rows:
    done = HandOver.objects.filter(stage="signed", begins_on__range=(since, until))
    return done.select_related("from_body", "to_body").annotate(day=F("begins_on")).order_by("-day", "-pk")


def _lent(since: date, until: date) -> Rows:
    return _moment(PoolRequest.objects.select_related("entry__body", "asked_by"), "granted_at", since, until)


def _items_done(since: date, until: date) -> Rows:
    done = PlanItem.objects.of_adopted().filter(done_on__range=(since, until))
    return done.select_related("owner", "plan").annotate(day=F("done_on")).order_by("-day", "-pk")


def _items_late(since: date, until: date) -> Rows:
    late = _last_day_before(PlanItem.objects.of_adopted(), since, until)
    return late.filter(Q(done_on=None) | Q(done_on__gt=F("due_on"))).select_related("owner", "plan")


DECIDING, TOGETHER, PLAN = _("Deciding"), _("Together"), _("Plan of the year")

KINDS = (
    Kind("meetings", _("Meetings held"), DECIDING, _meetings),
    Kind("resolutions", _("Resolutions adopted"), DECIDING, _resolutions),
    Kind("votes-without-quorum", _("Votes without quorum"), DECIDING, _short_votes),
    Kind("duties-done", _("Follow-up duties done"), DECIDING, _duties_done),
    Kind("duties-late", _("Follow-up duties that became late"), DECIDING, _duties_late),
    Kind("hand-overs", _("Hand-overs of the secretariat"), TOGETHER, _hand_overs),
    Kind("roster-gaps", _("Days without anybody on duty, all bodies together"), TOGETHER, gaps),
    Kind("lent", _("Times that one body lent somebody to another"), TOGETHER, _lent),
    Kind("plan-done", _("Lines of the plan done"), PLAN, _items_done),
    Kind("plan-late", _("Lines of the plan that became late"), PLAN, _items_late),
)
BY_KEY = {kind.key: kind for kind in KINDS}


def value_of(rows: Rows | Sequence[Gap]) -> int:
    """The number that these rows make."""
    return len(rows) if isinstance(rows, list) else rows.order_by().count()  # type: ignore[union-attr]


def _figure(kind: Kind, since: date, until: date) -> Figure:
    url = f"{reverse('office-figure', args=[kind.key])}?{urlencode({'since': since, 'until': until})}"
    value = value_of(kind.rows(since, until))
    return Figure(f"governance.{kind.key}", kind.label, value, url, kind.group)


def _moment(rows: Rows, field: str, since: date, until: date) -> Rows:
    within = {f"{field}__gte": _midnight(since), f"{field}__lt": _midnight(until + timedelta(days=1))}
    day = TruncDate(field, tzinfo=ZONE, output_field=DateField())
    found: Rows = rows.filter(**within).annotate(day=day)
    return found.order_by(f"-{field}", "-pk")


def _last_day_before(rows: Rows, since: date, until: date) -> Rows:
    """Those whose day after the last one lies in the span."""
    one = timedelta(days=1)
    found: Rows = rows.filter(due_on__range=(since - one, until - one)).annotate(day=F("due_on"))
    return found.order_by("day", "pk")


def _days(since: date, until: date) -> list[date]:
    return [since + timedelta(days=n) for n in range((until - since).days + 1)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)
