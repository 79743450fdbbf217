"""What a maker or seller opens, through its secret link, with the code of its letter, or at its desk."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.businesses import pages as businesses_pages
from huaihai.businesses import rights
from huaihai.cases.business.overview import Line as SectionLine
from huaihai.cases.business.overview import Section, address
from huaihai.cases.letters.opening import QUIET, CodeField
from huaihai.desk.frame import actor_of
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, guards, spoken
from huaihai.kit.brakes import Brake
from huaihai.kit.form_fields import Line, name_what_is_needed
from huaihai.kit.network import network_of
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor
from huaihai.supervision.models import MakerAnswer, MakerNotice, Objection, Photo
from huaihai.supervision.testing import links
from huaihai.supervision.testing.hearing import facts, notices, verbs
from huaihai.supervision.testing.hearing.facts import found_by
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
        by=verbs.link_actor(row),
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
        frame=businesses_pages.frame(request),
    )


@guards.business
@require_safe
def own_notices(request: HttpRequest) -> HttpResponse:
    """Tests with goods of this business, the newest first."""
    page = page_of(_own(request).order_by("-told_at", "-pk"), request.GET.get("page"))
    clocks = notices.clocks_of(page.rows)
    rows = [(row, clocks.get(row.record_key)) for row in page.rows]
    context = {"page": page, "rows": rows}
    return render(
        request, "supervision/testing/hearing/own_list.html", businesses_pages.frame(request) | context
    )


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
    told, status = facts.newest_in_words(row), 200
    form = AnswerForm(told=told)
    if request.method == "POST" and may:
        form = AnswerForm(request.POST, request.FILES, told=told)
        if form.is_valid():
            try:
                verbs.answer(row, form.said(way), by=by, at=clock.now())
            except Unfit as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
            except (NotPossible, NotAllowed) as error:
                form.add_error(None, str(error))
                status = CONFLICT
            else:
                messages.success(request, _("Your answer is with the office."))
                return HttpResponseRedirect(request.path)
    running = notices.clocks_of([row]).get(row.record_key)
    context = {
        "notice": row,
        "told": told,
        "form": form,
        "clock": running,
        "may_answer": may and verbs.may_answer(row, clock.now()),
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


BRAKE = Brake("test-notice-network", most=30, seconds=600)
TOO_MANY = 429


class CodeForm(forms.Form):
    """Which test, and the code of the letter."""

    number = Line(
        label=pgettext_lazy("notice", "Number of the test"),
        max_length=20,
        help_text=gettext_lazy("It stands on the letter, such as 2026-3."),
    )
    code = CodeField(
        max_length=60,
        label=pgettext_lazy("notice", "Code of the letter"),
        help_text=gettext_lazy("17 letters and digits. Dashes and capitals do not matter."),
        widget=forms.TextInput(attrs={**QUIET, "autocapitalize": "characters"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)


@guards.public
@require_http_methods(["GET", "HEAD", "POST"])
def typed(request: HttpRequest) -> HttpResponse:
    """Number and code lead to the page that the QR opens. Whatever is wrong with them looks the same."""
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        if not BRAKE.lets_through(network_of(request)):
            form.add_error(None, _("Too many tries. Please wait ten minutes, or call the association."))
            status = TOO_MANY
        else:
            said = form.cleaned_data
            row = found_by(said["number"], said["code"], at=clock.now())
            if row is not None:
                return _private(HttpResponseRedirect(address_of(row)))
            form.add_error(None, _("Number and code do not open a letter, or its time is over."))
    return _private(
        render(request, "supervision/testing/hearing/typed_code.html", {"form": form}, status=status)
    )


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def sections(business_ids: Iterable[UUID], *, today: date) -> list[Section]:
    """For `reactions.BUSINESS_SECTIONS`. Two queries."""
    rows = list(MakerNotice.objects.filter(business__in=list(business_ids), stage="told")[:50])
    if not rows:
        return []
    due = [clock.due_on for clock in notices.clocks_of(rows).values() if clock.ended_at is None]
    said = {"n": len(rows), "until": spoken.day(min(due), today=today) if due else ""}
    value = pgettext("test notices", "%(n)s, until %(until)s") % said if due else str(len(rows))
    line = SectionLine(
        _("Results of your goods to read and answer"), value, address("business-tests"), tone="warn"
    )
    return [Section(_("Comparative tests"), [line])]
