"""Reports that results are used to sell, for the staff: the list, one report, the letter."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.governance.office.asking import Question, ask, asking, show
from huaihai.governance.office.frame import actor_of, readers
from huaihai.kit import clock
from huaihai.kit.form_fields import Line, SeenForm, Words
from huaihai.kit.paging import page_of
from huaihai.members import directory
from huaihai.supervision import powers
from huaihai.supervision.models import Project, UseReport
from huaihai.supervision.office.shell import MENU_KEY, inner_or_404
from huaihai.supervision.testing.hearing.lives import USE_REPORT
from huaihai.supervision.testing.watch import actions

TONES = {"new": "warn", "misuse": "late", "fine": "calm", "stopped": "ok"}


class VerdictForm(SeenForm):
    """What it is, who does it, and why."""

    outcome = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            ("misuse", pgettext_lazy("use", "advertising with results")),
            ("fine", pgettext_lazy("use", "no advertising")),
        ],
        widget=forms.RadioSelect,
    )
    user = Line(label=_("Who advertises?"), required=False)
    verdict = Words(label=_("Reasons"), max_length=1000)


class StopForm(SeenForm):
    """How it ended."""

    verdict = Words(label=_("How do we know that it has ended?"), max_length=1000)


@require_safe
@readers
def reports(request: HttpRequest, project: UUID) -> HttpResponse:
    """All of a test, the newest first."""
    found = inner_or_404(request, project)
    page = page_of(found.use_reports.all(), request.GET.get("page"))
    return show(
        request,
        "supervision/testing/watch/list.html",
        current=MENU_KEY,
        project=found,
        page=page,
        rows=[(row, TONES[row.stage]) for row in page.rows],
        may_judge=_may(request, found),
    )


@asking
@readers
def verdict(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """Judging a report; after a letter, that it has stopped."""
    found, row = _found(request, project, pk)
    is_stop = row.stage == "misuse"
    make: Any = StopForm if is_stop else VerdictForm

    def act(form: SeenForm) -> UseReport:
        act_on: Any = actions.stop if is_stop else actions.judge
        result: UseReport = act_on(
            row, seen=form.version_seen, by=actor_of(request), at=clock.now(), **form.facts()
        )
        return result

    verb = "stop" if is_stop else "find misuse"
    question = Question(
        current=MENU_KEY,
        title=_("It has stopped") if is_stop else _("What is it?"),
        button=_("Keep it"),
        back=_list(found),
        back_label=_("Advertising with results"),
        template="supervision/testing/watch/verdict.html",
        is_shown=_may(request, found) and USE_REPORT.can(verb, row.stage),
        context={"report": row},
    )
    return ask(
        request,
        question,
        form=partial(make, seen=row.version),
        act=act,
        done=_("It is noted."),
        to=_list(found),
    )


@require_safe
@readers
def letter(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The letter to whoever advertises, to be printed."""
    found, row = _found(request, project, pk)
    if row.stage not in ("misuse", "stopped"):
        raise Http404
    body = row.body or found.lead or directory.root()
    return show(
        request,
        "supervision/testing/watch/letter.html",
        current=MENU_KEY,
        project=found,
        report=row,
        body=body,
        address=request.build_absolute_uri(found.get_absolute_url()),
    )


def _found(request: HttpRequest, project: UUID, pk: UUID) -> tuple[Project, UseReport]:
    found = inner_or_404(request, project)
    row = found.use_reports.select_related("project", "body").filter(pk=pk).first()
    if row is None:
        raise Http404
    return found, row


def _may(request: HttpRequest, project: Project) -> bool:
    return powers.takes_part(actor_of(request), project, on=clock.today())


def _list(project: Project) -> str:
    return reverse("office-use-reports", args=[project.pk])
