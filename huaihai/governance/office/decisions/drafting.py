"""Writing a motion: one page for its words."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from huaihai.desk.asking import Question, ask, asking, how_it_stands
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotAllowed
from huaihai.governance import membership, rules, standing
from huaihai.governance.actions import motions as acts
from huaihai.governance.lives import MOTION
from huaihai.governance.models import Motion
from huaihai.governance.office.decisions import forms, told
from huaihai.governance.office.decisions.motions import MENU, motion_or_404
from huaihai.kit import clock
from huaihai.members.models import Organisation


def address(motion: Motion) -> str:
    """The page of the motion."""
    return reverse("office-motion", args=[motion.pk])


def question_of(
    request: HttpRequest, motion: Motion, verb: str, title: Promise | str, **more: Any
) -> Question:
    """What every page about one motion has in common; unless told otherwise it is for the body that moved it."""
    asked: dict[str, Any] = {
        "now": told.newest,
        "current": MENU,
        "title": title,
        "button": title,
        "back": address(motion),
        "back_label": f"{motion.number} {motion.title}",
        "is_shown": standing.speaks_for(actor_of(request), motion.proposed_by),
        "closed": "" if MOTION.can(verb, motion.stage) else how_it_stands(motion),
    }
    return Question(**asked | more)


@readers
@asking
def new(request: HttpRequest) -> HttpResponse:
    """A new motion of the reader's body."""
    body = standing.delegation_of(actor_of(request))
    question = Question(
        current=MENU,
        title=_lazy("Write a motion"),
        button=_lazy("Save the draft"),
        back=reverse("office-motions"),
        back_label=_("Motions and votes"),
        lead=_lazy("Only your body sees the draft. Next you can add what it changes, then you table it."),
        is_shown=body is not None and membership.is_member(body, on=clock.today()),
        context={"majorities": _majorities()},
        template="governance/office/decisions/draft.html",
    )
    return ask(
        request,
        question,
        form=partial(forms.MotionForm, seen=0),
        act=lambda form: acts.draft(
            **form.facts(), proposed_by=_speaking(body), by=actor_of(request), at=clock.now()
        ),
        done=_lazy("The draft is saved. Only your body sees it."),
        to=address,
    )


@readers
@asking
def text(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other words in a draft."""
    motion = motion_or_404(request, pk)
    initial = {
        name: getattr(motion, name) for name in ("title", "text", "grounds", "weight", "in_force_from")
    }
    return ask(
        request,
        question_of(
            request,
            motion,
            "change",
            _lazy("Change the draft"),
            button=_lazy("Save"),
            template="governance/office/decisions/draft.html",
            context={"majorities": _majorities()},
        ),
        form=partial(forms.MotionForm, seen=motion.version, initial=initial),
        act=lambda form: acts.change(
            motion, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_lazy("The draft is saved."),
        to=address(motion),
    )


def _speaking(body: Organisation | None) -> Organisation:
    if body is None:
        raise NotAllowed(_("Only who speaks for this body can do this."))
    return body


def _majorities() -> dict[str, str]:
    """What each weight means, under each choice."""
    today = clock.today()
    ordinary = rules.in_force(rules.ORDINARY_MAJORITY, on=today).value
    weighty = rules.in_force(rules.WEIGHTY_MAJORITY, on=today).value
    return {
        Motion.Weight.ORDINARY: _("More than %(share)s of those present must be for it.")
        % {"share": ordinary},
        Motion.Weight.WEIGHTY: _("At least %(share)s of all members must be for it.") % {"share": weighty},
    }
