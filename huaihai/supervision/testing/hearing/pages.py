"""The hearing, for the staff: everybody who is heard, one notice with its answers."""

from functools import partial
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotPossible
from huaihai.kit import clock, spoken
from huaihai.kit.paging import page_of
from huaihai.supervision import powers
from huaihai.supervision.models import MakerAnswer, MakerNotice, Objection, Photo, Project
from huaihai.supervision.office.shell import MENU_KEY, hindrances, inner_or_404
from huaihai.supervision.testing.hearing import (
    answering,
    everybody,
    goods,
    own_results,
    preparing,
    telling,
    wording,
)
from huaihai.supervision.testing.hearing.forms import AnswerForm

TELL = gettext_lazy("Tell all who do not know their results")
END_AND_TELL = gettext_lazy("End collecting and tell makers and sellers")
TONES = {"draft": "calm", "told": "warn", "answered": "ok", "silent": "calm"}


@require_safe
@readers
def notices(request: HttpRequest, project: UUID) -> HttpResponse:
    """Makers and sellers, page by page, with their clocks."""
    found = inner_or_404(request, project)
    page = page_of(found.notices.all(), request.GET.get("page"))
    names = goods.names_of(found)
    clocks = telling.clocks_of(page.rows)
    stale = _stale(found, page.rows)
    return show(
        request,
        "supervision/testing/hearing/list.html",
        current=MENU_KEY,
        project=found,
        page=page,
        rows=[(row, TONES[row.stage], clocks.get(row.record_key), row.pk in stale) for row in page.rows],
        tell=_tell_label(found) if may_act(request, found) else "",
        objections=[
            (one, names.get(one.product, one.product))
            for one in found.objections.select_related("answer__notice").order_by("stage", "pk")[:100]
        ],
    )


@asking
@readers
def telling_all(request: HttpRequest, project: UUID) -> HttpResponse:
    """Everybody who does not know the results as they are now is told; collecting ends with it."""
    found = inner_or_404(request, project)
    is_running = found.stage == "running"
    back = reverse("office-test-notices", args=[found.pk])
    question = Question(
        current=MENU_KEY,
        title=END_AND_TELL if is_running else TELL,
        button=gettext_lazy("Tell them now"),
        back=back,
        back_label=gettext_lazy("Makers and sellers are heard"),
        lead=_telling_said(found),
        is_shown=may_act(request, found) and (is_running or found.stage in preparing.HEARING),
        closed=spoken.run_on(hindrances(found, "finish")) if is_running else "",
    )
    return ask(
        request,
        question,
        form=Form,
        act=lambda _form: everybody.tell_everybody(found, by=actor_of(request), at=clock.now()),
        done=lambda told: (
            _("%(n)s were told; their clocks run. Please send the letters.") % {"n": len(told)}
            if told
            else _("All know their results as they are now.")
        ),
        to=back,
    )


@require_safe
@readers
def notice(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """What it was told and what it answered."""
    found, row = found_or_404(request, project, pk)
    answers = list(row.answers.order_by("at", "pk"))
    photos = Photo.objects.filter(project=found, about__in=[one.seal_key for one in answers])
    objections = {one.answer_id: one for one in Objection.objects.filter(answer__in=answers)}
    names = goods.names_of(found)
    return show(
        request,
        "supervision/testing/hearing/office.html",
        current=MENU_KEY,
        project=found,
        notice=row,
        tone=TONES[row.stage],
        clock=telling.clocks_of([row]).get(row.record_key),
        told=wording.newest(row),
        answers=[
            (
                one,
                names.get(one.product, one.product),
                objections.get(one.pk),
                [photo for photo in photos if photo.about == one.seal_key],
            )
            for one in answers
        ],
        may_act=may_act(request, found),
        may_answer=may_act(request, found) and answering.may_answer(row, clock.now()),
    )


@asking
@readers
def paper_answer(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """An answer that came on paper, entered by staff."""
    found, row = found_or_404(request, project, pk)
    question = Question(
        current=MENU_KEY,
        title=gettext_lazy("Enter an answer that came on paper"),
        button=gettext_lazy("Keep the answer"),
        back=_address(row),
        back_label=row.name,
        is_shown=may_act(request, found) and answering.may_answer(row, clock.now()),
    )
    return ask(
        request,
        question,
        form=partial(AnswerForm, told=wording.newest(row)),
        act=lambda form: answering.answer(
            row, form.said(MakerAnswer.Way.PAPER), by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The answer is kept."),
        to=_address(row),
    )


def _telling_said(project: Project) -> str:
    """Who is told, and what that begins."""
    return _(
        "Every maker and seller that does not know its results as they are now is told its own, and has %(days)s "
        "working days to answer. It cannot be undone."
    ) % {"days": telling.limit_of(project, clock.now()).number}


def _tell_label(project: Project) -> Promise | str:
    """What the button says; empty where nobody is told now."""
    if project.stage == "running":
        return END_AND_TELL
    return TELL if project.stage in preparing.HEARING else ""


def _stale(project: Project, rows: Any) -> set[Any]:
    """Those who do not know the results as they are now."""
    if project.stage not in preparing.HEARING or not rows:
        return set()
    try:
        results = own_results.all_of(project)
    except NotPossible:
        return set()
    return {row.pk for row in rows if row.stage != "draft" and telling.changed_since(row, results)}


def found_or_404(request: HttpRequest, project: UUID, pk: UUID) -> tuple[Project, MakerNotice]:
    """The notice of a project that the reader may see. Raises Http404."""
    found = inner_or_404(request, project)
    row = (
        MakerNotice.objects.select_related("project__registered", "project__lead", "business")
        .filter(project=found, pk=pk)
        .first()
    )
    if row is None:
        raise Http404
    return found, row


def may_act(request: HttpRequest, project: Project) -> bool:
    """Whether the reader acts for the leading body."""
    return powers.leads(actor_of(request), project, on=clock.today())


def _address(row: MakerNotice) -> str:
    return reverse("office-test-notice", args=[row.project_id, row.pk])
