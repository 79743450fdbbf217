"""How many consultations were answered, for a report upward, and the page with the rows behind the number."""

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.cases import periods, rights
from huaihai.cases.consulting import verbs
from huaihai.cases.models import Consultation
from huaihai.cases.periods import Period
from huaihai.cases.situation import READING, as_officer
from huaihai.desk.frame import actor_of
from huaihai.kit import clock, guards, local_words
from huaihai.kit.paging import page_of
from huaihai.law import kinds
from huaihai.members.models import Role
from huaihai.record.figures import Figure


def figures_between(since: date, until: date) -> list[Figure]:
    """The one number of a span of days, both included, over all bodies."""
    url = f"{reverse('desk-figure-consultations')}?{urlencode(Period(since, until).query)}"
    number = verbs.answered_between(since, until)
    label = gettext_lazy("Consultations answered")
    return [Figure("cases.consultations", label, number, url, pgettext_lazy("report", "Complaints"))]


@guards.staff(*READING, Role.SECRETARIAT)
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """Day, body, channel and kind of each; neither words nor persons."""
    actor = as_officer(actor_of(request))
    given = [request.GET.get(name, "").strip() for name in ("quarter", "since", "until")]
    period = periods.read(*given)
    if period is None and any(given):
        messages.warning(request, _("Those are no days. Shown is the present quarter."))
    period = period or periods.quarter_of(clock.today())
    reads_all = rights.reads_all(actor)
    seen = Consultation.objects.all() if reads_all else Consultation.objects.visible_to(actor)
    page = page_of(verbs.within(seen, period).select_related("body"), request.GET.get("page"))
    shown = [
        (row, local_words.said(kinds.BY_CODE[row.category]) if row.category in kinds.BY_CODE else "")
        for row in page.rows
    ]
    context = {"page": page, "rows": shown, "span": periods.span(period), "reads_all": reads_all}
    return render(request, "cases/consulting/counted.html", context)
