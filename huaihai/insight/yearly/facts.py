"""The sheet of a year as its pages and files say it: each row with its number, or with why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from huaihai.cases.models import Case
from huaihai.desk.measured import Measured
from huaihai.insight.models import ContextFigure
from huaihai.insight.statistics import keys
from huaihai.insight.statistics.facts import Snapshot, snapshot
from huaihai.insight.yearly import public
from huaihai.insight.yearly.cases import CASES, RELEASED
from huaihai.insight.yearly.public import Group, Told
from huaihai.insight.yearly.things import THINGS
from huaihai.insight.yearly.years import Year
from huaihai.kit import local_words, spoken
from huaihai.kit.country import gettext as _
from huaihai.kit.country import pgettext
from huaihai.law.yearly_sheet import Action, SheetRow
from huaihai.members.actors import Actor


@dataclass(frozen=True)
class Line:
    """One row. `number` is empty where there is none, then `why` says so; `url` leads to what stands behind it."""

    code: str
    title: str
    number: str
    unit: str
    why: str
    note: str
    url: str


@dataclass(frozen=True)
class Part:
    """Rows under one heading."""

    title: str
    note: str
    lines: Sequence[Line]


def parts(action: Action, year: Year, *, actor: Actor | None = None) -> list[Part]:
    """All rows; for staff (`actor`), numbers made of cases are of those that they read in lists."""
    found = snapshot(None)
    loaded = _figures(action, year)
    return [
        Part(
            local_words.said(part),
            local_words.in_script(part.article),
            [_line(row, year, found, loaded.get(row.code), actor) for row in part.rows],
        )
        for part in action.parts
    ]


def told(row: SheetRow, year: Year, found: Snapshot | None) -> Told:
    """What the public reads of a number made of cases."""
    if row.counts in RELEASED:
        return public.released(row.counts, year, found)
    return public.by_month(row.counts, year)


def figures(code: str, year: Year) -> Any:
    """The figures of others for a row in this year: of the whole region first, then of places."""
    rows = ContextFigure.objects.standing().filter(indicator=code)
    return rows.filter(Q(period=str(year.number)) | Q(period__startswith=f"{year.number}-")).order_by(
        "-place", "period"
    )


def amount(key: str, value: int) -> str:
    """A number of cases, or a sum."""
    return spoken.money(value, is_whole=True) if CASES[key].is_money else f"{value:,}"


def _line(
    row: SheetRow, year: Year, found: Snapshot | None, figure: ContextFigure | None, actor: Actor | None
) -> Line:
    number, why, until = "", "", ""
    if row.counts in THINGS:
        number = f"{THINGS[row.counts].rows(year).count():,}"
    elif row.counts in CASES:
        number, why, until = _of_cases(row, year, found, actor)
    elif figure is not None:
        number = f"{figure.value.normalize():,f} {local_words.in_script(figure.unit)}"
    else:
        why = _("counted elsewhere")
    elsewhere = local_words.either(zh=row.elsewhere_zh, en=row.elsewhere_en)
    note = elsewhere or ("" if local_words.is_foreign() else local_words.in_script(row.article))
    if actor is not None and row.counts in CASES:
        note = str(CASES[row.counts].means)  # of today; what is noted is of published numbers
    return Line(
        code=row.code,
        title=local_words.said(row),
        number=number,
        unit=local_words.either(zh=row.unit_zh, en=row.unit_en),
        why=why,
        note=pgettext("between notes", "; ").join(filter(None, (until, note))),
        url=_address(row, year, actor) if number or row.counts else "",
    )


def _of_cases(row: SheetRow, year: Year, found: Snapshot | None, actor: Actor | None) -> tuple[str, str, str]:
    """The number, or why there is none, and which months it is of."""
    key = row.counts
    if actor is not None:
        cases = CASES[key].among(Case.objects.listed_to(actor), year.first, year.last)
        return amount(key, CASES[key].value(cases)), "", ""
    one = told(row, year, found)
    if one.value is not None:
        words = amount(key, one.value)
        return Measured(words, one.mark) if one.mark else words, "", span(one.groups)
    if one.is_few:
        return "", _("too few to say a number"), ""
    return "", _("withheld") if one.is_withheld else _("not published yet"), ""


def span(groups: Sequence[Group]) -> str:
    """From the first month to the last, in words; all lie in one year."""
    first, last = (f"{day:%Y-%m}" for day in (groups[0].since, groups[-1].until))
    if first == last:
        return keys.period(first)
    return pgettext("from month to month", "%(first)s to %(last)s") % {
        "first": keys.period(first),
        "last": keys.period(last) if local_words.is_foreign() else keys.short_period(last),
    }


def _address(row: SheetRow, year: Year, actor: Actor | None) -> str:
    name = "office-yearly-cases" if actor is not None and row.counts in CASES else "yearly-row"
    return reverse(name, args=[year.number, row.code])


def _figures(action: Action, year: Year) -> dict[str, ContextFigure]:
    """The figure of the whole region and year by row, in one query."""
    codes = [row.code for row in action.figures]
    rows = ContextFigure.objects.standing().filter(indicator__in=codes, place="all", period=str(year.number))
    return {row.indicator: row for row in rows}
