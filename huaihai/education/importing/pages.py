"""Old pages for the staff: batches, handing in, one page as received beside as shown, and what becomes of it."""

from functools import partial
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.verbs import Desk, Link
from huaihai.education import powers, repairs
from huaihai.education.importing import charsets, files, forms, verbs
from huaihai.education.importing.facts import lines_of
from huaihai.education.importing.files import REFUSALS
from huaihai.education.importing.forms import HandInForm
from huaihai.education.importing.life import OLD_PAGE
from huaihai.education.models import ImportBatch, ImportedPage, ImportQuestion
from huaihai.kit import clock
from huaihai.kit.filestore.responses import SANDBOX
from huaihai.kit.filestore.sealed import open_original
from huaihai.kit.paging import page_of

MENU_KEY = "imports"


@require_safe
@readers
def batches(request: HttpRequest) -> HttpResponse:
    """What was handed in, the last first."""
    rows = ImportBatch.objects.visible_to(actor_of(request)).with_counts().select_related("publisher")
    context = {"page": page_of(rows, request.GET.get("page")), "may_hand_in": _may_hand_in(request)}
    return render(request, "education/importing/batches.html", frame(request, MENU_KEY) | context)


@asking
@readers
def hand_in(request: HttpRequest) -> HttpResponse:
    """Files for the reader's body."""
    if not _may_hand_in(request):
        raise Http404
    by = actor_of(request)
    question = Question(
        current=MENU_KEY,
        title=_("Hand in old pages"),
        button=_("Read them"),
        back=reverse("office-imports"),
        back_label=_("Old pages"),
        lead=_("Each file becomes a draft only after you have looked it over. Nothing goes out by itself."),
    )
    return ask(
        request,
        question,
        form=HandInForm,
        act=lambda form: verbs.receive(
            form.cleaned_data["uploads"], publisher=by.organisation, by=by, at=clock.now()
        ),
        done=_("The files are read."),
        to=lambda batch: reverse("office-import-batch", args=[batch.pk]),
    )


@require_safe
@readers
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The pages of one batch, and what each waits for."""
    rows = ImportBatch.objects.visible_to(actor_of(request)).select_related("publisher")
    held = get_object_or_404(rows, pk=batch_id)
    pages = (
        held.pages.with_counts().select_related("publication").defer("found", "repaired", "removed", "sketch")
    )
    page = page_of(pages, request.GET.get("page"))
    shown = [(one, REFUSALS.get(one.refusal, "")) for one in page.rows]
    context = {"batch": held, "page": page, "shown": shown}
    return render(request, "education/importing/batch.html", frame(request, MENU_KEY) | context)


def _may_hand_in(request: HttpRequest) -> bool:
    actor = actor_of(request)
    return powers.may_write(actor, actor.organisation, at=clock.now())


_KIND: Final = "application/octet-stream"  # whatever is in it, it is only saved


def original_response(page: ImportedPage) -> StreamingHttpResponse:
    """The bytes, under a name that no browser opens as a page; a Word file, which may hold programs and call others,
    stays in the store. Raises FileNotFoundError."""
    if page.format == files.WORD:
        raise FileNotFoundError("a Word file does not leave")
    response = StreamingHttpResponse(open_original(page.sha256), content_type=_KIND)
    response.headers["Content-Disposition"] = content_disposition_header(True, _name(page)) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _name(page: ImportedPage) -> str:
    clean = "".join(char for char in page.name.replace("\\", "/").rpartition("/")[2] if char.isprintable())
    return clean if clean.lower().endswith(".txt") else f"{clean or 'file'}.txt"


QUESTIONS_A_PAGE = 20
NOT_WAITING = _("This page is not waiting for that any more.")


@require_safe
@readers
def page(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """All that is known of it, and what can be done next."""
    held = _page_or_404(request, page_id)
    asked = held.questions.filter(answer="").count()
    context = {
        "old": held,
        "asked": asked,
        "acts": OLD_PAGES.offered(actor_of(request), held),
        "refusal": REFUSALS.get(held.refusal, ""),
        "encoding": charsets.named(held.encoding),
        "steps": repairs.in_words({"steps": held.steps}),
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
def answers(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """The places that the repair is not sure of, a few at a time, the open ones first."""
    held = _page_or_404(request, page_id)
    if not OLD_PAGES.may(actor_of(request), held):
        raise Http404
    asked = page_of(
        ImportQuestion.objects.filter(page=held).order_by("answer", "start"),
        request.GET.get("page"),
        per_page=QUESTIONS_A_PAGE,
    )
    question = Question(
        current=MENU_KEY,
        title=_("Places to look at"),
        button=_("Keep the answers"),
        back=_address(held),
        back_label=_called(held),
        closed="" if OLD_PAGE.can("answer", held.stage) else NOT_WAITING,
        template="education/importing/answers.html",
        context={"page": asked, "old": held},
    )
    return ask(
        request,
        question,
        form=partial(forms.AnswersForm, seen=held.turn, asked=list(asked.rows)),
        act=lambda form: verbs.answer(
            held, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_("Your answers are kept."),
        to=_address(held),
    )


def _page_or_404(request: HttpRequest, page_id: UUID) -> ImportedPage:
    rows = ImportedPage.objects.visible_to(actor_of(request)).select_related(
        "batch__publisher", "publication"
    )
    return get_object_or_404(rows, pk=page_id)


def _address(held: ImportedPage) -> str:
    return reverse("office-import-page", args=[held.pk])


def _called(held: ImportedPage) -> str:
    return held.title or held.name


def _was_asked_about(held: ImportedPage) -> bool:
    return not held.encodings and not verbs.is_asked_about(held) and held.questions.exists()


OLD_PAGES = Desk[ImportedPage](
    "office-import",
    find=_page_or_404,
    home=_address,
    called=_called,
    life=OLD_PAGE,
    may=lambda actor, held: powers.may_write(actor, held.batch.publisher, at=clock.now()),
    not_now=lambda _held: NOT_WAITING,
    current=MENU_KEY,
    thing="old",
    verbs=(
        verbs.read_again,
        Link(
            "answer",
            "office-import-answers",
            _("Look at the places"),
            when=lambda held: not held.encodings and verbs.is_asked_about(held),
        ),
        verbs.draft,
        Link("answer", "office-import-answers", _("Change the answers"), "plain", when=_was_asked_about),
        verbs.skip,
        verbs.take_up,
    ),
)
