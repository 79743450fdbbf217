"""The replies of a business: texts that name it, and one of them with the form to answer."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.businesses import pages as businesses_pages
from huaihai.businesses import rights
from huaihai.desk.frame import actor_of
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.education.models import Reply, ReplyQuerySet
from huaihai.education.publications import facts as publications_facts
from huaihai.education.replies import facts, verbs
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import Words, name_what_is_needed
from huaihai.kit.paging import page_of


class ReplyForm(forms.Form):
    """What the business says."""

    text = Words(
        label=gettext_lazy("Your reply"),
        help_text=gettext_lazy(
            "At most 2,000 characters. Everybody reads it beside the text, word for word; "
            "please name no consumer."
        ),
        max_length=verbs.LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": verbs.LONGEST_REPLY}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)


@guards.business
@require_safe
def replies(request: HttpRequest) -> HttpResponse:
    """Those that wait first, then the newest."""
    rows = _seen(request).order_by("answered_at", "-asked_at", "-pk")
    page = page_of(rows, request.GET.get("page"))
    context = {"page": page, "rows": [_row(one) for one in page.rows]}
    return render(request, "education/business/replies.html", businesses_pages.frame(request) | context)


@guards.business
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the text says, and the reply: it can be changed until the text is out."""
    held = get_object_or_404(_seen(request), pk=pk)
    kept = None if request.method == "POST" else guards.kept_post(request)
    form = ReplyForm(kept or {"text": held.text}) if kept or held.text else ReplyForm()
    if request.method != "POST":
        return _page(request, held, form, kept=bool(kept))
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, held, form)
    try:
        verbs.answer(held, text=form.cleaned_data["text"], by=actor_of(request), at=clock.now())
    except Unfit as error:
        form.add_error("text", error.message)
        return _page(request, held, form)
    except (NotPossible, NotAllowed) as error:
        form.add_error(None, str(error))
        return _page(request, held, form, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Your reply is with the office. It is published beside the text."))
    return HttpResponseRedirect(reverse("business-reply", args=[held.pk]))


def _page(
    request: HttpRequest, held: Reply, form: ReplyForm, *, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    versions = held.publication.versions.prefetch_related("products")
    version = versions.filter(document_hash=held.text_hash).order_by("-number").first()
    today = clock.today()
    context = {
        **publications_facts.text_facts(held.publication, version or held.publication.newest),
        **_row(held),
        "form": form,
        "may_answer": verbs.may_change(held)
        and held.business is not None
        and rights.may(actor_of(request), held.business, rights.ANSWER, on=today),
        **more,
    }
    return render(
        request, "education/business/reply.html", businesses_pages.frame(request) | context, status=status
    )


def _row(held: Reply) -> dict[str, Any]:
    return {"reply": held, "due_on": facts.of(held).due_on, "is_open": held.holds_back(clock.now())}


def _seen(request: HttpRequest) -> ReplyQuerySet:
    rows: ReplyQuerySet = Reply.objects.visible_to(actor_of(request)).select_related(
        "publication__publisher", "business"
    )
    return rows
