"""The page of one act with samples: which of them, what was seen of the seals, and what follows."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.governance.office.asking import Question, ask
from huaihai.governance.office.frame import actor_of
from huaihai.kit import clock
from huaihai.supervision.models import Project, Sample
from huaihai.supervision.office.shell import MENU_KEY
from huaihai.supervision.testing.custody.pages import may_act

type Words = Promise | str


def ask_about(
    request: HttpRequest,
    project: Project,
    title: Words,
    offered: Sequence[Sample],
    *,
    back: str,
    form: Callable[..., Any],
    act: Callable[..., Any],
    done: Callable[[Any], str],
    lead: Words = "",
) -> HttpResponse:
    """Ask about these samples; `act` gets the form and the key, actor and moment of the act."""
    question = Question(
        current=MENU_KEY,
        title=title,
        button=title,
        back=back,
        back_label=str(offered[0]) if len(offered) == 1 else _("Samples and custody"),
        lead=lead,
        template="supervision/testing/custody/question.html",
        is_shown=may_act(request, project),
        closed="" if offered else _("There is no sample here for you now."),
        context={"project": project, "offered": offered},
    )
    return ask(
        request,
        question,
        form=form,
        act=lambda made: act(made, key=made.cleaned_data["key"], by=actor_of(request), at=clock.now()),
        done=done,
        to=back,
    )
