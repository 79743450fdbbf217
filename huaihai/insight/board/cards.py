"""What the board says of measures: a card each, a line of months, and what the alliance contributes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.functional import Promise

from huaihai.desk.measured import Measured
from huaihai.desk.papers.document import Chart, Series, Table
from huaihai.governance.charter import facts as charter_facts
from huaihai.insight.board import facts
from huaihai.insight.board import targets as board_targets
from huaihai.insight.board.arithmetic import Pool, shown_share
from huaihai.insight.board.facts import MonthReading, Reading, readings
from huaihai.insight.board.registry import GIVEN, TALLIES, Kind
from huaihai.kit.country import gettext as _
from huaihai.kit.country import gettext_lazy, pgettext


@dataclass(frozen=True)
class MeasureCard:
    """One measure. `value` is empty where there is no number; `basis` says then why, else what it rests on.

    `trend` says its months in words, the oldest first.
    """

    key: str
    title: str
    value: str
    basis: str
    how: str
    method: str
    since: date | None
    as_of: datetime | None
    by_month: Sequence[Decimal | None]
    trend: str
    target: board_targets.TargetWords | None
    reading: Reading | None


@dataclass(frozen=True)
class PartCard:
    """One of the nine and its measures."""

    part: charter_facts.ShownPart
    measures: Sequence[MeasureCard]


def board(today: date, *, staff: bool = False) -> list[PartCard]:
    """The nine in their order; the same number of queries however much was measured."""
    parts = charter_facts.all_parts(today)
    keys = [one.key for part in parts for one in part.part.measures]
    found = readings(keys, today=today, staff=staff)
    targets = board_targets.of_year(today.year, today=today)
    return [_part(part, found, targets) for part in parts]


def one_part(key: str, today: date) -> PartCard | None:
    """One of the nine with all that its card says."""
    return next((card for card in board(today) if card.part.part.key == key), None)


def card(
    key: str, title: str, how: str, reading: Reading | None, target: board_targets.TargetWords | None = None
) -> MeasureCard:
    """One measure in words; without `reading` nothing computes it."""
    unit = facts.unit_of(key)
    return MeasureCard(
        key=key,
        title=title,
        value=Measured(facts.value(reading.kind, reading.value, of=reading.of, unit=unit), reading.mark)
        if reading and reading.value is not None
        else "",
        basis=_basis(reading),
        how=how,
        method=str(reading.kind.method) if reading else "",
        since=reading.since if reading else None,
        as_of=reading.as_of if reading else None,
        by_month=[month.value for month in reading.months] if reading else [],
        trend=_trend(reading, unit) if reading else "",
        target=target,
        reading=reading,
    )


def cell(kind: Kind, month: MonthReading, unit: str) -> str:
    """A month of a table: the value, or why there is none."""
    if month.value is not None:
        mark = facts.mark_of(kind, month.month, month.month, month.as_of)
        return Measured(facts.value(kind, month.value, of=month.of, unit=unit), mark)
    return _("too few") if month.is_few else "–"


def _part(
    part: charter_facts.ShownPart, found: dict[str, Reading], targets: dict[str, board_targets.TargetWords]
) -> PartCard:
    cards = [
        card(one.key, one.words, one.how, found.get(one.key), targets.get(one.key))
        for one in part.part.measures
    ]
    return PartCard(part, cards)


def _basis(reading: Reading | None) -> str:
    if reading is None or reading.since is None:
        return _("not measured yet")
    if reading.is_few:
        return _("too few to say a number")
    if reading.value is None:
        return _("nothing to measure in the last twelve months")
    if reading.kind.pool == Pool.STANDING:
        return _("as it stands now")
    if reading.kind.pool == Pool.LATEST or not reading.kind.counts:
        return _("as last measured") if reading.kind.pool == Pool.LATEST else _("in twelve months")
    return _counts(reading)


def _counts(reading: Reading) -> str:
    if what := joined(*tally(reading)):
        return _("in twelve months: %(what)s") % {"what": what}
    return _("in twelve months, %(n)s %(things)s") % {"n": f"{reading.of:,}", "things": reading.kind.counts}


def tally(reading: Reading) -> tuple[str, str]:
    """What a number is made of, in two halves; empty where there is nothing to tell apart."""
    numbers = {"of": f"{reading.of:,}", "part": f"{reading.part:,}", "left": f"{reading.of - reading.part:,}"}
    whole, rest = TALLIES.get(reading.kind.key, ("", ""))
    return str(whole) % numbers, str(rest) % numbers


def joined(*words: str) -> str:
    """A number and its exceptions in one line."""
    return pgettext("board, a number and its exceptions", ", ").join(filter(None, words))


def _trend(reading: Reading, unit: str) -> str:
    """The line of months in words, for those who do not see it."""
    known = [month for month in reading.months if month.value is not None]
    if len(known) < 2:
        return ""
    first, last = known[0], known[-1]
    return _("From %(first)s in %(first_month)s to %(last)s in %(last_month)s.") % {
        "first": cell(reading.kind, first, unit),
        "first_month": month_words(first.month),
        "last": cell(reading.kind, last, unit),
        "last_month": month_words(last.month),
    }


def month_words(month: date) -> str:
    """2026-11."""
    return f"{month:%Y-%m}"


SHOWN = 36  # months that are drawn; the table holds all


def says_months(months: Sequence[MonthReading]) -> bool:
    """Whether there is anything to draw: one month alone is said in words."""
    return sum(month.value is not None for month in months) > 1


def over_time(kind: Kind, title: str, months: Sequence[MonthReading]) -> Chart:
    """The months of a measure, handed in the newest first."""
    drawn = months[:SHOWN][::-1]
    unit = facts.unit_of(kind.key)
    return Chart(
        shape="lines",
        caption=title,
        labels=tuple(month_words(one.month) for one in drawn),
        short=tuple(_short(one.month) for one in drawn),
        series=(Series(title, tuple(_drawn(kind, one) for one in drawn)),),
        unit=unit,
        digits=max(kind.digits, 0),
        table=_table(kind, title, unit, months),
    )


def _drawn(kind: Kind, month: MonthReading) -> float | None:
    return None if month.value is None else float(shown_share(kind.pool, month.value, kind.digits))


def _short(month: date) -> str:
    return f"{month:%y-%m}"


def _table(kind: Kind, title: str, unit: str, months: Sequence[MonthReading]) -> Table:
    has_count = bool(kind.counts) and kind.pool != Pool.STANDING
    head = (pgettext("column", "Month"), facts.with_unit(title, unit))
    rows = [(month_words(one.month), cell(kind, one, unit)) for one in months]
    if not has_count:
        return Table(_("All months"), head, tuple(rows), frozenset({1}))
    counts = [_counted(kind, one) for one in months]
    return Table(
        _("All months"),
        (*head, facts.with_unit(pgettext("column", "Counted"), str(kind.counts))),
        tuple((*row, count) for row, count in zip(rows, counts, strict=True)),
        frozenset({1, 2}),
    )


def _counted(kind: Kind, month: MonthReading) -> str:
    """How many things the month's number rests on; not where they were so few that they stand for people."""
    return _("too few") if month.is_few else f"{month.of:,}"


