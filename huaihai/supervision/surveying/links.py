"""Ways in for the staff: new ones, the poster with its QR, personal codes to print, closing."""

import io
from typing import Any
from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.businesses.register import addresses
from huaihai.desk.asking import Question, ask, asking, press, show
from huaihai.desk.frame import actor_of, readers
from huaihai.kit import clock
from huaihai.kit.csv_text import csv_file
from huaihai.supervision.models import Project, SurveyLink
from huaihai.supervision.office.shell import MENU_KEY
from huaihai.supervision.surveying import codes
from huaihai.supervision.surveying.actions import linking
from huaihai.supervision.surveying.actions.answering import plan_of
from huaihai.supervision.surveying.collecting_forms import LinkForm
from huaihai.supervision.surveying.staff import survey_or_404

A_SHEET = 24  # personal codes on a page


@asking
@readers
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new way in."""
    project = survey_or_404(request, pk)
    question = Question(
        current=MENU_KEY,
        title=_("A new way to answer"),
        button=pgettext_lazy("survey link", "Make it"),
        back=project.office_url,
        back_label=project.title,
        lead=_("An open link is for everybody; a code at a place tells you where people answered."),
    )
    return ask(
        request,
        question,
        form=LinkForm,
        act=lambda form: linking.open_link(
            project,
            place=form.cleaned_data["place"],
            tokens=form.cleaned_data["tokens"] or 0,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("It is made."),
        to=lambda link: reverse("office-survey-link", args=[project.pk, link.pk]),
    )


@require_safe
@readers
def poster(request: HttpRequest, pk: UUID, link_id: UUID) -> HttpResponse:
    """The poster with the QR, to be printed on A4 or A3; or, with personal codes, where they are."""
    project, link = _link_or_404(request, pk, link_id)
    return show(
        request,
        "supervision/surveying/poster.html",
        current=MENU_KEY,
        project=project,
        link=link,
        plan=plan_of(project),
        address=addresses.whole(request, reverse("survey-start", args=[link.code])),
        used=link.uses.count() if link.tokens else 0,
    )


@require_safe
@readers
def qr(request: HttpRequest, pk: UUID, link_id: UUID, number: int = 0) -> HttpResponse:
    """The QR of the address, or of a personal code: the address and nothing else."""
    _project, link = _link_or_404(request, pk, link_id)
    if number > link.tokens:
        raise Http404
    drawn = io.BytesIO()
    made = segno.make(_address(request, link, number), error="m" if number else "q", micro=False)
    made.save(drawn, kind="svg", border=2, scale=4 if number else 8, xmldecl=False)
    answer = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@require_safe
@readers
def sheet(request: HttpRequest, pk: UUID, link_id: UUID) -> HttpResponse:
    """A sheet of personal codes to cut up; they are made anew each time, and are always the same."""
    project, link = _link_or_404(request, pk, link_id)
    last = -(-link.tokens // A_SHEET)
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    number = min(max(1, number), max(1, last))
    first = (number - 1) * A_SHEET + 1
    rows = [
        (one, codes.token(link.pk, one), _address(request, link, one))
        for one in range(first, min(link.tokens, first + A_SHEET - 1) + 1)
    ]
    context: dict[str, Any] = {"project": project, "link": link, "rows": rows, "number": number, "last": last}
    return show(request, "supervision/surveying/codes.html", current=MENU_KEY, **context)


@require_safe
@readers
def table(request: HttpRequest, pk: UUID, link_id: UUID) -> HttpResponse:
    """All personal codes as a table, for a mail merge of one's own."""
    _project, link = _link_or_404(request, pk, link_id)
    lines = (
        (number, codes.token(link.pk, number), _address(request, link, number))
        for number in range(1, link.tokens + 1)
    )
    return csv_file(
        f"codes-{link.code}.csv",
        (pgettext_lazy("survey code", "Number"), _("Code"), pgettext_lazy("survey code", "Address")),
        lines,
    )


@asking
@readers
def closing(request: HttpRequest, pk: UUID, link_id: UUID) -> HttpResponse:
    """Nobody begins there any more; a button."""
    project, link = _link_or_404(request, pk, link_id)
    question = Question(
        current=MENU_KEY,
        title=_("Close this way"),
        button=_("Close this way"),
        back=project.office_url,
        back_label=project.title,
    )
    return press(
        request,
        question,
        lambda _seen: linking.close_link(link, by=actor_of(request), at=clock.now()),
        done=_("It is closed."),
        carries_version=False,
    )


def _link_or_404(request: HttpRequest, pk: UUID, link_id: UUID) -> tuple[Project, SurveyLink]:
    project = survey_or_404(request, pk)
    return project, get_object_or_404(SurveyLink, project=project, pk=link_id)


def _address(request: HttpRequest, link: SurveyLink, number: int) -> str:
    if not number:
        return addresses.whole(request, reverse("survey-start", args=[link.code]))
    return addresses.whole(request, reverse("survey-token", args=[link.code, codes.token(link.pk, number)]))
