"""The hearing, for the staff: everybody who is heard, one notice with its answers and its letter, an objection."""

import io
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

import segno
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk import codes, hearing
from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotPossible
from huaihai.desk.verbs import NOT_NOW
from huaihai.kit import clock, spoken
from huaihai.kit.clock import local_day
from huaihai.kit.network import whole
from huaihai.kit.paging import page_of
from huaihai.members import directory
from huaihai.supervision import powers
from huaihai.supervision.facts import MENU_KEY, hindrances, inner_or_404
from huaihai.supervision.models import MakerAnswer, MakerNotice, Objection, Project
from huaihai.supervision.testing.hearing import facts, notices, verbs
from huaihai.supervision.testing.hearing.forms import AnswerForm, DecisionForm, RetestForm
from huaihai.supervision.testing.hearing.life import OBJECTION, OPEN_OBJECTIONS
from huaihai.supervision.testing.hearing.own_pages import address_of
from huaihai.supervision.testing.laboratory.facts import items_of

TELL = gettext_lazy("Tell all who do not know their results")
END_AND_TELL = gettext_lazy("End collecting and tell makers and sellers")
TONES = {"draft": "calm", "told": "warn", "answered": "ok", "silent": "calm"}


@require_safe
@readers
def all_notices(request: HttpRequest, project: UUID) -> HttpResponse:
    """Makers and sellers, page by page, with their clocks."""
    found = inner_or_404(request, project)
    page = page_of(found.notices.all(), request.GET.get("page"))
    names = facts.names_of(found)
    clocks = hearing.times_of(page.rows)
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
        lead=_telling_words(found),
        is_shown=may_act(request, found),
        closed=_too_late(found),
    )
    return ask(
        request,
        question,
        form=Form,
        act=lambda _form: notices.tell_everybody(found, by=actor_of(request), at=clock.now()),
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
    names = facts.names_of(found)
    return show(
        request,
        "supervision/testing/hearing/office.html",
        current=MENU_KEY,
        project=found,
        notice=row,
        tone=TONES[row.stage],
        clock=hearing.times_of([row]).get(row.record_key),
        told=facts.newest_in_words(row),
        answers=[
            (one, names.get(one.product, one.product), objection, papers)
            for one, objection, papers in facts.answers_of(row)
        ],
        may_act=may_act(request, found),
        may_answer=may_act(request, found) and verbs.may_answer(row, clock.now()),
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
        is_shown=may_act(request, found),
        closed="" if verbs.may_answer(row, clock.now()) else NOT_NOW,
    )
    return ask(
        request,
        question,
        form=partial(AnswerForm, told=facts.newest_in_words(row)),
        act=lambda form: verbs.answer(
            row, form.answer(MakerAnswer.Way.PAPER), by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The answer is kept."),
        to=_address(row),
    )


def _telling_words(project: Project) -> str:
    """Who is told, and what that begins."""
    return _(
        "Every maker and seller that does not know its results as they are now is told its own, and has %(days)s "
        "working days to answer. It cannot be undone."
    ) % {"days": notices.limit_of(project, clock.now()).number}


def _tell_label(project: Project) -> Promise | str:
    """What the button says; empty where nobody is told now."""
    if project.stage == "running":
        return END_AND_TELL
    return TELL if project.stage in notices.HEARING else ""


def _stale(project: Project, rows: Any) -> set[Any]:
    """Those who do not know the results as they are now."""
    if project.stage not in notices.HEARING or not rows:
        return set()
    try:
        results = facts.all_results(project)
    except NotPossible:
        return set()
    return {row.pk for row in rows if row.stage != "draft" and notices.changed_since(row, results)}


def found_or_404(request: HttpRequest, project: UUID, pk: UUID) -> tuple[Project, MakerNotice]:
    """The notice of a project that the reader may see. Raises Http404."""
    found = inner_or_404(request, project)
    rows = MakerNotice.objects.select_related("project__registered", "project__lead", "business")
    return found, get_object_or_404(rows, project=found, pk=pk)


def may_act(request: HttpRequest, project: Project) -> bool:
    """Whether the reader acts for the leading body."""
    return powers.leads(actor_of(request), project, on=clock.today())


def _too_late(project: Project) -> str:
    """Why nobody is told now; "" if they can be."""
    if project.stage == "running":
        return spoken.run_on(hindrances(project, "finish"))
    return "" if project.stage in notices.HEARING else str(NOT_NOW)


def _address(row: MakerNotice) -> str:
    return reverse("office-test-notice", args=[row.project_id, row.pk])


@require_safe
@readers
def letter(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The letter with the results and the link, to be printed; staff of the leading body alone."""
    found, row = found_or_404(request, project, pk)
    if not row.link_issue or not may_act(request, found):
        raise Http404
    return show(
        request,
        "supervision/testing/hearing/letter.html",
        current=MENU_KEY,
        project=found,
        notice=row,
        told=facts.newest_in_words(row),
        clock=hearing.times_of([row]).get(row.record_key),
        limit=notices.limit_of(found, clock.now()),
        body=found.lead or directory.root(),
        code=codes.grouped(facts.code_of(row)),
        reference=facts.reference(row),
        goods=facts.goods_of(found, row.products),
        page=whole(request, reverse("test-notice-code")),
        square=facts.square(
            request,
            facts.reference(row),
            "比较试验结果告知书",
            found,
            on=local_day(row.told_at or clock.now()),
        ),
    )


@require_safe
@readers
def letter_qr(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The QR of the link, for the letter."""
    found, row = found_or_404(request, project, pk)
    if not row.link_issue or not may_act(request, found):
        raise Http404
    drawn = io.BytesIO()
    address = whole(request, address_of(row))
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, scale=4, xmldecl=False)
    answer = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    answer["Cache-Control"] = "no-store"
    return answer


@asking
@readers
def second_test(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The spare sample goes to a laboratory."""
    found, row = _found(request, project, pk)
    laboratories = {str(one.pk): one for one in found.laboratories.all()}
    return ask(
        request,
        _question(
            request,
            found,
            row,
            gettext_lazy("Second test of the spare sample"),
            OBJECTION.can("retest", row.stage),
        ),
        form=partial(
            RetestForm,
            seen=row.version,
            laboratories=[(key, one.name) for key, one in laboratories.items()],
            items=[(key, item["name"]) for key, item in items_of(found).items()],
        ),
        act=lambda form: verbs.retest(
            row,
            laboratories[form.cleaned_data["laboratory"]],
            items=form.cleaned_data["items"],
            remark=form.cleaned_data["remark"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=gettext_lazy(
            "The spare sample is on its way. What is measured now counts instead of the first test."
        ),
        to=_address(row.answer.notice),
    )


@asking
@readers
def decision(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """How it ends."""
    found, row = _found(request, project, pk)
    question = _question(
        request, found, row, gettext_lazy("Decide about an objection"), row.stage in OPEN_OBJECTIONS
    )
    if actor_of(request).key in verbs.buyers_of(found, row.product):
        question = replace(
            question,
            closed=gettext_lazy(
                "You bought this product. Somebody else decides: a colleague of the leading body who did not buy it, "
                "or the office of the alliance."
            ),
        )
    return ask(
        request,
        question,
        form=partial(DecisionForm, seen=row.version),
        act=lambda form: verbs.decide(
            row,
            outcome=form.cleaned_data["outcome"],
            reason=form.cleaned_data["reason"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=gettext_lazy("It is decided. Please tell makers and sellers whose results have changed."),
        to=_address(row.answer.notice),
    )


def _question(request: HttpRequest, found: Project, row: Objection, title: object, is_open: bool) -> Question:
    return Question(
        current=MENU_KEY,
        title=title,  # type: ignore[arg-type]  # lazy words
        button=title,  # type: ignore[arg-type]
        back=_address(row.answer.notice),
        back_label=row.answer.notice.name,
        template="supervision/testing/hearing/objection.html",
        is_shown=may_act(request, found),
        closed="" if is_open else NOT_NOW,
        context={"objection": row, "product": facts.names_of(found).get(row.product, row.product)},
    )


def _found(request: HttpRequest, project: UUID, pk: UUID) -> tuple[Project, Objection]:
    found = inner_or_404(request, project)
    rows = Objection.objects.select_related("answer__notice", "project__registered", "project__lead")
    return found, get_object_or_404(rows, project=found, pk=pk)
