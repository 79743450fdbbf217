"""What a motion would change: choosing a kind, its facts, and taking one out."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, refused, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import Words
from huaihai.desk.verbs import ConfirmForm
from huaihai.governance import effects
from huaihai.governance.effects.effect import Effect
from huaihai.governance.models import Motion
from huaihai.governance.motions import verbs
from huaihai.governance.motions.pages import MENU, MOTIONS, address, motion_or_404
from huaihai.kit import clock
from huaihai.kit.form_fields import SeenForm


@readers
@require_safe
def kinds(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All kinds of change, to choose one."""
    motion = motion_or_404(request, pk)
    question = _question(request, motion, _lazy("Add what it changes"))
    if not question.is_shown:
        raise Http404
    if question.closed:
        return refused(request, question, str(question.closed))
    rows = [
        (effect, reverse("office-motion-effect", args=[motion.pk, key]))
        for key, effect in effects.known().items()
    ]
    return show(
        request,
        "governance/office/decisions/effect_kinds.html",
        current=MENU,
        question=question,
        motion=motion,
        kinds=rows,
    )


@readers
@asking
def add(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The facts of one change."""
    motion = motion_or_404(request, pk)
    effect = effects.known().get(kind)
    if effect is None:
        raise Http404
    return ask(
        request,
        _question(
            request,
            motion,
            effect.label,
            button=_lazy("Add it to the motion"),
            lead=_lazy("It is carried out by itself when the motion is carried, and not before."),
        ),
        form=partial(_form_of(effect), seen=motion.version),
        act=lambda form: verbs.add_effect(
            motion,
            kind=kind,
            facts=form.facts(),
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_lazy("It stands in the motion."),
        to=address(motion),
    )


@readers
@asking
def removal(request: HttpRequest, pk: UUID, place: int) -> HttpResponse:
    """One change less."""
    motion = motion_or_404(request, pk)
    if not place < len(motion.effects):
        raise Http404
    return ask(
        request,
        _question(
            request,
            motion,
            _lazy("Take this change out"),
            lead=effects.in_words([motion.effects[place]])[0],
            tone="late",
        ),
        form=partial(ConfirmForm, seen=motion.version),
        act=lambda form: _take_out(request, motion, place, form),
        done=_lazy("It is out of the motion."),
        to=address(motion),
    )


def _take_out(request: HttpRequest, motion: Motion, place: int, form: Any) -> None:
    verbs.remove_effect(motion, place=place, seen=form.version_seen, by=actor_of(request), at=clock.now())


def _form_of(effect: Effect) -> Any:
    """The effect's own form, with the version of the motion that was seen."""
    return type(f"Seen{effect.form.__name__}", (effect.form, SeenForm), {})


def _question(request: HttpRequest, motion: Motion, title: Words, **more: Any) -> Question:
    """It is for the body that moved it, while it is a draft."""
    actor = actor_of(request)
    return MOTIONS.question(actor, motion, "change", title, is_shown=verbs.is_mover(actor, motion), **more)
