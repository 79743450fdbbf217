"""In the meeting room: beginning, who comes and goes, votes, adjourning and ending."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from huaihai.desk.asking import ask, asking, press
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.governance import standing
from huaihai.governance.actions import meetings as acts
from huaihai.governance.actions import voting
from huaihai.governance.models import Meeting
from huaihai.governance.office.decisions import forms, meeting_forms, reading
from huaihai.governance.office.decisions.meeting_steps import address, question_of
from huaihai.governance.office.decisions.meetings import meeting_or_404
from huaihai.governance.office.decisions.naming import name_of
from huaihai.kit import clock, local_words
from huaihai.members.models import Organisation


@readers
@asking
def session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The meeting begins."""
    meeting = meeting_or_404(request, pk)
    return press(
        request,
        question_of(request, meeting, "open", _lazy("Begin the meeting")),
        lambda seen: acts.open_session(meeting, seen=seen, by=actor_of(request), at=clock.now()),
        done=_lazy("The meeting has begun. Please note who is there."),
        to=address(meeting),
    )


@readers
@asking
def seat(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """A body comes, with the names of its delegates."""
    meeting, body = meeting_or_404(request, pk), _body(key)
    question = question_of(
        request,
        meeting,
        "note coming",
        _("%(body)s is there") % {"body": local_words.in_script(body.short_name)},
        button=_lazy("Note as present"),
        is_shown=acts_as_office(request) or standing.speaks_for(actor_of(request), body),
    )
    return ask(
        request,
        question,
        form=partial(meeting_forms.ComingForm, seen=meeting.version),
        act=lambda form: acts.note_coming(
            meeting, body, **form.facts(), by=actor_of(request), at=clock.now()
        ),
        done=_came(body),
        to=address(meeting),
    )


@readers
@asking
def coming(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """A body comes."""
    meeting, body = meeting_or_404(request, pk), _body(key)
    return press(
        request,
        question_of(request, meeting, "note coming", _lazy("Note as present")),
        lambda _seen: acts.note_coming(meeting, body, by=actor_of(request), at=clock.now()),
        done=_came(body),
        to=f"{address(meeting)}#seats",
    )


@readers
@asking
def leaving(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """A body leaves."""
    meeting, body = meeting_or_404(request, pk), _body(key)
    return press(
        request,
        question_of(request, meeting, "note leaving", _lazy("Note as gone")),
        lambda _seen: acts.note_leaving(meeting, body, by=actor_of(request), at=clock.now()),
        done=_("%(body)s is noted as gone.") % {"body": local_words.in_script(body.short_name)},
        to=f"{address(meeting)}#seats",
    )


@readers
@asking
def vote(request: HttpRequest, pk: UUID, motion: UUID) -> HttpResponse:
    """A vote begins in the meeting."""
    meeting = meeting_or_404(request, pk)
    held = get_object_or_404(reading.motions_for(actor_of(request)), pk=motion)
    return press(
        request,
        question_of(request, meeting, "note coming", _lazy("Begin the vote")),
        lambda seen: voting.open_in_meeting(
            held, meeting=meeting, seen=seen, by=actor_of(request), at=clock.now()
        ),
        done=_("The vote on “%(title)s” is open.") % {"title": name_of(held)},
        to=f"{address(meeting)}#agenda",
    )


@readers
@asking
def adjournment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The meeting stops before its agenda is through."""
    meeting = meeting_or_404(request, pk)
    found = _quorum(meeting)
    reason = _("No quorum: %(present)s there, %(needed)s needed.") % {
        "present": found.present,
        "needed": found.needed,
    }
    return ask(
        request,
        question_of(
            request,
            meeting,
            "adjourn",
            _lazy("Adjourn the meeting"),
            lead=_lazy(
                "Minutes open filled in. It can go on as a new meeting, and its motions can be voted on in writing."
            ),
            tone="late",
        ),
        form=partial(
            forms.ReasonForm,
            seen=meeting.version,
            initial={"reason": reason} if found.missing else {},
        ),
        act=lambda form: acts.adjourn(
            meeting, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_lazy("The meeting is adjourned."),
        to=address(meeting),
    )


@readers
@asking
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The meeting is over."""
    meeting = meeting_or_404(request, pk)
    return ask(
        request,
        question_of(
            request,
            meeting,
            "close",
            _lazy("End the meeting"),
            lead=_lazy("Minutes open filled in. Nobody can come, leave or vote any more."),
        ),
        form=partial(forms.BareForm, seen=meeting.version),
        act=lambda form: acts.close(meeting, seen=form.version_seen, by=actor_of(request), at=clock.now()),
        done=_lazy("The meeting has ended. Its minutes are filled in."),
        to=address(meeting),
    )


def _body(key: str) -> Organisation:
    if not key.isprintable():
        raise Http404
    return get_object_or_404(Organisation, key=key)


def _came(body: Organisation) -> str:
    return _("%(body)s is noted as present.") % {"body": local_words.in_script(body.short_name)}


def _quorum(meeting: Meeting) -> Any:
    moment = reading.moment_of(meeting, clock.now())
    return reading.quorum_in(meeting, reading.seats(meeting, moment), moment)
