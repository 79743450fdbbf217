"""The replies of a business: texts that name it, and one of them with the form to answer."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

from huaihai.businesses import pages as businesses_pages
from huaihai.businesses import rights
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of
from huaihai.desk.lists import List
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.education.models import Reply, ReplyQuerySet
from huaihai.education.publications import facts as publications_facts
from huaihai.education.replies import facts, verbs
from huaihai.education.replies.forms import ReplyForm
from huaihai.kit import clock, guards, spoken


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
        frame=_frame,
    )
    return ask(
        request,
        question,
        form=partial(ReplyForm, initial={"text": held.text}),
        act=lambda form: verbs.answer(held, **form.facts(), by=actor, at=clock.now()),
        done=_("Your reply is with the office. It is published beside the text."),
        to=reverse("business-reply", args=[held.pk]),
    )


def _frame(request: HttpRequest, _current: str) -> dict[str, Any]:
    return businesses_pages.frame(request)


def _row(held: Reply) -> dict[str, Any]:
    return {"reply": held, "due_on": facts.of(held).due_on, "is_open": held.holds_back(clock.now())}


def _seen(request: HttpRequest) -> ReplyQuerySet:
    rows: ReplyQuerySet = Reply.objects.visible_to(actor_of(request)).select_related(
        "publication__publisher", "business"
    )
    return rows


def _how_it_stands(held: Reply) -> Tag:
    if held.answered_at:
        return Tag(_("replied"), "ok")
    due_on = facts.of(held).due_on
    words = {"day": spoken.day(due_on, today=clock.today()) if due_on else ""}
    if held.holds_back(clock.now()):
        return Tag(_("awaited until %(day)s") % words, "warn")
    return Tag(_("no reply by %(day)s") % words, "calm")


LIST = List[Reply](
    _lazy("Texts that name you"),
    guard=guards.business,
    frame=_frame,
    lead=_lazy("Before a text that names you is published, you are heard. Your reply stands beside it."),
    rows=lambda request: _seen(request).order_by("answered_at", "-asked_at", "-pk"),
    columns=(
        Column(
            pgettext_lazy("publication", "Text"),
            lambda held: Cell(held.publication.title, reverse("business-reply", args=[held.pk])),
        ),
        Column(_lazy("Business named"), lambda held: held.name),
        Column(_lazy("Your reply"), _how_it_stands, sort=("answered_at", "due_at")),
    ),
    empty=_lazy("No text names you."),
)
