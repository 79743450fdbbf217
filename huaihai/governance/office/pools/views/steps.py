"""The steps of a request, and offering somebody in answer to a call."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.governance.actions.pools import conflicts, granting, hours, times
from huaihai.governance.actions.pools.keeping import keeps
from huaihai.governance.models import PoolEntry, PoolRequest
from huaihai.governance.models.pools.lives import REQUEST, State
from huaihai.governance.office.asking import Question, Words, ask, asking
from huaihai.governance.office.frame import actor_of, frame, readers
from huaihai.governance.office.pools import showing, wording
from huaihai.governance.office.pools.forms import requests as forms
from huaihai.governance.office.pools.forms.parts import Bare
from huaihai.governance.office.pools.steps import BY_NOUN, Step, how_it_stands, is_for, question_of
from huaihai.governance.office.pools.views.finding import asked_of, kept_entry, line_of, own_body
from huaihai.kit import clock, spoken
from huaihai.kit.paging import page_of


@readers
@asking
def step(request: HttpRequest, request_id: UUID, noun: str) -> HttpResponse:
    """One step of a request."""
    chosen = BY_NOUN.get(noun)
    if chosen is None:
        raise Http404
    asked = asked_of(request, request_id)
    if not is_for(chosen, asked, actor_of(request)):
        raise Http404
    if chosen.verb == "grant" and asked.entry is not None:
        question = _question(asked, chosen)
        return _promise(request, asked, asked.entry, question, granting.grant, done=chosen.done)
    return _plain(request, asked, chosen)


@readers
@asking
def offer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Answer a call: choose one of one's own entries."""
    asked, body = asked_of(request, request_id), own_body(request)
    if asked.names_entry:
        raise Http404
    rows = PoolEntry.objects.visible_to(actor_of(request)).of_body(body)
    rows = rows.filter(kind=asked.kind, state=State.ACTIVE)
    if asked.skill:
        rows = rows.able_to(asked.skill)
    page = page_of(
        rows.select_related("body").prefetch_related("skills", "half_days"), request.GET.get("page")
    )
    context = {
        "asked": asked,
        "is_open": REQUEST.can("offer", asked.stage),
        "page": page,
        "rows": [showing.entry_row(entry) for entry in page.rows],
        "facts": showing.request_facts(asked, is_party=False, today=clock.today()),
        **frame(request, "pools"),
    }
    return render(request, "governance/office/pools/offer.html", context)


@readers
@asking
def offer_of(request: HttpRequest, request_id: UUID, entry_id: UUID) -> HttpResponse:
    """Offer this entry on some half days."""
    asked, entry = asked_of(request, request_id), kept_entry(request, entry_id)
    if asked.names_entry:
        raise Http404
    question = question_of(
        title=_("Offer: %(entry)s") % {"entry": entry.shown_as},
        button=_("Offer"),
        back=_url(asked),
        back_label=_("The request"),
        lead=_("Choose the half days you promise. They are kept until the other body answers."),
        tone="seal",
        closed="" if REQUEST.can("offer", asked.stage) else how_it_stands(asked),
    )
    done = _("Offered. The half days are kept until the other body answers.")
    return _promise(request, asked, entry, question, partial(granting.offer, entry=entry), done=done)


@readers
@asking
def answer(request: HttpRequest, request_id: UUID, line_id: UUID) -> HttpResponse:
    """The receiving body confirms hours or says what is not right."""
    asked = asked_of(request, request_id)
    line = line_of(asked, line_id)
    if not keeps(actor_of(request), asked.asked_by):
        raise Http404
    question = question_of(
        title=_("Are these hours right?"),
        button=pgettext("pool hours", "Answer"),
        back=_url(asked),
        back_label=_("The request"),
        lead=f"{_day(line.worked_on)} · {wording.minutes_words(line.minutes)}",
    )

    return ask(
        request,
        question,
        form=partial(forms.AnswerForm, seen=asked.version),
        act=lambda form: hours.answer(asked, line=line, **form.facts(), **_by(request, form)),
        done=_("Answered."),
        to=question.back,
    )


@readers
@asking
def counter(request: HttpRequest, request_id: UUID, line_id: UUID) -> HttpResponse:
    """The giving body takes a confirmed line back by its opposite."""
    asked = asked_of(request, request_id)
    line = line_of(asked, line_id)
    if asked.entry is None or not keeps(actor_of(request), asked.entry.body):
        raise Http404
    question = question_of(
        title=_("Counter these hours"),
        button=_("Write the counter-entry"),
        back=_url(asked),
        back_label=_("The request"),
        lead=_(
            "%(day)s, %(time)s: nothing is changed; an opposite line is added, which is to be confirmed too."
        )
        % {"day": _day(line.worked_on), "time": wording.minutes_words(line.minutes)},
    )

    return ask(
        request,
        question,
        form=partial(Bare, seen=asked.version),
        act=lambda form: hours.counter(asked, line=line, **_by(request, form)),
        done=_("The counter-entry is written down. It counts once the other body has confirmed it."),
        to=question.back,
    )


def _plain(request: HttpRequest, asked: PoolRequest, chosen: Step) -> HttpResponse:
    return ask(
        request,
        _question(asked, chosen),
        form=partial(chosen.form, seen=asked.version),
        act=lambda form: chosen.act(asked, **form.facts(), **_by(request, form)),
        done=chosen.done,
        to=_url(asked),
    )


def _promise(
    request: HttpRequest,
    asked: PoolRequest,
    entry: PoolEntry,
    question: Question,
    act: Callable[..., Any],
    *,
    done: Words,
) -> HttpResponse:
    """Granting and offering: the free half days, and what was found of conflicts."""
    found = conflicts.found(entry, asked)
    first = max(asked.from_on, clock.today())
    free = times.free_half_days(entry, from_on=first, until_on=asked.until_on)
    closed: Words = ""
    if any(one.is_same_business for one in found):
        closed = _("A conflict of interest with this very business is declared. It cannot be granted.")
    elif not free:
        closed = _("No half day is free in the time that was asked for.")
    return ask(
        request,
        replace(
            question,
            template="pools/promise",
            closed=question.closed or closed,
            context={"found": found, "needed": asked.half_days},
        ),
        form=partial(forms.GrantForm, free=free, needs_reason=bool(found), seen=asked.version),
        act=lambda form: act(asked, **form.facts(), **_by(request, form)),
        done=done,
        to=_url(asked),
    )


def _question(asked: PoolRequest, chosen: Step) -> Question:
    closed = "" if REQUEST.can(chosen.verb, asked.stage) else how_it_stands(asked)
    return chosen.question(back=_url(asked), back_label=_("The request"), closed=closed)


def _by(request: HttpRequest, form: Any) -> dict[str, Any]:
    return {"by": actor_of(request), "at": clock.now(), "seen": form.version_seen}


def _url(asked: PoolRequest) -> str:
    return reverse("office-pool-request", args=[asked.pk])


def _day(day: Any) -> str:
    return spoken.day(day, today=clock.today())
