"""What came out of a sweep: the closing report and the public page, drawn from the released file alone."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.desk.papers.document import Chart, Document, Section, Series, Table
from huaihai.kit import local_words, spoken
from huaihai.law import kinds
from huaihai.supervision.models import Project
from huaihai.supervision.sweeping import facts
from huaihai.supervision.sweeping.facts import CityRow, File, ItemRow, Share


def report(file: File) -> Document:
    """For `supervision.kinds`."""
    items, cities = facts.items(file), facts.cities(file)
    return Document(
        title=_("Closing report: %(title)s") % {"title": file["project"]["title"]},
        summary=summary(file),
        sections=(
            _how(file, cities),
            _found(items),
            _followed(file),
            _changed(items),
            _of_cities(cities),
            _open(file),
        ),
        caution=caution(),
        sources=_sources(items),
    )


def summary(file: File) -> str:
    """What came out, in two sentences."""
    fate, places, hit, _part = facts.whole(file)
    said = {"cities": len(file["cities"]), "places": places, "hit": hit, "found": fate.found}
    first = _(
        "In one week %(cities)d cities checked %(places)d places by one checklist; in %(hit)d of them something was "
        "not in order, %(found)d findings in all."
    )
    second = _(
        "%(again)d findings were checked again: %(cured)d are cured, %(partly)d partly, %(uncured)d not."
    )
    again = {
        "again": fate.rechecked,
        "cured": fate.cured,
        "partly": fate.partly,
        "uncured": fate.uncured,
    }
    return spoken.run_on((first % said, second % again))


def caution() -> str:
    """What must be read with it."""
    return _(
        "The places were chosen by the cities and stand for themselves, not for the whole trade. Whatever was not "
        "found cured counts as not cured. No business is named here."
    )


def _how(file: File, cities: Sequence[CityRow]) -> Section:
    plan = facts.plan_of(file)
    trade = local_words.said(kinds.BY_CODE[plan.trade]) if plan.trade in kinds.BY_CODE else plan.trade
    first, last = plan.week
    days = dict(plan.cure_days)
    return Section(
        pgettext("sweep", "How it was done"),
        (
            _(
                "Trade: %(trade)s (%(what)s). Week: %(first)s to %(last)s. Checklist: %(n)d items, the same everywhere."
            )
            % {
                "trade": trade,
                "what": plan.what,
                "first": _day(first),
                "last": _day(last),
                "n": len(plan.items),
            },
            _(
                "Time to cure: slight %(minor)d days, serious %(serious)d days, grave %(grave)d days; then a re-check."
            )
            % {"minor": 0, "serious": 0, "grave": 0, **days},
        ),
        tables=(
            Table(
                _("Places checked"),
                (_("City"), _("Set out to check"), pgettext("sweep", "Checked"), _("Places with findings")),
                tuple((row.name, str(row.target), str(row.places), str(row.hit)) for row in cities),
                frozenset({1, 2, 3}),
            ),
        ),
    )


def _found(items: Sequence[ItemRow]) -> Section:
    rows = tuple(
        (
            row.name,
            row.severity_label,
            str(row.checked),
            str(row.fate.found),
            percent(row.before),
            span(row.before),
        )
        for row in items
    )
    heads = (
        pgettext("checklist", "Item"),
        _("Severity"),
        pgettext("sweep", "Places"),
        _("Findings"),
        _("Share of the places"),
        _("95 % interval"),
    )
    return Section(
        pgettext("sweep", "What was found"),
        tables=(Table(_("Findings, item by item"), heads, rows, frozenset({2, 3, 4, 5})),),
    )


def _followed(file: File) -> Section:
    rows = tuple((label, str(n)) for label, n in facts.measures(file))
    table = Table(_("How often"), (pgettext("sweep", "Measure"), _("How many")), rows, frozenset({1}))
    return Section(_("What followed"), tables=(table,))


def _changed(items: Sequence[ItemRow]) -> Section:
    labels = tuple(row.name for row in items)
    series = (
        _series(pgettext("sweep", "Before"), [row.before for row in items]),
        _series(pgettext("sweep", "After"), [row.after for row in items]),
    )
    chart = Chart(
        _("Places where it was not in order, before and after"),
        labels,
        series,
        shape="dots",
        unit="%",
        digits=0,
        label_head=pgettext("checklist", "Item"),
        interval=_("95 % interval"),
    )
    heads = (
        pgettext("checklist", "Item"),
        _("Findings"),
        _("Checked again"),
        pgettext("findings", "Cured"),
        _("Partly"),
        _("Not cured"),
        _("Cured share"),
        _("95 % interval"),
    )
    rows = tuple(
        (
            row.name,
            str(row.fate.found),
            str(row.fate.rechecked),
            str(row.fate.cured),
            str(row.fate.partly),
            str(row.fate.uncured),
            percent(row.fate.cured_share),
            span(row.fate.cured_share),
        )
        for row in items
    )
    table = Table(_("Re-checks, item by item"), heads, rows, frozenset(range(1, 8)))
    return Section(pgettext("sweep", "What changed"), charts=(chart,), tables=(table,))


def _of_cities(cities: Sequence[CityRow]) -> Section:
    heads = (
        _("City"),
        _("Findings"),
        _("Checked again"),
        pgettext("findings", "Cured"),
        _("Cured share"),
        _("95 % interval"),
    )
    rows = tuple(
        (
            row.name,
            str(row.fate.found),
            str(row.fate.rechecked),
            str(row.fate.cured),
            percent(row.fate.cured_share),
            span(row.fate.cured_share),
        )
        for row in cities
    )
    return Section(_("City by city"), tables=(Table(_("City by city"), heads, rows, frozenset(range(1, 6))),))


def _open(file: File) -> Section:
    fate, *_rest = facts.whole(file)
    rows = [(label, str(n)) for label, n in facts.still_open(file)]
    rows += [(_("Exposure proposed"), str(fate.exposed)), (_("Handed to the authority"), str(fate.handed))]
    heads = (_("State"), _("Findings"))
    words = _("As of %(day)s. Re-checks go on; later numbers stand in a corrected version of this report.")
    return Section(
        _("What is still open"),
        (words % {"day": _day(date.fromisoformat(file["as_of"]))},),
        tables=(Table(_("What is still open"), heads, tuple(rows), frozenset({1})),),
    )


def _sources(items: Sequence[ItemRow]) -> tuple[str, ...]:
    lines = dict.fromkeys(line for row in items for line in row.basis)
    return (
        *lines,
        _("Intervals: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209–212."),
    )


def percent(share: Share | None) -> str:
    """A share in whole per cent: "30%"."""
    return f"{share.whole}%" if share else "–"


def span(share: Share | None) -> str:
    """The ends of its interval: "18–45 %"."""
    return f"{share.low * 100:.0f}–{share.high * 100:.0f}%" if share else "–"


def _day(day: date | None) -> str:
    return spoken.full_day(day) if day else "–"


def _series(name: str, shares: Sequence[Share | None]) -> Series:
    return Series(
        name,
        tuple(one.share * 100 if one else None for one in shares),
        tuple(one.low * 100 if one else None for one in shares),
        tuple(one.high * 100 if one else None for one in shares),
    )


def public_page(request: HttpRequest, project: Project, file: File) -> HttpResponse:
    """For `supervision.kinds`: from the released file alone."""
    fate, places, hit, share = facts.whole(file)
    context = {
        "project": project,
        "release": project.shown_release,
        "file": file,
        "plan": facts.plan_of(file),
        "summary": summary(file),
        "caution": caution(),
        "fate": fate,
        "places": places,
        "hit": hit,
        "share": share,
        "items": facts.items(file),
        "cities": facts.cities(file),
        "measures": facts.measures(file),
        "open": facts.still_open(file),
        "plans": project.plan_versions.order_by("-number"),
    }
    return render(request, "supervision/sweeping/public.html", context)
