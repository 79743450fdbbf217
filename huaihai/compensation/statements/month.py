"""A month of a fund's books: a page that prints, the months to choose from, and the same as a workbook."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from huaihai.compensation import monthly
from huaihai.compensation.models import Fund
from huaihai.compensation.statements.sheet import tables
from huaihai.compensation.statements.sides import Side
from huaihai.compensation.statements.spreadsheet import workbook
from huaihai.kit import clock
from huaihai.kit.clock import local_day

DECEMBER = 12
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def latest(request: HttpRequest, fund: Fund, side: Side) -> HttpResponse:
    """The month that was chosen, else the one that is running."""
    months = _months(fund)
    chosen = next((one for one in months if _named(one) == request.GET.get("month")), months[0])
    return HttpResponseRedirect(side.url("month", fund.pk, *chosen))


@require_safe
def page(request: HttpRequest, fund: Fund, side: Side, year: int, number: int) -> HttpResponse:
    """The statement of this month."""
    months, today = _months(fund), clock.today()
    if (year, number) not in months:
        raise Http404
    held = monthly.statement(fund, year, number)
    context = {
        "fund": fund,
        "month": held,
        "first": date(year, number, 1),
        "tables": tables(held),
        "months": [{"value": _named(one), "is_current": one == (year, number)} for one in months],
        "is_running": (year, number) == (today.year, today.month),
        "months_url": side.url("months", fund.pk),
        "table_url": side.url("month-table", fund.pk, year, number),
        "home_url": side.home_url(fund),
    }
    return render(request, "compensation/statements/month.html", context)


@require_safe
def table(request: HttpRequest, fund: Fund, side: Side, year: int, number: int) -> HttpResponse:
    """The same as a workbook."""
    if (year, number) not in _months(fund):
        raise Http404
    answer = HttpResponse(workbook(monthly.statement(fund, year, number)), content_type=TYPE)
    name = f"{fund.name}-{year}-{number:02d}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _months(fund: Fund) -> list[tuple[int, int]]:
    """From this month back to the one in which the fund was opened."""
    today, first = clock.today(), local_day(fund.opened_at)
    here, months = (today.year, today.month), []
    while here >= (first.year, first.month):
        months.append(here)
        here = (here[0], here[1] - 1) if here[1] > 1 else (here[0] - 1, DECEMBER)
    return months or [(today.year, today.month)]


def _named(month: tuple[int, int]) -> str:
    return f"{month[0]}-{month[1]:02d}"
