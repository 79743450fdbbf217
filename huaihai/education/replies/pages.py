"""Those whom a text names, for the staff: naming, asking, their letter to print, and an answer that came on paper."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.businesses.models import Business
from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotPossible
from huaihai.desk.verbs import Desk, Link
from huaihai.education import powers
from huaihai.education.models import Edition, Publication, Reply
from huaihai.education.publications import facts as publications_facts
from huaihai.education.publications.verbs import edition_of
from huaihai.education.replies import facts, verbs
from huaihai.education.replies.forms import NameForm
from huaihai.kit import clock

MOST_FOUND = 10


@readers
@require_safe
def replies(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that are named, and a search of the register for others."""
    publication, at = publications_facts.publication(request, pk), clock.now()
    edition, actor = edition_of(publication), actor_of(request)
    wanted = request.GET.get("q", "").strip()[:80]
    named = publication.replies.values("business")
    found = Business.objects.visible_to(actor).standing().matching(wanted).exclude(pk__in=named)
    may_write = powers.may_write(actor, publication.publisher, at=at)
    context: dict[str, Any] = {
        "publication": publication,
        "edition": edition,
        "rows": [
            (row, facts.of(row).due_on, row.holds_back(at), verbs.is_older(row), REPLIES.offered(actor, row))
            for row in publication.replies.select_related("publication__publisher", "business")
        ],
        "may_write": may_write,
        "may_name": may_write and edition is not None and edition.stage in verbs.NAMING,
        "wanted": wanted,
        "found": found.order_by("name", "pk")[:MOST_FOUND] if wanted else [],
        "form": NameForm(initial={"called": wanted}),
    }
    return show(request, "education/office/replies.html", current=publications_facts.MENU, **context)


@readers
@asking
def name(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name one that was found, or by its name."""
    publication, edition = to_write(request, pk)

    def act(form: NameForm) -> Reply:
        key = form.cleaned_data["business"]
        visible = Business.objects.visible_to(actor_of(request)).standing()
        business = get_object_or_404(visible, pk=key) if key else None
        called = "" if business else form.cleaned_data["called"]
        if edition is None:
            raise NotPossible(str(_("Nothing is open any more.")))
        return verbs.name(edition, business, called=called, by=actor_of(request), at=clock.now())

    question = Question(
        current=publications_facts.MENU,
        title=_("Name a business"),
        button=_("Name it"),
        back=_home(publication),
        back_label=_("Businesses named"),
        lead=_("It is asked before the text goes out."),
    )
    return ask(
        request,
        question,
        form=NameForm,
        act=act,
        done=_("Named. Please ask for its reply."),
        to=question.back,
    )


def to_write(request: HttpRequest, pk: UUID) -> tuple[Publication, Edition | None]:
    """The publication and its open edition, for those who write it; else 404."""
    publication = publications_facts.publication(request, pk)
    if not powers.may_write(actor_of(request), publication.publisher, at=clock.now()):
        raise Http404
    return publication, edition_of(publication)


def reply_or_404(request: HttpRequest, pk: UUID, reply_id: UUID) -> Reply:
    """One of the replies of a publication that the reader works on."""
    rows = publications_facts.publication(request, pk).replies
    held: Reply = get_object_or_404(rows.select_related("publication__publisher", "business"), pk=reply_id)
    return held


def _home(publication: Publication) -> str:
    return reverse("office-publication-replies", args=[publication.pk])


REPLIES = Desk[Reply](
    "office-reply",
    find=reply_or_404,
    home=lambda reply: _home(reply.publication),
    called=lambda _reply: _("Businesses named"),
    may=lambda actor, reply: powers.may_write(actor, reply.publication.publisher, at=clock.now()),
    hinders=lambda reply, verb: (
        (str(_("It has replied already.")),) if verb == "ask" and reply.answered_at else ()
    ),
    keys=lambda reply: [reply.publication_id, reply.pk],
    current=publications_facts.MENU,
    verbs=(
        verbs.ask,
        Link("", "office-reply-letter", _("Letter"), when=lambda reply: reply.asked_at is not None),
        verbs.answer,
        verbs.unname,
    ),
)


@readers
@require_safe
def letter(request: HttpRequest, pk: UUID, reply_id: UUID) -> HttpResponse:
    """The letter to a business that cannot be told otherwise, to be printed."""
    publication, _edition = to_write(request, pk)
    reply = reply_or_404(request, pk, reply_id)
    if reply.asked_at is None:
        raise Http404
    version = publication.versions.filter(document_hash=reply.text_hash).order_by("-number").first()
    context: dict[str, Any] = {
        **publications_facts.text_facts(publication, version or publication.newest),
        "reply": reply,
        "due_on": facts.of(reply).due_on,
        "body": publication.publisher,
    }
    return show(request, "education/office/letter.html", current=publications_facts.MENU, **context)
