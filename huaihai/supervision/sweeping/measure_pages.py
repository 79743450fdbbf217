"""The steps of a measure: it was served, the talk moves, takes place or not, the authority answers."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.asking import ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.kit import clock, local_words
from huaihai.kit.clock import ZONE
from huaihai.supervision.models import Measure
from huaihai.supervision.sweeping import measures
from huaihai.supervision.sweeping.forms import AnswerForm, ConfirmForm, MinutesForm, MoveForm, ServeForm
from huaihai.supervision.sweeping.life import MEASURES
from huaihai.supervision.sweeping.pages import Words, city_of, measure_or_404, question, sweep_or_404


@asking
@readers
def serving(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The letter reached the business."""
    return _step(
        request,
        _own(request, project, pk, "advice", "serve"),
        ServeForm,
        lambda held, form, **who: measures.serve(held, way=form.cleaned_data["way"], **who),
        title=_("It was served"),
        button=_("Note it"),
        done=_("It is noted."),
    )


@asking
@readers
def withdrawal(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The advice was wrong."""
    return _step(
        request,
        _own(request, project, pk, "advice", "withdraw"),
        ConfirmForm,
        lambda held, _form, **who: measures.withdraw(held, **who),
        title=_("Withdraw the advice"),
        button=_("Withdraw the advice"),
        lead=_("The business sees that it was withdrawn. The finding stays as it is."),
        done=_("It is withdrawn."),
    )


@asking
@readers
def moving(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """Another time or place of a talk."""
    held = _own(request, project, pk, "talk", "move")
    when = held.meets_at.astimezone(ZONE) if held.meets_at else None
    initial = {"day": when.date(), "clock": when.time(), "where": held.where} if when else {}
    return _step(
        request,
        held,
        partial(MoveForm, initial=initial),
        lambda row, form, **who: measures.move_talk(
            row, meets_at=form.meets_at(), where=form.cleaned_data["where"], **who
        ),
        title=_("Another time or place"),
        button=_("Save"),
        done=_("Saved. Please print the invitation anew."),
    )


@asking
@readers
def minutes(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """What was said at a talk, and promised."""
    held = _own(request, project, pk, "talk", "hold")
    return _step(
        request,
        held,
        partial(MinutesForm, parties=list(held.parties.select_related("business"))),
        lambda row, form, **who: measures.hold(row, form.minutes(), **who),
        title=_("Minutes of the talk"),
        button=_("Save the minutes"),
        lead=_("They cannot be changed afterwards. Whoever promised something is held to its day."),
        done=pgettext_lazy("talk", "The minutes are saved."),
        template="supervision/sweeping/minutes.html",
    )


@asking
@readers
def calling_off(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The talk does not take place."""
    return _step(
        request,
        _own(request, project, pk, "talk", "call off"),
        ConfirmForm,
        lambda held, _form, **who: measures.call_off(held, **who),
        title=_("Call the talk off"),
        button=pgettext_lazy("talk", "Call it off"),
        lead=_("Please tell those who were invited."),
        done=_("It is called off."),
    )


@asking
@readers
def authority_answer(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """What the authority answered."""
    return _step(
        request,
        _own(request, project, pk, "handing", "answer"),
        AnswerForm,
        lambda held, form, **who: measures.note_answer(held, text=form.cleaned_data["text"], **who),
        title=_("Note the authority's answer"),
        button=_("Note it"),
        done=_("It is noted."),
    )


def _own(request: HttpRequest, project: UUID, pk: UUID, kind: str, verb: str) -> Measure:
    """The measure, if the reader's city began it and this verb exists for it now. Raises Http404."""
    held = measure_or_404(project, pk)
    found = sweep_or_404(request, project)
    is_possible = held.kind == kind and MEASURES[kind].can(verb, held.stage)
    if not is_possible or city_of(request, found) != held.body:
        raise Http404
    return held


def _step(
    request: HttpRequest,
    held: Measure,
    make: Callable[..., Any],
    act: Callable[..., Measure],
    *,
    title: Words,
    button: Words,
    done: Words,
    lead: Words = "",
    **more: Any,
) -> HttpResponse:
    return ask(
        request,
        question(
            held.project,
            title=title,
            button=button,
            lead=lead,
            back=held.office_url,
            back_label=local_words.in_script(held.project.title),
            **more,
        ),
        form=partial(make, seen=held.version),
        act=lambda form: act(held, form, seen=form.version_seen, by=actor_of(request), at=clock.now()),
        done=done,
        to=held.office_url,
    )
