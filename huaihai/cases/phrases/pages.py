"""The body's phrases: the list with a form for a new one; one to change or take away."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai import alliance
from huaihai.cases.models import Phrase
from huaihai.cases.phrases import verbs
from huaihai.cases.situation import CASEWORK
from huaihai.desk.asking import MakeForm, Question, ask, asking, press
from huaihai.desk.frame import actor_of, no_frame
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import Line, SeenForm, Words


class PhraseForm(SeenForm):
    title = Line(label=gettext_lazy("Short title"), max_length=30)
    text = Words(label=gettext_lazy("The words"), max_length=1000)


@guards.staff(*CASEWORK)
@asking
def phrases(request: HttpRequest) -> HttpResponse:
    """All phrases, and a new one."""
    actor = actor_of(request)
    question = Question(
        current="",
        title=gettext_lazy("Phrases"),
        button=gettext_lazy("Add the phrase"),
        back=reverse("desk"),
        back_label=pgettext_lazy("list", "Cases"),
        lead=gettext_lazy("Words that you use often, to put into a text. Please name nobody in them."),
        template="cases/phrases/list.html",
        refusal="desk/refused.html",
        frame=no_frame,
        shows=lambda: {
            "own": list(Phrase.objects.visible_to(actor)),
            "shared": alliance.load().papers.phrases,
            "most": verbs.MOST,
        },
    )
    return ask(
        request,
        question,
        form=partial(PhraseForm, seen=0),
        act=lambda form: verbs.save(None, **form.facts(), by=actor, at=clock.now()),
        done=_("The phrase is saved."),
        to=reverse("phrases"),
    )


@guards.staff(*CASEWORK)
@asking
def phrase(request: HttpRequest, phrase_id: UUID) -> HttpResponse:
    """Other words for one."""
    held = _seen(request, phrase_id)
    question, make = _about(request, held)
    return ask(
        request,
        question,
        form=make,
        act=lambda form: verbs.save(
            held, **form.facts(), by=actor_of(request), at=clock.now(), seen=form.version_seen
        ),
        done=_("The phrase is saved."),
        to=reverse("phrases"),
    )


@guards.staff(*CASEWORK)
@asking
def removal(request: HttpRequest, phrase_id: UUID) -> HttpResponse:
    """One less."""
    held = _seen(request, phrase_id)
    question, _make = _about(request, held)
    return press(
        request,
        question,
        lambda seen: verbs.remove(held, by=actor_of(request), at=clock.now(), seen=seen),
        done=_("The phrase is gone."),
        to=reverse("phrases"),
    )


def _seen(request: HttpRequest, phrase_id: UUID) -> Phrase:
    return get_object_or_404(Phrase.objects.visible_to(actor_of(request)), pk=phrase_id)


def _about(request: HttpRequest, held: Phrase) -> tuple[Question, MakeForm]:
    def fresh() -> tuple[Question, MakeForm]:
        return _about(request, _seen(request, held.pk))

    question = Question(
        current="",
        title=held.title,
        button=gettext_lazy("Save"),
        back=reverse("phrases"),
        back_label=_("Phrases"),
        template="cases/phrases/one.html",
        refusal="desk/refused.html",
        frame=no_frame,
        now=lambda row: _("It reads now: %(text)s") % {"text": row.text},
        again=fresh,
        context={"held": held},
    )
    initial = {"title": held.title, "text": held.text}
    return question, partial(PhraseForm, seen=held.version, initial=initial)
