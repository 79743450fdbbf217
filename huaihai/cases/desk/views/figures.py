"""The list rows behind a number of the alliance's report."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huaihai.cases import figures, lifecycle, listing, periods
from huaihai.cases.desk import forwarded_rows
from huaihai.cases.desk.lists import city_name
from huaihai.cases.desk.views.forwarded import LISTING
from huaihai.cases.pages import period_words
from huaihai.cases.pages.situation import as_officer
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of

SHOWN = ("number", "stage", "home__short_name", "home__place_name", "lead__short_name", "lead__place_name")


@guards.staff(*LISTING)
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """File number, cities, day and stage of the cases that one number counts."""
    kind = figures.BY_KEY.get(key)
    if kind is None:
        raise Http404
    actor = as_officer(request.actor)  # type: ignore[attr-defined]
    given = [request.GET.get(name, "").strip() for name in ("quarter", "since", "until")]
    period = periods.read(*given)
    if period is None and any(given):
        messages.warning(request, _("Those are no days. Shown is the present quarter."))
    period = period or periods.quarter_of(clock.today())
    found = figures.rows(kind, period, actor).select_related("home", "lead").only(*SHOWN)
    page = page_of(found, request.GET.get("page"))
    openable = forwarded_rows.may_open(actor, [case.pk for case in page.rows])
    context = {
        "kind": kind,
        "span": period_words.span(period),
        "query": urlencode(period.query),
        "kinds": figures.KINDS,
        "reads_all": listing.reads_all(actor),
        "page": page,
        "rows": [
            {
                "case": case,
                "home": city_name(case.home) if case.home else "",
                "lead": city_name(case.lead) if case.lead else "",
                "stage": lifecycle.STAGES[case.stage].desk,
                "is_open": case.pk in openable,
            }
            for case in page.rows
        ],
    }
    return render(request, "cases/desk/figure.html", context)
