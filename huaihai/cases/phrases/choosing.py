"""Putting a phrase into a text of a form: a choice and a button, and the page comes back with the words in it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from huaihai import alliance
from huaihai.cases.models import Phrase
from huaihai.desk.asking import MakeForm, Question, again
from huaihai.members.actors import Actor

INSERT = "insert"  # the name of the button


@dataclass(frozen=True)
class Choice:
    """One phrase that can be put in."""

    key: str
    title: str
    text: str


def choices(actor: Actor) -> list[Choice]:
    """The body's own phrases, then the alliance's."""
    own = [Choice(str(row.pk), row.title, row.text) for row in Phrase.objects.visible_to(actor)]
    shared = alliance.load().papers.phrases
    return own + [Choice(f"alliance-{n}", one.title, one.text) for n, one in enumerate(shared)]


def is_asked(request: HttpRequest) -> bool:
    """Whether the button was pressed."""
    return request.method == "POST" and INSERT in request.POST


def inserted(request: HttpRequest, question: Question, make: MakeForm, actor: Actor) -> HttpResponse:
    """The same page with everything that was typed, and the chosen phrase at the end of the chosen text."""
    sent = make(request.POST, request.FILES)
    sent.is_valid()
    kept = {bound.name: _kept(sent, bound) for bound in sent}
    chosen = next((one for one in choices(actor) if one.key == request.POST.get("phrase")), None)
    into = request.POST.get("into", "")
    if chosen is not None and into in {bound.name for bound in sent.text_fields}:
        kept[into] = "\n".join(filter(None, (str(kept[into] or "").rstrip(), chosen.text)))
    return again(request, question, make(initial=kept))


def _kept(form: Any, bound: Any) -> Any:
    """What was typed; a day as a day where it is one."""
    cleaned = form.cleaned_data.get(bound.name)
    return cleaned if isinstance(cleaned, date) else bound.data
