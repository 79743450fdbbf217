"""The verbs of a report, and the numbers about the alliance's own work that it asks for, with the rows behind each.

The numbers about the alliance's own work that a report asks for, and the rows behind each of them.
A thing is late once: on the day after its last day. So every late thing counts in one span only, and a number of
past days does not change because time goes on.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import DateField, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from huaihai import reactions
from huaihai.desk.lives import NEW, NotPossible, Unfit
from huaihai.desk.moving import Moving
from huaihai.desk.verbs import page
from huaihai.governance.lives import REPORT
from huaihai.governance.models import (
    Count,
    Duty,
    HandOver,
    Meeting,
    Membership,
    PlanItem,
    PoolRequest,
    Report,
    Resolution,
    Shift,
)
from huaihai.governance.models.planning import FIRST_YEAR, LAST_YEAR
from huaihai.governance.planning.forms import TextsForm
from huaihai.governance.secretariat import is_office_today, office_only
from huaihai.kit.clock import ZONE, local_day, local_moment
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events
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


DECIDING, TOGETHER, PLAN = (
    gettext_lazy("Deciding"),
    gettext_lazy("Together"),
    gettext_lazy("Plan of the year"),
)

KINDS = (
    Kind("meetings", gettext_lazy("Meetings held"), DECIDING, _meetings),
    Kind("resolutions", gettext_lazy("Resolutions adopted"), DECIDING, _resolutions),
    Kind("votes-without-quorum", gettext_lazy("Votes without quorum"), DECIDING, _short_votes),
    Kind("duties-done", gettext_lazy("Follow-up duties done"), DECIDING, _duties_done),
    Kind("duties-late", gettext_lazy("Follow-up duties that became late"), DECIDING, _duties_late),
    Kind("hand-overs", gettext_lazy("Hand-overs of the secretariat"), TOGETHER, _hand_overs),
    Kind("roster-gaps", gettext_lazy("Days without anybody on duty, all bodies together"), TOGETHER, gaps),
    Kind("lent", gettext_lazy("Times that one body lent somebody to another"), TOGETHER, _lent),
    Kind("plan-done", gettext_lazy("Lines of the plan done"), PLAN, _items_done),
    Kind("plan-late", gettext_lazy("Lines of the plan that became late"), PLAN, _items_late),
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
    within = {f"{field}__gte": local_moment(since), f"{field}__lt": local_moment(until + timedelta(days=1))}
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


TEXTS = ("done_text", "stuck_text", "next_text")
_moving = Moving[Report](REPORT, tells_stage=None)


def open_report(*, year: int, quarter: int, by: Actor, at: datetime) -> Report:
    """A draft with its figures counted; `quarter` 0 is the whole year. Raises NotAllowed, Unfit, NotPossible."""
    office_only(by, at=at)
    if not FIRST_YEAR <= year <= LAST_YEAR or not 0 <= quarter <= 4:
        raise Unfit("year", _("This year cannot be right here."))
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=directory.root().pk)
        if Report.objects.filter(year=year, quarter=quarter).exists():
            raise NotPossible(_("There is a report on this time already."))
        kind = Report.Kind.QUARTER if quarter else Report.Kind.YEAR
        report = Report(kind=kind, year=year, quarter=quarter, stage=REPORT.after("open", NEW))
        if report.since > local_day(at):
            raise Unfit("year", _("This time has not begun yet."))
        report.figures, report.computed_at = collect(report, at=at), at
        report.save(force_insert=True)
        _write(report, "report opened", by=by, at=at, year=year, quarter=quarter)
    return report


def _while(verb: str) -> Callable[[Actor, Report], bool]:
    """Whoever acts as the secretariat, while the report stands where this can be done."""
    return lambda by, report: is_office_today(by) and REPORT.can(verb, report.stage)


def _as_written(_by: Actor, report: Report) -> dict[str, Any]:
    return {"initial": {name: getattr(report, name) for name in TEXTS}}


@page(
    "words",
    "write",
    gettext_lazy("The words of the report"),
    gettext_lazy("The words are saved."),
    form=TextsForm,
    options=_as_written,
    may=_while("write"),
    button=gettext_lazy("Save the words"),
    label=gettext_lazy("Write the words"),
)
def write(report: Report, *, texts: dict[str, str], seen: int, by: Actor, at: datetime) -> Report:
    """Its words. Raises NotAllowed, Moved, NotPossible."""
    office_only(by, at=at)
    with _moving(report, "write", noted="report written", by=by, at=at, seen=seen) as move:
        row = move.row
        for name in TEXTS:
            setattr(row, name, texts[name])
        move.facts["hash"] = content_hash(row)
    return report


@page(
    "counting",
    "refresh",
    gettext_lazy("Count the figures again"),
    gettext_lazy("The figures are counted again."),
    lead=gettext_lazy("The numbers are replaced by those of this moment."),
    may=_while("refresh"),
    tone="plain",
)
def refresh(report: Report, *, seen: int, by: Actor, at: datetime) -> Report:
    """Counted again, as of now."""
    office_only(by, at=at)
    with _moving(report, "refresh", noted="report figures counted", by=by, at=at, seen=seen) as move:
        row = move.row
        row.figures, row.computed_at = collect(row, at=at), at
        move.facts["figures"] = _numbers(row.figures)
    return report


@page(
    "finish",
    "finish",
    gettext_lazy("Finish this report"),
    gettext_lazy("The report is finished and fixed."),
    lead=gettext_lazy("Words and numbers are fixed from then on."),
    may=_while("finish"),
    tone="plain",
)
def finish(report: Report, *, seen: int, by: Actor, at: datetime) -> Report:
    """Fixed with its hash. Raises NotPossible before its time is over, or without a word written."""
    office_only(by, at=at)
    with _moving(report, "finish", noted="report finished", by=by, at=at, seen=seen) as move:
        row = move.row
        if row.until >= local_day(at):
            raise NotPossible(_("This time is not over yet. A report is finished after its last day."))
        if not row.done_text:
            raise NotPossible(_("Please write down what was done first."))
        if local_day(row.computed_at) <= row.until:
            raise NotPossible(_("The figures are older than the last day. Please count them again first."))
        row.content_hash, row.finished_at = content_hash(row), at
        move.facts["hash"] = row.content_hash
    return report


@page(
    "reopening",
    "reopen",
    gettext_lazy("Make it a draft again"),
    gettext_lazy("The report is a draft again."),
    lead=gettext_lazy("Then words can be changed and figures counted again."),
    may=_while("reopen"),
    tone="plain",
)
def reopen(report: Report, *, seen: int, by: Actor, at: datetime) -> Report:
    """A draft again; what was fixed stays in the record by its hash."""
    office_only(by, at=at)
    with _moving(report, "reopen", noted="report reopened", by=by, at=at, seen=seen) as move:
        row = move.row
        row.content_hash, row.finished_at = "", None
    return report


@page(
    "publication",
    "publish",
    gettext_lazy("Publish this report"),
    gettext_lazy("The report is public."),
    lead=gettext_lazy(
        "Everybody can read it from then on, and it can no longer be changed. Small numbers of single places "
        "are left out by themselves. Please make sure that no person is named."
    ),
    may=_while("publish"),
)
def publish(report: Report, *, seen: int, by: Actor, at: datetime) -> Report:
    """Everybody can read it."""
    office_only(by, at=at)
    with _moving(report, "publish", noted="report published", by=by, at=at, seen=seen) as move:
        row = move.row
        row.published_at = at
        move.facts["hash"] = row.content_hash
    return report


def collect(report: Report, *, at: datetime) -> list[dict[str, Any]]:
    """What all rooms count for the report's time, up to today at the latest, in both languages."""
    return [_stored(figure) for figure in _counted(report, local_day(at))]


