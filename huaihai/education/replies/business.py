"""The replies of a business: texts that name it, and one of them with the form to answer."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai.businesses import pages as businesses_pages
from huaihai.businesses import rights
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of
from huaihai.education.models import Reply, ReplyQuerySet
from huaihai.education.publications import facts as publications_facts
from huaihai.education.replies import facts, verbs
from huaihai.education.replies.forms import ReplyForm
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of


@guards.business
@require_safe
def replies(request: HttpRequest) -> HttpResponse:
    """Those that wait first, then the newest."""
    rows = _seen(request).order_by("answered_at", "-asked_at", "-pk")
    page = page_of(rows, request.GET.get("page"))
    context = {"page": page, "rows": [_row(one) for one in page.rows]}
    return render(request, "education/business/replies.html", businesses_pages.frame(request) | context)


@guards.business
@asking
def reply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the text says, and the reply: it can be changed until the text is out."""
    held, actor = get_object_or_404(_seen(request), pk=pk), actor_of(request)
    versions = held.publication.versions.prefetch_related("products")
    version = versions.filter(document_hash=held.text_hash).order_by("-number").first()
    may_answer = held.business is not None and rights.may(
        actor, held.business, rights.ANSWER, on=clock.today()
    )
    question = Question(
        current="",
        title=held.publication.title,
        button=_("Send the reply"),
        back=reverse("business-replies"),
        back_label=_("Texts that name you"),
        template="education/business/reply.html",
        refusal="",
        context={
            **publications_facts.text_facts(held.publication, version or held.publication.newest),
            **_row(held),
            "may_answer": may_answer and verbs.may_change(held),
        },
        frame=lambda request, _current: businesses_pages.frame(request),
    )
    return ask(
        request,
        question,
        form=partial(ReplyForm, initial={"text": held.text}),
        act=lambda form: verbs.answer(held, **form.facts(), by=actor, at=clock.now()),
        done=_("Your reply is with the office. It is published beside the text."),
        to=reverse("business-reply", args=[held.pk]),
    )


def _row(held: Reply) -> dict[str, Any]:
    return {"reply": held, "due_on": facts.of(held).due_on, "is_open": held.holds_back(clock.now())}


def _seen(request: HttpRequest) -> ReplyQuerySet:
    rows: ReplyQuerySet = Reply.objects.visible_to(actor_of(request)).select_related(
        "publication__publisher", "business"
    )
    return rows
