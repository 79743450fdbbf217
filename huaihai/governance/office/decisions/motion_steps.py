"""What bodies do with a motion before it is voted on: tabling, amending, taking over, withdrawing."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from huaihai.desk.asking import ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import Moved, NotAllowed
from huaihai.governance import effects, membership, standing
from huaihai.governance.actions import motions as acts
from huaihai.governance.models import Motion
from huaihai.governance.office.decisions import forms, wording
from huaihai.governance.office.decisions.drafting import address, question_of
from huaihai.governance.office.decisions.motions import motion_or_404
from huaihai.kit import clock


@readers
@asking
def tabling(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The motion comes before the alliance."""
    motion = motion_or_404(request, pk)
    return ask(
        request,
        question_of(
            request,
            motion,
            "table",
            _lazy("Table the motion"),
            lead=_lazy(
                "All members read it from then on. Its words can then only be changed by an amendment."
            ),
            tone="seal",
            template="governance/office/decisions/whole_motion.html",
            context={"motion": motion, "effects": effects.in_words(motion.effects)},
        ),
        form=partial(forms.BareForm, seen=motion.version),
        act=lambda form: acts.table(motion, seen=form.version_seen, by=actor_of(request), at=clock.now()),
        done=_lazy("The motion is tabled."),
        to=address(motion),
    )


@readers
@asking
def amendment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another wording is proposed."""
    motion = motion_or_404(request, pk)
    body = standing.delegation_of(actor_of(request))
    if motion.is_amendment:
        raise Http404
    return ask(
        request,
        question_of(
            request,
            motion,
            "amend",
            _lazy("Propose another wording"),
            button=_lazy("Table the amendment"),
            lead=_lazy(
                "Whoever moved the motion can take it over. Otherwise it is voted on before the motion."
            ),
            is_shown=body is not None and membership.is_member(body, on=clock.today()),
        ),
        form=partial(forms.AmendmentForm, seen=motion.version, initial={"text": motion.text}),
        act=lambda form: _amend(request, motion, form),
        done=_lazy("The amendment is tabled."),
        to=address,
    )


@readers
@asking
def taking_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who moved the motion makes the other wording its own."""
    motion = motion_or_404(request, pk)
    parent = motion.amends
    if parent is None:
        raise Http404
    return ask(
        request,
        question_of(
            request,
            motion,
            "take over",
            _lazy("Take this wording over"),
            lead=_lazy("Your motion has this wording at once; no vote on it is needed."),
            is_shown=standing.speaks_for(actor_of(request), parent.proposed_by),
            template="governance/office/decisions/taking_over.html",
            context={"difference": wording.difference(parent.text, motion.text)},
        ),
        form=partial(forms.BareForm, seen=motion.version),
        act=lambda form: acts.take_over(motion, seen=form.version_seen, by=actor_of(request), at=clock.now()),
        done=_lazy("The motion has this wording now."),
        to=address(parent),
    )


@readers
@asking
def withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who moved it takes it back."""
    motion = motion_or_404(request, pk)
    return ask(
        request,
        question_of(
            request,
            motion,
            "withdraw",
            _lazy("Take the motion back"),
            lead=_lazy("It is not voted on any more, and neither are its amendments. This cannot be undone."),
            tone="late",
        ),
        form=partial(forms.BareForm, seen=motion.version),
        act=lambda form: acts.withdraw(motion, seen=form.version_seen, by=actor_of(request), at=clock.now()),
        done=_lazy("The motion is taken back."),
        to=address(motion),
    )


def _amend(request: HttpRequest, motion: Motion, form: Any) -> Motion:
    body = standing.delegation_of(actor_of(request))
    if body is None:
        raise NotAllowed(_("Only who speaks for this body can do this."))
    if form.version_seen != motion.version:  # the wording below it may be another one now
        raise Moved(motion)
    words = form.facts()
    return acts.amend(
        motion,
        text=words["text"],
        grounds=words["grounds"],
        proposed_by=body,
        by=actor_of(request),
        at=clock.now(),
    )