def changed_since(report: Report, *, at: datetime) -> dict[str, int]:
    """Key → number now, of every figure that would be another one if it were counted again."""
    kept = _numbers(report.figures)
    now = {figure.key: figure.value for figure in _counted(report, local_day(at))}
    return {key: value for key, value in now.items() if kept.get(key) != value}


def content_hash(report: Report) -> str:
    """SHA-256 over its time, its words and its numbers, as canonical JSON."""
    body = {
        "year": report.year,
        "quarter": report.quarter,
        "computed_at": report.computed_at.astimezone(ZONE).isoformat(timespec="seconds"),
        "figures": _numbers(report.figures),
        **{name: getattr(report, name) for name in TEXTS},
    }
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _counted(report: Report, today: date) -> list[Figure]:
    until = min(report.until, today)
    found: list[Figure] = []
    for name in reactions.REPORT_FIGURES:
        found += import_string(name)(report.since, until)
    return [*found, *figures_between(report.since, until)]


def _stored(figure: Figure) -> dict[str, Any]:
    return {
        "key": figure.key,
        "value": figure.value,
        "url": figure.url,
        "label_zh": _in("zh-hans", figure.label),
        "label_en": _in("en", figure.label),
        "group_zh": _in("zh-hans", figure.group),
        "group_en": _in("en", figure.group),
    }


def _in(language: str, words: object) -> str:
    with override(language):
        return str(words)


def _numbers(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {row["key"]: row["value"] for row in rows}


def _write(report: Report, verb: str, *, by: Actor, at: datetime, **facts: Any) -> None:
    events.write(subject=report.record_key, verb=verb, by=by.key, at=at, facts=facts)
