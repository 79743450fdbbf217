"""Old pages for the staff: batches, handing files in, and the pages of one batch."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.education import powers
from huaihai.education.actions import old_pages
from huaihai.education.importing.files import REFUSALS
from huaihai.education.importing.forms import HandInForm
from huaihai.education.models import ImportBatch
from huaihai.kit import clock
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
        act=lambda form: old_pages.receive(
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
