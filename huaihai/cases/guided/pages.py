"""The list of examples, beginning one, and letting the others in it act."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.cases.desk.pages import situation_of
from huaihai.cases.guided import facts, verbs
from huaihai.cases.guided.examples import EXAMPLES
from huaihai.cases.models import Case
from huaihai.cases.situation import CASEWORK, Situation, as_officer
from huaihai.desk.asking import Question, asking, press
from huaihai.desk.frame import actor_of, no_frame
from huaihai.desk.lives import NotPossible
from huaihai.kit import clock, guards


def in_the_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Elsewhere there is no such page, whoever asks."""

    @wraps(view)
    def page(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return page


@in_the_demo
@asking
@guards.staff(*CASEWORK)
def practise(request: HttpRequest) -> HttpResponse:
    """What can be practised; sent, one of it is begun."""
    actor = as_officer(actor_of(request))
    if actor.organisation is None or actor.organisation.city is None:
        raise Http404
    if request.method != "POST":
        return render(request, "cases/desk/practice.html", {"rows": facts.rows_of(request)})
    example = EXAMPLES.get(request.POST.get("example", ""))
    if example is None:
        raise Http404
    case = verbs.begin(example, by=actor, at=clock.now())
    request.session[facts.HELD] = request.session.get(facts.HELD, {}) | {example.name: str(case.pk)}
    return HttpResponseRedirect(_address(case))


@in_the_demo
@asking
@guards.staff(*CASEWORK)
def turn(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Whoever has the next move makes it."""
    situation = situation_of(request, case_id, "offers", "promises")
    box = facts.box_of(situation)
    if box is None:
        raise Http404
    case = situation.case
    question = Question(
        current="",
        title=_("Practice"),
        button="",
        back=_address(case),
        back_label=case.title,
        frame=no_frame,
        now=lambda row: _("It is now: %(stage)s.") % {"stage": str(row.stage_info.desk)},
    )
    return press(
        request,
        question,
        lambda seen: _act(situation, box, seen),
        done=_("Done. See below what has changed."),
    )


def _act(situation: Situation, box: facts.Box, seen: int) -> None:
    if not box.turn:
        raise NotPossible(_("It is nobody else's turn now."))
    act = verbs.Act(situation.case, box.example, clock.now(), seen)
    verbs.TURNS[facts.point_of(situation)].act(act)


def _address(case: Case) -> str:
    return reverse("desk-case", args=[case.pk])
