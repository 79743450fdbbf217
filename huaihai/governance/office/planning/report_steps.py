"""What can be done with a report, one page each."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.governance.actions import reporting
from huaihai.governance.models import Report
from huaihai.governance.office.planning.forms import ConfirmForm, PeriodForm, TextsForm
from huaihai.governance.office.planning.reports import MENU_KEY, report_or_404
from huaihai.governance.plan_lives import REPORT
from huaihai.kit import clock


@asking
@readers
def opening(request: HttpRequest) -> HttpResponse:
    """On which time a report is opened: the quarter that ended last, unless another is asked for."""
    today = clock.today()
    before = (today.month - 1) // 3  # the quarter before this one; 0 in the first
    initial = {"year": today.year if before else today.year - 1, "quarter": before or 4}
    question = Question(
        current=MENU_KEY,
        title=gettext_lazy("Open a report"),
        button=gettext_lazy("Open the draft"),
        back=reverse("office-reports"),
        back_label=gettext_lazy("Reports"),
        lead=gettext_lazy("It opens filled in: every number is counted and leads to the rows behind it."),
        is_shown=acts_as_office(request),
    )
    return ask(
        request,
        question,
        form=partial(PeriodForm, initial=initial),
        act=lambda form: reporting.open_report(**form.cleaned_data, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("The report is open, with all figures counted."),
        to=address,
    )


@asking
@readers
def texts(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The words of the report."""
    report = report_or_404(request, report_id)
    initial = {name: getattr(report, name) for name in reporting.TEXTS}
    return ask(
        request,
        _question(
            request,
            report,
            "write",
            gettext_lazy("The words of the report"),
            button=gettext_lazy("Save the words"),
        ),
        form=partial(TextsForm, seen=report.version, initial=initial),
        act=lambda form: reporting.write(
            report, texts=form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The words are saved."),
        to=address(report),
    )


@asking
@readers
def counting(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Counting all figures again."""
    return _confirm(
        request,
        report_id,
        "refresh",
        title=gettext_lazy("Count the figures again"),
        lead=gettext_lazy("The numbers are replaced by those of this moment."),
        act=reporting.refresh,
        done=gettext_lazy("The figures are counted again."),
    )


@asking
@readers
def finishing(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Fixing the report."""
    return _confirm(
        request,
        report_id,
        "finish",
        title=gettext_lazy("Finish this report"),
        lead=gettext_lazy("Words and numbers are fixed from then on."),
        act=reporting.finish,
        done=gettext_lazy("The report is finished and fixed."),
    )


@asking
@readers
def reopening(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Making a draft of a finished report again."""
    return _confirm(
        request,
        report_id,
        "reopen",
        title=gettext_lazy("Make it a draft again"),
        lead=gettext_lazy("Then words can be changed and figures counted again."),
        act=reporting.reopen,
        done=gettext_lazy("The report is a draft again."),
    )


@asking
@readers
def publication(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Letting everybody read the report."""
    return _confirm(
        request,
        report_id,
        "publish",
        title=gettext_lazy("Publish this report"),
        lead=gettext_lazy(
            "Everybody can read it from then on, and it can no longer be changed. Small numbers of single places "
            "are left out by themselves. Please make sure that no person is named."
        ),
        act=reporting.publish,
        done=gettext_lazy("The report is public."),
    )


def address(report: Report) -> str:
    """The page of the report."""
    return reverse("office-report", args=[report.pk])


def _confirm(
    request: HttpRequest,
    report_id: UUID,
    verb: str,
    *,
    title: Promise,
    lead: Promise,
    act: Callable[..., Report],
    done: Promise,
) -> HttpResponse:
    report = report_or_404(request, report_id)
    return ask(
        request,
        _question(request, report, verb, title, lead=lead),
        form=partial(ConfirmForm, seen=report.version),
        act=lambda form: act(report, seen=form.version_seen, by=actor_of(request), at=clock.now()),
        done=done,
        to=address(report),
    )


def _question(request: HttpRequest, report: Report, verb: str, title: Promise, **more: Any) -> Question:
    asked: dict[str, Any] = {
        "current": MENU_KEY,
        "title": title,
        "button": title,
        "back": address(report),
        "back_label": report.title,
        "is_shown": acts_as_office(request) and REPORT.can(verb, report.stage),
    }
    return Question(**asked | more)
