"""What can be done with a report, one page each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.governance.actions import reporting
from huaihai.governance.models import Report
from huaihai.governance.office.charter.asking import Question, ask
from huaihai.governance.office.frame import actor_of, readers
from huaihai.governance.office.planning.forms import ConfirmForm, PeriodForm, TextsForm
from huaihai.governance.office.planning.plan_steps import asked, only_office
from huaihai.governance.office.planning.reports import MENU_KEY, report_or_404
from huaihai.governance.plan_lives import REPORT
from huaihai.kit import clock


@asked
@readers
def opening(request: HttpRequest) -> HttpResponse:
    """On which time a report is opened: the quarter that ended last, unless another is asked for."""
    only_office(request)

    def act(form: PeriodForm) -> str:
        report = reporting.open_report(**form.cleaned_data, by=actor_of(request), at=clock.now())
        messages.success(request, _("The report is open, with all figures counted."))
        return reverse("office-report", args=[report.pk])

    today = clock.today()
    before = (today.month - 1) // 3  # the quarter before this one; 0 in the first
    initial = {"year": today.year if before else today.year - 1, "quarter": before or 4}
    question = Question(
        MENU_KEY,
        title=gettext_lazy("Open a report"),
        button=gettext_lazy("Open the draft"),
        back_url=reverse("office-reports"),
        back=gettext_lazy("Reports"),
        intro=gettext_lazy("It opens filled in: every number is counted and leads to the rows behind it."),
    )
    return ask(request, question, lambda data, _files: PeriodForm(data, initial=initial), act)


@asked
@readers
def texts(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The words of the report."""
    report = report_or_404(request, report_id)
    only_office(request, possible=REPORT.can("write", report.stage))

    def act(form: TextsForm) -> str:
        reporting.write(
            report, texts=form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        )
        return _done(request, report, _("The words are saved."))

    initial = {name: getattr(report, name) for name in reporting.TEXTS}
    question = _about(report, gettext_lazy("The words of the report"), gettext_lazy("Save the words"))
    return ask(
        request, question, lambda data, _files: TextsForm(data, seen=report.version, initial=initial), act
    )


@asked
@readers
def counting(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Counting all figures again."""
    return _confirm(
        request,
        report_id,
        "refresh",
        title=gettext_lazy("Count the figures again"),
        intro=gettext_lazy("The numbers are replaced by those of this moment."),
        act=reporting.refresh,
        said=gettext_lazy("The figures are counted again."),
    )


@asked
@readers
def finishing(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Fixing the report."""
    return _confirm(
        request,
        report_id,
        "finish",
        title=gettext_lazy("Finish this report"),
        intro=gettext_lazy("Words and numbers are fixed from then on."),
        act=reporting.finish,
        said=gettext_lazy("The report is finished and fixed."),
    )


@asked
@readers
def reopening(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Making a draft of a finished report again."""
    return _confirm(
        request,
        report_id,
        "reopen",
        title=gettext_lazy("Make it a draft again"),
        intro=gettext_lazy("Then words can be changed and figures counted again."),
        act=reporting.reopen,
        said=gettext_lazy("The report is a draft again."),
    )


@asked
@readers
def publication(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Letting everybody read the report."""
    return _confirm(
        request,
        report_id,
        "publish",
        title=gettext_lazy("Publish this report"),
        intro=gettext_lazy(
            "Everybody can read it from then on, and it can no longer be changed. Small numbers of single places "
            "are left out by themselves. Please make sure that no person is named."
        ),
        act=reporting.publish,
        said=gettext_lazy("The report is public."),
    )


def _confirm(
    request: HttpRequest,
    report_id: UUID,
    verb: str,
    *,
    title: Promise | str,
    intro: Promise | str,
    act: Callable[..., Any],
    said: Promise | str,
) -> HttpResponse:
    report = report_or_404(request, report_id)
    only_office(request, possible=REPORT.can(verb, report.stage))

    def take(form: ConfirmForm) -> str:
        act(report, seen=form.version_seen, by=actor_of(request), at=clock.now())
        return _done(request, report, str(said))

    question = _about(report, title, title, intro)
    return ask(request, question, lambda data, _files: ConfirmForm(data, seen=report.version), take)


def _about(
    report: Report, title: Promise | str, button: Promise | str, intro: Promise | str = ""
) -> Question:
    return Question(
        MENU_KEY,
        title=title,
        button=button,
        back_url=reverse("office-report", args=[report.pk]),
        back=report.title,
        intro=intro,
        seen=lambda: Report.objects.get(pk=report.pk).version,
        now=lambda: _("It is now: %(stage)s.") % {"stage": Report.objects.get(pk=report.pk).stage_label},
    )


def _done(request: HttpRequest, report: Report, said: str) -> str:
    messages.success(request, said)
    return reverse("office-report", args=[report.pk])
