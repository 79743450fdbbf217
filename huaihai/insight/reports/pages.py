"""Reports as pages and files: the public's from the latest release, staff's from the rollups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.desk.frame import frame, readers
from huaihai.desk.papers import word
from huaihai.desk.papers.document import Document
from huaihai.desk.papers.handing import handed
from huaihai.desk.papers.scripted import Origin
from huaihai.education.addresses import whole
from huaihai.governance import standing
from huaihai.insight.models import MonthCount
from huaihai.insight.releases.tables import grain_of, quarter_of
from huaihai.insight.reports import excel, tables
from huaihai.insight.reports import report as reports_report
from huaihai.insight.reports.tables import Source
from huaihai.insight.statistics import keys
from huaihai.insight.statistics.deriving import ALL
from huaihai.insight.statistics.facts import MONTHS, QUARTERS, YEARS, snapshot
from huaihai.kit import clock, guards
from huaihai.members.actors import Actor

type Choice = tuple[str, str]
MOST_MONTHS = 24
LAST_MONTH = 12  # of a year


def places_of(actor: Actor, *, on: date) -> list[Choice]:
    """The places whose full numbers the actor may read: the own city, or all for the office and auditors."""
    if actor.kind != "officer" or actor.organisation is None:
        return []
    codes = [city.code for city in alliance.load().cities]
    if actor.organisation.kind == "alliance" or standing.is_office(actor, on=on):
        return [(code, keys.place(code)) for code in (ALL, *codes)]
    city = actor.organisation.city
    return [(city.region_code, keys.place(city.region_code))] if city and city.region_code in codes else []


def counted_periods(today: date) -> Sequence[Choice]:
    """Months that are over and counted, newest first, with their quarters and years, in one query."""
    months = MonthCount.objects.filter(axis=ALL, county="", month__lt=today.replace(day=1))
    known = months.order_by("-month").values_list("month", flat=True).distinct()[:MOST_MONTHS]
    found: list[str] = []
    for month in known:
        found.append(f"{month:%Y-%m}")
        if month.month % 3 == 0:
            found.append(quarter_of(month))
        if month.month == LAST_MONTH:
            found.append(f"{month:%Y}")
    return [(one, keys.period(one)) for one in found]


EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class InternalOrigin(Origin):
    """Where staff's report comes from: no public file stands behind it."""

    def ends(self, listed: Any) -> list[tuple[str, list[str]]]:
        """The last section: the sources."""
        return [(_("Sources"), list(listed))] if listed else []


@require_safe
@guards.same_for_all
def reports(request: HttpRequest) -> HttpResponse:
    """All periods of which there is a report, newest first, by their length."""
    found = snapshot(None)
    grains = {
        YEARS: _("Years"),
        QUARTERS: _("Quarters"),
        MONTHS: _("Months"),
    }
    listed = [
        (name, [(period, keys.period(period)) for period in reversed(found.periods(grain))])
        for grain, name in grains.items()
        if found is not None
    ]
    return render(request, "insight/reports/list.html", {"listed": [row for row in listed if row[1]]})


@require_safe
@guards.same_for_all
def report(request: HttpRequest, period: str) -> HttpResponse:
    """One report as a page that prints."""
    made = _public(period)
    found = snapshot(None)
    context = {
        "document": reports_report.document(made),
        "period": period,
        "release": found.release if found else None,
        "address": _address("report", period),
    }
    return render(request, "insight/reports/report.html", context)


@require_safe
@guards.public
def report_word(request: HttpRequest, period: str) -> HttpResponse:
    """The same as a Word file."""
    found = snapshot(None)
    made = _public(period)
    if found is None:
        raise Http404
    origin = Origin(reports_report.signed(ALL), period, _address("report", period), found.release.file_hash)
    return _word(reports_report.document(made), origin, made, _file_name(made))


@require_safe
@guards.public
def report_excel(request: HttpRequest, period: str) -> HttpResponse:
    """The same as an Excel file."""
    made = _public(period)
    return _excel(reports_report.document(made), _file_name(made))


@require_safe
@readers
def office_report(request: HttpRequest) -> HttpResponse:
    """Staff's report of the place and period asked for; without a choice, the newest month of the own place."""
    found = _staff(request)
    actor, today = Actor.of_request(request), clock.today()
    context = frame(request, "insight-reports") | {
        "places": places_of(actor, on=today),
        "periods": counted_periods(today),
        "source": found,
        "document": reports_report.document(found) if found else None,
    }
    return render(request, "insight/reports/office.html", context)


@require_safe
@readers
def office_report_word(request: HttpRequest) -> HttpResponse:
    """The same as a Word file."""
    found = _staff_or_404(request)
    address = whole(f"{reverse('office-insight-reports')}?period={found.period}&place={found.place}")
    origin = InternalOrigin(reports_report.signed(found.place), found.period, address, "")
    return _word(reports_report.document(found), origin, found, _file_name(found))


@require_safe
@readers
def office_report_excel(request: HttpRequest) -> HttpResponse:
    """The same as an Excel file."""
    found = _staff_or_404(request)
    return _excel(reports_report.document(found), _file_name(found))


def _public(period: str) -> Source:
    found = snapshot(None)
    grains = (MONTHS, QUARTERS, YEARS)
    if found is None or not any(period in found.periods(grain) for grain in grains):
        raise Http404
    return tables.public(found, period)


def _staff(request: HttpRequest) -> Source | None:
    now = clock.now()
    places = dict(places_of(Actor.of_request(request), on=clock.local_day(now)))
    periods = dict(counted_periods(clock.local_day(now)))
    period = request.GET.get("period") or next(iter(periods), "")
    place = request.GET.get("place") or next(iter(places), "")
    if period not in periods or place not in places:
        return None
    return tables.staff(period, place, at=now)


def _staff_or_404(request: HttpRequest) -> Source:
    found = _staff(request)
    if found is None:
        raise Http404
    return found


def _address(name: str, period: str) -> str:
    where = reverse(name, args=[period])
    return whole(where) if settings.SITE_URL else where


def _word(document: Document, origin: Origin, made: Source, name: str) -> HttpResponse:
    return _file(lambda: word.word_file(document, origin, made_at=made.as_of), word.WORD, f"{name}.docx")


def _excel(document: Document, name: str) -> HttpResponse:
    return _file(lambda: excel.workbook(document), EXCEL, f"{name}.xlsx")


def _file_name(made: Source) -> str:
    """What the file is called on the reader's computer: 内部月报-2026年10月."""
    internal = {
        MONTHS: _("Internal monthly report"),
        QUARTERS: _("Internal quarterly report"),
        YEARS: _("Internal yearly report"),
    }
    public = {MONTHS: _("Monthly report"), QUARTERS: _("Quarterly report"), YEARS: _("Yearly report")}
    kind = (public if made.is_public else internal)[grain_of(made.period).value]
    period = keys.period(made.period).replace(" ", "")
    place = "" if made.place == ALL else keys.place(made.place)
    return "-".join(filter(None, (kind, period, place)))


def _file(made: Callable[[], bytes], kind: str, name: str) -> HttpResponse:
    return handed(made, kind, content_disposition_header(as_attachment=True, filename=name) or "")
