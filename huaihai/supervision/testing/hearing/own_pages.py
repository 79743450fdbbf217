"""What a maker or seller opens, through its secret link, with the code of its letter, or at its desk."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.businesses import rights
from huaihai.businesses.pages import frame
from huaihai.cases.business.overview import Line as SectionLine
from huaihai.cases.business.overview import Section
from huaihai.desk import hearing
from huaihai.desk.asking import Question, ask, asking, outside
from huaihai.desk.codes import CodeField
from huaihai.desk.frame import actor_of, no_frame
from huaihai.kit import clock, guards, spoken
from huaihai.kit.brakes import Brake
from huaihai.kit.form_fields import Line, PlainForm
from huaihai.kit.network import network_of
from huaihai.kit.paging import page_of
from huaihai.kit.ways import way
from huaihai.members.actors import Actor
from huaihai.supervision.models import MakerAnswer, MakerNotice
from huaihai.supervision.testing import links
from huaihai.supervision.testing.hearing import facts, verbs
from huaihai.supervision.testing.hearing.forms import AnswerForm

PURPOSE = "test-notice"


def address_of(row: MakerNotice) -> str:
    """The path that its link opens; empty if it was not told."""
    token = links.token_of(row, purpose=PURPOSE)
    return reverse("test-notice", args=[row.pk, token]) if token else ""


def _rows() -> QuerySet[MakerNotice]:
    return MakerNotice.objects.select_related("project__registered", "project__lead", "business")


@links.behind_link(_rows, purpose=PURPOSE)
@asking
def notice(request: HttpRequest, row: MakerNotice, _token: str) -> HttpResponse:
    """With the link of the letter."""
    return _answer(
        request, _question(request, row, "notice"), row, by=verbs.link_actor(row), way=MakerAnswer.Way.LINK
    )


@guards.business
@asking
def own_notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """At the desk of the business."""
    row, actor = get_object_or_404(_own(request), pk=pk), actor_of(request)
    may = row.business is not None and rights.may(actor, row.business, rights.ANSWER, on=clock.today())
    question = _question(request, row, "own", may=may, framed=lambda *_asked: frame(request))
    return _answer(request, question, row, by=actor, way=MakerAnswer.Way.DESK)


@guards.business
@require_safe
def own_notices(request: HttpRequest) -> HttpResponse:
    """Tests with goods of this business, the newest first."""
    page = page_of(_own(request).order_by("-told_at", "-pk"), request.GET.get("page"))
    clocks = hearing.times_of(page.rows)
    rows = [(row, clocks.get(row.record_key)) for row in page.rows]
    context = {"page": page, "rows": rows}
    return render(request, "supervision/testing/hearing/own_list.html", frame(request) | context)


def _question(
    request: HttpRequest, row: MakerNotice, template: str, *, may: bool = True, framed: Any = no_frame
) -> Question:
    context = {
        "notice": row,
        "told": facts.newest_in_words(row),
        "clock": hearing.times_of([row]).get(row.record_key),
        "may_answer": may and verbs.may_answer(row, clock.now()),
        "answers": facts.answers_of(row),
        "letter_body": row.project.lead,
    }
    return outside(
        f"supervision/testing/hearing/{template}.html", back=request.path, context=context, frame=framed
    )


def _answer(
    request: HttpRequest, question: Question, row: MakerNotice, *, by: Actor, way: str
) -> HttpResponse:
    return ask(
        request,
        question,
        form=partial(AnswerForm, told=question.context["told"]),
        act=lambda form: verbs.answer(row, form.answer(way), by=by, at=clock.now()),
        done=gettext_lazy("Your answer is with the office."),
        to=question.back,
    )


def _own(request: HttpRequest) -> QuerySet[MakerNotice]:
    """Notices that this business was told."""
    return _rows().filter(business__in=list(actor_of(request).business_ids), link_issue__gt=0)


BRAKE = Brake("test-notice-network", most=30, seconds=600)
TOO_MANY = 429


class LetterForm(PlainForm):
    """Which test, and the code of the letter."""

    number = Line(
        label=pgettext_lazy("notice", "Number of the test"),
        max_length=20,
        help_text=gettext_lazy("It stands on the letter, such as 2026-3."),
    )
    code = CodeField(label=pgettext_lazy("notice", "Code of the letter"))


@guards.public
@asking
def typed(request: HttpRequest) -> HttpResponse:
    """Number and code lead to the page that the QR opens. Whatever is wrong with them looks the same."""
    form, status = LetterForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        if not BRAKE.lets_through(network_of(request)):
            form.add_error(None, _("Too many tries. Please wait ten minutes, or call the association."))
            status = TOO_MANY
        else:
            said = form.cleaned_data
            row = facts.found_by(said["number"], said["code"], at=clock.now())
            if row is not None:
                return links.private(HttpResponseRedirect(address_of(row)))
            form.add_error(None, _("Number and code do not open a letter, or its time is over."))
    return links.private(
        render(request, "supervision/testing/hearing/typed_code.html", {"form": form}, status=status)
    )


def sections(business_ids: Iterable[UUID], *, today: date) -> list[Section]:
    """For `reactions.BUSINESS_SECTIONS`. Two queries."""
    rows = list(MakerNotice.objects.filter(business__in=list(business_ids), stage="told")[:50])
    if not rows:
        return []
    due = [clock.due_on for clock in hearing.times_of(rows).values() if clock.ended_at is None]
    said = {"n": len(rows), "until": spoken.day(min(due), today=today) if due else ""}
    value = pgettext("test notices", "%(n)s, until %(until)s") % said if due else str(len(rows))
    line = SectionLine(
        _("Results of your goods to read and answer"), value, way("business-tests"), tone="warn"
    )
    return [Section(_("Comparative tests"), [line])]