# Where each number comes from, and what it does not show.
SOURCES: dict[str, Promise | str] = {
    "recovered": gettext_lazy(
        "The agreements in the files, and the word of the consumer that they were kept."
    ),
    "days-saved": gettext_lazy(
        "Day of receipt and day of agreement in the files; the 60 days are the time limit for "
        "mediation that the bodies adopted."
    ),
    "warnings-in-time": gettext_lazy(
        "The days on which warnings went out, and the daily counts of complaints."
    ),
    "satisfaction": gettext_lazy(
        "The alliance's own survey, with its plan registered before the first answer."
    ),
    "confidence": gettext_lazy(
        "The poll of visitors by QR in stations, shops and at sights; anybody who wishes answers."
    ),
}
LIMITS: dict[str, Promise | str] = {
    "recovered": gettext_lazy(
        "That people would have got nothing without the alliance: some would have been paid "
        "anyway. Rounded to a thousand {currency}."
    ),
    "days-saved": gettext_lazy(
        "How long it would have taken without the alliance: nobody knows that. 60 days is the "
        "longest that is allowed, not what is usual. Cases without an agreement are not in it."
    ),
    "warnings-in-time": gettext_lazy(
        "That a warning prevented anything. Complaints may fall because of a warning, and then it "
        "looks late; goods and services are coarse groups."
    ),
    "satisfaction": gettext_lazy(
        "How people feel who did not answer. Whether they trust the alliance: no survey of ours asks that yet."
    ),
    "confidence": gettext_lazy(
        "What people think who do not come, or did not answer; nor why they come: sights and food count as well."
    ),
}


@dataclass(frozen=True)
class Given:
    """One contribution as the page says it. `margin` is empty where the number has none."""

    card: MeasureCard
    source: str
    limits: str
    margin: str
    total: str
    months: Sequence[tuple[date, str]]


def given(today: date) -> Sequence[Given]:
    """All of them, in the order of the registry; four queries."""
    found = readings([kind.key for kind in GIVEN], today=today)
    targets = board_targets.of_year(today.year, today=today)
    return [_given(kind.key, found[kind.key], targets.get(kind.key)) for kind in GIVEN]


def _given(key: str, reading: Reading, target: board_targets.TargetWords | None) -> Given:
    return Given(
        card=card(key, facts.title(key), "", reading, target),
        source=str(SOURCES[key]),
        limits=str(LIMITS[key]),
        margin=_margin(reading),
        total=_total(key, reading),
        months=_months_of(reading),
    )


def _months_of(reading: Reading) -> list[tuple[date, str]]:
    """The months that say something, the newest first."""
    unit = facts.unit_of(reading.kind.key)
    rows = [(month.month, cell(reading.kind, month, unit)) for month in reversed(reading.months)]
    return [(month, words) for month, words in rows if words != "–"]


def _margin(reading: Reading) -> str:
    if reading.value is None or "low" not in reading.facts:
        return ""
    low, high = (f"{float(str(reading.facts[end])):.1f}" for end in ("low", "high"))
    return _("95%% interval %(low)s to %(high)s, %(n)s answers, survey %(project)s.") % {
        "low": low,
        "high": high,
        "n": reading.facts["answers"],
        "project": reading.facts["project"],
    }


def _total(key: str, reading: Reading) -> str:
    """Days of all agreements together."""
    if key != "days-saved" or reading.value is None:
        return ""
    return _("All agreements together: %(n)s days.") % {"n": f"{int(reading.value * reading.of):,}"}
