"""One old page for the staff: as received beside as shown, its places, its reading, what becomes of it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.education import powers, repairs
from huaihai.education.actions import old_page_drafts, old_pages
from huaihai.education.importing import charset_words, forms
from huaihai.education.importing.beside import lines_of
from huaihai.education.importing.files import REFUSALS
from huaihai.education.importing.handing_out import original_response
from huaihai.education.importing.life import OLD_PAGE
from huaihai.education.importing.office import MENU_KEY
from huaihai.education.models import ImportedPage, ImportQuestion
from huaihai.kit import clock
from huaihai.kit.form_fields import SeenForm
from huaihai.kit.paging import page_of

QUESTIONS_A_PAGE = 20


@require_safe
@readers
def page(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """All that is known of it, and what can be done next."""
    held = _page_or_404(request, page_id)
    asked = held.questions.filter(answer="").count()
    context = {
        "old": held,
        "asked": asked,
        "may_act": _may_act(request, held),
        "can": {verb.replace(" ", "_"): OLD_PAGE.can(verb, held.state) for verb in OLD_PAGE.verbs},
        "refusal": REFUSALS.get(held.refusal, ""),
        "encoding": charset_words.named(held.encoding),
        "steps": repairs.told({"steps": held.steps}),
        "questions": held.questions.exclude(answer=""),
        "likenesses": held.likenesses.select_related("publication", "other__publication"),
        "page": lines_of(held, request.GET.get("page")),
    }
    return render(request, "education/importing/page.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def original(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """The file as it was handed in, to be saved."""
    try:
        return original_response(_page_or_404(request, page_id))  # type: ignore[return-value]  # guards name the usual kind
    except FileNotFoundError as error:
        raise Http404 from error


@asking
@readers
def reading(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Which of two readings that are close is the right one."""
    held = _acted_on(request, page_id)
    return ask(
        request,
        _question(held, "read again", _("How is this file to be read?"), _("Read it like this")),
        form=partial(forms.ReadingForm, page=held),
        act=lambda form: old_pages.read_again(
            held, form.cleaned_data["encoding"], seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_("It is read again."),
        to=_address(held),
    )


@asking
@readers
def answers(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """The places that the repair is not sure of, a few at a time, the open ones first."""
    held = _acted_on(request, page_id)
    asked = page_of(
        ImportQuestion.objects.filter(page=held).order_by("answer", "start"),
        request.GET.get("page"),
        per_page=QUESTIONS_A_PAGE,
    )
    return ask(
        request,
        _question(
            held,
            "answer",
            _("Places to look at"),
            _("Keep the answers"),
            template="education/importing/answers.html",
            context={"page": asked, "old": held},
        ),
        form=partial(forms.AnswersForm, page=held, asked=list(asked.rows)),
        act=lambda form: old_pages.answer(
            held, form.answers(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_("Your answers are kept."),
        to=_address(held),
    )


@asking
@readers
def drafting(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """It becomes a draft."""
    held = _acted_on(request, page_id)
    return ask(
        request,
        _question(
            held,
            "draft",
            _("Make a draft of it"),
            _("Make the draft"),
            lead=_("It is reviewed and signed like any other text before it goes out."),
        ),
        form=partial(forms.DraftForm, page=held),
        act=lambda form: old_page_drafts.draft(
            held, form.said(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_("The draft is made."),
        to=_address(held),
    )


@asking
@readers
def skipping(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """It is left out."""
    held = _acted_on(request, page_id)
    return ask(
        request,
        _question(held, "skip", _("Leave this page out"), _("Leave it out")),
        form=partial(forms.SkipForm, seen=held.turn),
        act=lambda form: old_page_drafts.skip(
            held, form.cleaned_data["reason"], seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_("The page is left out. Its original stays in the store."),
        to=reverse("office-import-batch", args=[held.batch_id]),
    )


@asking
@readers
def taking_up(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """One that was left out comes back."""
    held = _acted_on(request, page_id)
    return ask(
        request,
        _question(held, "take up", _("Take this page up again"), _("Take it up")),
        form=partial(SeenForm, seen=held.turn),
        act=lambda form: old_page_drafts.take_up(
            held, seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_("The page waits for you again."),
        to=_address(held),
    )


def _page_or_404(request: HttpRequest, page_id: UUID) -> ImportedPage:
    rows = ImportedPage.objects.visible_to(actor_of(request)).select_related(
        "batch__publisher", "publication"
    )
    return get_object_or_404(rows, pk=page_id)


def _acted_on(request: HttpRequest, page_id: UUID) -> ImportedPage:
    held = _page_or_404(request, page_id)
    if not _may_act(request, held):
        raise Http404
    return held


def _may_act(request: HttpRequest, held: ImportedPage) -> bool:
    return powers.may_write(actor_of(request), held.batch.publisher, at=clock.now())


def _question(
    held: ImportedPage, verb: str, title: Promise | str, button: Promise | str, **more: Any
) -> Question:
    closed = "" if OLD_PAGE.can(verb, held.state) else _("This page is not waiting for that any more.")
    return Question(
        current=MENU_KEY,
        title=title,
        button=button,
        back=_address(held),
        back_label=held.title or held.name,
        closed=closed,
        **more,
    )


def _address(held: ImportedPage) -> str:
    return reverse("office-import-page", args=[held.pk])
