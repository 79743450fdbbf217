"""What a maker or seller opens: its own results and the form to answer, through its secret link or at its desk."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.businesses import own_pages, rights
from huaihai.desk.frame import actor_of
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor
from huaihai.supervision.models import MakerAnswer, MakerNotice, Objection, Photo
from huaihai.supervision.testing import links
from huaihai.supervision.testing.hearing import answering, telling, wording
from huaihai.supervision.testing.hearing.forms import AnswerForm

PURPOSE = "test-notice"
NOT_FOUND, CONFLICT = 404, 409

type NoticeView = Callable[..., HttpResponse]


def address_of(row: MakerNotice) -> str:
    """The path that its link opens; empty if it was not told."""
    token = links.token_of(row, purpose=PURPOSE)
    return reverse("test-notice", args=[row.pk, token]) if token else ""


def by_link(view: NoticeView) -> NoticeView:
    """Hands the view the notice whose link this is; a wrong or ended one gets one and the same answer."""

    @wraps(view)
    def opened(request: HttpRequest, pk: UUID, token: str) -> HttpResponse:
        row = _rows().filter(pk=pk).first()
        if row is None or not links.opens(row, token, purpose=PURPOSE, at=clock.now()):
            answer = render(request, "supervision/testing/laboratory/over.html", status=NOT_FOUND)
        else:
            answer = view(request, row)
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return guards.public(opened)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, row: MakerNotice) -> HttpResponse:
    """With the link of the letter."""
    return _answered(
        request,
        row,
        by=answering.link_actor(row),
        way=MakerAnswer.Way.LINK,
        may=True,
        template="notice",
        frame={},
    )


@guards.business
@require_http_methods(["GET", "HEAD", "POST"])
def own_notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """At the desk of the business."""
    row = get_object_or_404(_own(request), pk=pk)
    may = row.business is not None and rights.may(
        actor_of(request), row.business, rights.ANSWER, on=clock.today()
    )
    return _answered(
        request,
        row,
        by=actor_of(request),
        way=MakerAnswer.Way.DESK,
        may=may,
        template="own",
        frame=own_pages.frame(request),
    )


@guards.business
@require_safe
def own_notices(request: HttpRequest) -> HttpResponse:
    """Tests with goods of this business, the newest first."""
    page = page_of(_own(request).order_by("-told_at", "-pk"), request.GET.get("page"))
    clocks = telling.clocks_of(page.rows)
    rows = [(row, clocks.get(row.record_key)) for row in page.rows]
    context = {"page": page, "rows": rows}
    return render(request, "supervision/testing/hearing/own_list.html", own_pages.frame(request) | context)


def _answered(
    request: HttpRequest,
    row: MakerNotice,
    *,
    by: Actor,
    way: str,
    may: bool,
    template: str,
    frame: dict[str, Any],
) -> HttpResponse:
    told, status = wording.newest(row), 200
    form = AnswerForm(told=told)
    if request.method == "POST" and may:
        form = AnswerForm(request.POST, request.FILES, told=told)
        if form.is_valid():
            try:
                answering.answer(row, form.said(way), by=by, at=clock.now())
            except Unfit as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
            except (NotPossible, NotAllowed) as error:
                form.add_error(None, str(error))
                status = CONFLICT
            else:
                messages.success(request, _("Your answer is with the office."))
                return HttpResponseRedirect(request.path)
    running = telling.clocks_of([row]).get(row.record_key)
    context = {
        "notice": row,
        "told": told,
        "form": form,
        "clock": running,
        "may_answer": may and answering.may_answer(row, clock.now()),
        "answers": _with_what_followed(row),
        "letter_body": row.project.lead,
    }
    return render(request, f"supervision/testing/hearing/{template}.html", frame | context, status=status)


def _with_what_followed(row: MakerNotice) -> list[tuple[MakerAnswer, list[str], Objection | None]]:
    """Each answer with the names of its papers and its objection, if it began one. Three queries."""
    answers = list(row.answers.order_by("at", "pk"))
    papers = Photo.objects.filter(project=row.project, about__in=[one.seal_key for one in answers])
    objections = {one.answer_id: one for one in Objection.objects.filter(answer__in=answers)}
    return [
        (one, [paper.shows for paper in papers if paper.about == one.seal_key], objections.get(one.pk))
        for one in answers
    ]


def _rows() -> Any:
    return MakerNotice.objects.select_related("project__registered", "project__lead", "business")


def _own(request: HttpRequest) -> Any:
    """Notices that this business was told."""
    return _rows().filter(business__in=list(actor_of(request).business_ids), link_issue__gt=0)
