"""Until when, and how that day was found: the card at the top of a case."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases.models import Case
from huaihai.cases.timing import LIVING_CLOCK
from huaihai.kit import clock as today_clock
from huaihai.kit import local_words, spoken
from huaihai.law import deadlines, limits
from huaihai.law.calendar import Calendar
from huaihai.law.errors import LawError
from huaihai.law.limits import Unit
from huaihai.record import clocks
from huaihai.record.models import Clock

ONE_DAY = timedelta(days=1)
BY_THEN: dict[str, Promise] = {  # what has to happen by then, by stage
    "received": _("%(body)s checks your complaint by then and takes it or forwards it."),
    "supplementing": _("Please add by then what is missing. After that %(body)s goes on with what it has."),
    "forwarded": _("%(body)s takes your complaint and decides by then what comes next."),
    "deciding": _(
        "%(body)s decides by then: it invites the business, admits the complaint or tells you why not."
    ),
    "clarifying": _("Please add by then what is missing. After that %(body)s goes on with what it has."),
    "inviting": _("%(body)s brings the invitation to the business by then."),
    "negotiating": _(
        "Settle with the business by then; otherwise %(body)s decides whether to admit the complaint."
    ),
    "mediating": _("%(body)s finishes the mediation by then."),
    "paused": _("The time for mediation stands still. %(body)s looks again by %(day)s whether it can go on."),
    "fulfilling": _("By then the business does what was agreed. Please tell us when it is done."),
    "breached": _("The business has until then to make good. %(body)s follows it up."),
}


@dataclass(frozen=True)
class Card:
    """What `kit/parts/clock.html` shows. `left` counts whole days, or days late."""

    state: str
    due_on: date
    left: int
    unit: str
    text: str
    is_provisional: bool
    why: str


def of(case: Case) -> Card | None:
    """The card of the clock that counts in this stage; None where none runs."""
    name = LIVING_CLOCK.get(case.stage)
    if name is None:
        return None
    held = {
        row.name: row
        for row in Clock.objects.filter(subject=case.record_key, ended_at=None).prefetch_related("pauses")
    }
    clock = held.get(name)
    if clock is None:
        return None
    days, today = clocks.calendar(), today_clock.today()
    body = local_words.in_script(case.responsible.short_name) if case.responsible else ""
    text = str(BY_THEN[case.stage]) % {"body": body, "day": spoken.day(clock.due_on, today=today)}
    is_stopped = case.stage == "paused"
    shown = held.get("mediate", clock) if is_stopped else clock
    is_working = shown.unit == Unit.WORKING_DAYS.value
    late = today > shown.due_on
    state = "stopped" if is_stopped or shown.is_paused else "late" if late else "running"
    first, last = (shown.due_on, today) if late else (today, shown.due_on)
    left = working_days(first, last, days) if is_working else (last - first).days
    unit = "working" if is_working else "natural"
    return Card(state, shown.due_on, left, unit, text, shown.is_provisional, why(shown, days, today))


def working_days(after: date, until: date, days: Calendar) -> int:
    """Working days after the one day, up to and with the other."""
    count, day = 0, after
    while day < until:
        day += ONE_DAY
        count += days.is_working_day(day)
    return count


def why(clock: Clock, days: Calendar, today: date) -> str:
    """How the last day was found, one fact a line."""
    start = clock.started_at.astimezone(today_clock.ZONE).date()
    if clock.limit_name == clocks.FIXED:
        return gettext(
            "This day was agreed between the parties, or named by the authority that entrusted the case."
        )
    limit = clocks.limit_of(clock)
    lines = [
        gettext("Term: %(term)s.") % {"term": limit.term_en if get_language() == "en" else limit.term_zh},
        gettext("Basis: %(article)s") % {"article": local_words.in_script(clock.article)},
        gettext("Counted from %(day)s; that first day does not count.")
        % {"day": spoken.day(start, today=today)},
    ]
    default = limits.BY_NAME[clock.limit_name]
    if (default.number, default.unit) == (limit.number, limit.unit):
        lines.insert(0, local_words.said(default))
    if clock.is_extended:
        lines.append(gettext("It was extended once."))
    for row in clock.pauses.all():
        shown = {
            "first": spoken.day(row.from_on, today=today),
            "last": spoken.day(row.until_on, today=today) if row.until_on else gettext("today"),
        }
        lines.append(gettext("It stood still from %(first)s to %(last)s; these days do not count.") % shown)
    return "\n".join([*lines, *_skipped(clock, days, start, today)])


def _skipped(clock: Clock, days: Calendar, start: date, today: date) -> list[str]:
    pauses = [(row.from_on, row.until_on) for row in clock.pauses.all() if row.until_on]
    try:
        found = deadlines.due(clocks.limit_of(clock), start, calendar=days, suspensions=pauses)
    except (LawError, ValueError):
        return []
    lines = []
    holidays = sorted({local_words.in_script(kind.why_zh) for kind in found.skipped if kind.is_holiday})
    if found.limit.unit is Unit.WORKING_DAYS:
        rest = len(found.skipped)
        if rest:
            lines.append(gettext("%(n)d rest days in between do not count.") % {"n": rest})
        if found.made_up:
            made_up = "、".join(spoken.day(kind.on, today=today) for kind in found.made_up)
            lines.append(gettext("These weekend days are worked and do count: %(days)s.") % {"days": made_up})
    elif found.moved_from:
        shown = {"day": spoken.day(found.moved_from, today=today)}
        lines.append(
            gettext("The last day would be %(day)s, a rest day; so it moves to the next working day.") % shown
        )
    if holidays and get_language() != "en":
        lines.append(gettext("Holidays among them: %(names)s.") % {"names": "、".join(holidays)})
    return lines
