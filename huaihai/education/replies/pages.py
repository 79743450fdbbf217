"""Those whom a text names, for the staff: naming, asking, their letter to print, and an answer that came on paper."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.businesses.models import Business
from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotPossible
from huaihai.education import powers
from huaihai.education.models import Edition, Publication, Reply
from huaihai.education.publications import facts as publications_facts
from huaihai.education.replies import facts, verbs
from huaihai.kit import clock
from huaihai.kit.form_fields import Line, Words, name_what_is_needed

MOST_FOUND = 10


class NameForm(forms.Form):
    """A business of the register, or a name."""

    business = forms.UUIDField(widget=forms.HiddenInput, required=False)
    called = Line(label=_("Name of the business"), required=False)


class AnswerForm(forms.Form):
    """What came on paper."""

    text = Words(
        label=_("What it says"),
        help_text=_("Word for word, at most 2,000 characters."),
        max_length=verbs.LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)


@readers
@require_safe
def replies(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that are named, and a search of the register for others."""
    publication, at = publications_facts.publication(request, pk), clock.now()
    edition, actor = publications_facts.open_edition(publication), actor_of(request)
    wanted = request.GET.get("q", "").strip()[:80]
    named = publication.replies.values("business")
    found = Business.objects.visible_to(actor).standing().matching(wanted).exclude(pk__in=named)
    may_write = powers.may_write(actor, publication.publisher, at=at)
    context: dict[str, Any] = {
        "publication": publication,
        "edition": edition,
        "rows": [
            (row, facts.of(row).due_on, row.holds_back(at), _is_older(row, edition))
            for row in publication.replies.select_related("business")
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
        return verbs.name(_there(edition), business, called=called, by=actor_of(request), at=clock.now())

    question = _question(
        publication, _("Name a business"), _("Name it"), lead=_("It is asked before the text goes out.")
    )
    return ask(
        request,
        question,
        form=NameForm,
        act=act,
        done=_("Named. Please ask for its reply."),
        to=question.back,
    )


@readers
@asking
def asking_it(request: HttpRequest, pk: UUID, reply_id: UUID) -> HttpResponse:
    """Ask for the reply; its time begins."""
    publication, edition = to_write(request, pk)
    reply = reply_of(publication, reply_id)
    question = _question(
        publication,
        _("Ask for the reply"),
        _("Ask now"),
        lead=_(
            "It reads the text as it is now at its desk, and has the time that the rules give. Without a number in "
            "the register it gets a letter: please print and send it."
        ),
        closed=_("It has replied already.") if reply.answered_at else "",
    )
    return ask(
        request,
        question,
        form=forms.Form,
        act=lambda _form: verbs.ask(reply, _there(edition), by=actor_of(request), at=clock.now()),
        done=_("Asked. Its time runs from now on."),
        to=question.back,
    )


@readers
@asking
def answer(request: HttpRequest, pk: UUID, reply_id: UUID) -> HttpResponse:
    """Enter an answer that came on paper."""
    publication, _edition = to_write(request, pk)
    reply = reply_of(publication, reply_id)
    question = _question(
        publication,
        _("Enter the reply that came on paper"),
        _("Enter it"),
        lead=_("It stands beside the text."),
    )
    return ask(
        request,
        question,
        form=partial(AnswerForm, initial={"text": reply.text}),
        act=lambda form: verbs.answer(reply, **form.cleaned_data, by=actor_of(request), at=clock.now()),
        done=_("Entered."),
        to=question.back,
    )


@readers
@asking
def removal(request: HttpRequest, pk: UUID, reply_id: UUID) -> HttpResponse:
    """The text does not name it after all."""
    publication, edition = to_write(request, pk)
    reply = reply_of(publication, reply_id)
    question = _question(publication, _("The text does not name it"), _("Take the name off"), tone="late")
    return ask(
        request,
        question,
        form=forms.Form,
        act=lambda _form: verbs.unname(reply, _there(edition), by=actor_of(request), at=clock.now()),
        done=_("Taken off."),
        to=question.back,
    )


def to_write(request: HttpRequest, pk: UUID) -> tuple[Publication, Edition | None]:
    """The publication and its open edition, for those who write it; else 404."""
    publication = publications_facts.publication(request, pk)
    if not powers.may_write(actor_of(request), publication.publisher, at=clock.now()):
        raise Http404
    return publication, publications_facts.open_edition(publication)


def reply_of(publication: Publication, reply_id: UUID) -> Reply:
    """One of its replies, or 404."""
    rows = publication.replies.select_related("publication__publisher", "business")
    held: Reply = get_object_or_404(rows, pk=reply_id)
    return held


def _question(publication: Publication, title: Any, button: Any, **more: Any) -> Question:
    back = reverse("office-publication-replies", args=[publication.pk])
    return Question(
        current=publications_facts.MENU,
        title=title,
        button=button,
        back=back,
        back_label=_("Businesses named"),
        **more,
    )


def _there(edition: Edition | None) -> Edition:
    if edition is None:
        raise NotPossible(str(_("Nothing is open any more.")))
    return edition


def _is_older(reply: Reply, edition: Edition | None) -> bool:
    """Whether the text was changed after the business was asked."""
    if edition is None or edition.version is None or reply.asked_at is None:
        return False
    return reply.text_hash != edition.version.document_hash


@readers
@require_safe
def letter(request: HttpRequest, pk: UUID, reply_id: UUID) -> HttpResponse:
    """The letter to a business that cannot be told otherwise, to be printed."""
    publication, _edition = to_write(request, pk)
    reply = reply_of(publication, reply_id)
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
