"""Reports that money was asked for: for the secretariat and the auditors alone."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.brands.entering.actions import reporting
from huaihai.brands.entering.office.forms import DealtWithForm
from huaihai.brands.models import MoneyReport, MoneyReportQuerySet
from huaihai.brands.office.shell import MENU_KEY
from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, readers
from huaihai.governance import standing
from huaihai.kit import clock
from huaihai.kit.paging import page_of
from huaihai.kit.text.normalise import show_bidi
from huaihai.members.models import Role

TEMPLATE = "brands/entering/office/money_report.html"


@require_safe
@readers
def reports(request: HttpRequest) -> HttpResponse:
    """All reports, the newest first; to everybody else there is no such page."""
    if not reads_reports(request):
        raise Http404
    rows = _seen(request).select_related("entry").order_by("-at", "pk")
    page = page_of(rows, request.GET.get("page"))
    return show(request, "brands/entering/office/money_list.html", current=MENU_KEY, page=page)


@asking
@readers
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One report; the secretariat says what was done."""
    row: MoneyReport = get_object_or_404(_seen(request).select_related("entry"), pk=pk)
    may_deal = row.done_at is None and standing.is_office(actor_of(request), on=clock.today())
    question = Question(
        current=MENU_KEY,
        title=_("Somebody asked for money"),
        button=_("Dealt with"),
        back=reverse("office-brand-money"),
        back_label=_("Reports about money"),
        template=TEMPLATE,
        context={"row": row, "may_deal": may_deal, "text": show_bidi(row.text)},
        closed=_("This was dealt with already.") if row.done_at and request.method == "POST" else "",
    )
    return ask(
        request,
        question,
        form=lambda *sent: DealtWithForm(*sent, seen=row.version),
        act=lambda form: reporting.deal_with(
            row,
            outcome=form.cleaned_data["outcome"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("Noted."),
        to=reverse("office-brand-money"),
    )


def reads_reports(request: HttpRequest) -> bool:
    """Whether the reader may see reports about money at all."""
    actor = actor_of(request)
    return Role.AUDITOR.value in actor.roles or standing.is_office(actor, on=clock.today())


def _seen(request: HttpRequest) -> MoneyReportQuerySet:
    rows: MoneyReportQuerySet = MoneyReport.objects.visible_to(actor_of(request), on=clock.today())
    return rows
