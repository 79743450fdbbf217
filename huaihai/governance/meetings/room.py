"""In the meeting room: beginning, who comes and goes, votes, adjourning and ending; then its minutes."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, press, show
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.desk.verbs import ConfirmForm
from huaihai.governance import forms, history, standing
from huaihai.governance.history import name_of
from huaihai.governance.meetings import minutes, verbs
from huaihai.governance.meetings.pages import MEETINGS, address, meeting_or_404
from huaihai.governance.models import Meeting, Minutes, Motion
from huaihai.governance.motions import facts, voting
from huaihai.kit import clock, local_words
from huaihai.members.models import Organisation
from huaihai.record import clocks


@readers
@asking
def session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The meeting begins."""
    meeting = meeting_or_404(request, pk)
    return press(
        request,
        MEETINGS.question(actor_of(request), meeting, "open", _lazy("Begin the meeting")),
        lambda seen: verbs.open_session(meeting, seen=seen, by=actor_of(request), at=clock.now()),
        done=_lazy("The meeting has begun. Please note who is there."),
        to=reverse("office-meeting-attendance", args=[meeting.pk]),
    )


@readers
@asking
def attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who of all members came and left, with one save."""
    meeting = meeting_or_404(request, pk)
    question = MEETINGS.question(
        actor_of(request),
        meeting,
        "note coming",
        _lazy("Who is there"),
        button=_lazy("Save who is there"),
        template="governance/office/decisions/attendance.html",
    )
    seats = facts.seats(meeting, facts.moment_of(meeting, clock.now()))
    return ask(
        request,
        question,
        form=partial(forms.AttendanceForm, seen=meeting.version, bodies=facts.places(seats)),
        act=lambda form: verbs.note_attendance(meeting, **form.facts(), by=actor_of(request), at=clock.now()),
        done=_lazy("It is noted who is there."),
        to=f"{address(meeting)}#seats",
    )


@readers
@asking
def seat(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """A body comes, with the names of its delegates."""
    meeting, body = meeting_or_404(request, pk), _body(key)
    question = MEETINGS.question(
        actor_of(request),
        meeting,
        "note coming",
        _("%(body)s is there") % {"body": local_words.in_script(body.short_name)},
        button=_lazy("Note as present"),
        is_shown=acts_as_office(request) or standing.speaks_for(actor_of(request), body),
    )
    return ask(
        request,
        question,
        form=partial(forms.ComingForm, seen=meeting.version),
        act=lambda form: verbs.note_coming(
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
        MEETINGS.question(actor_of(request), meeting, "note coming", _lazy("Note as present")),
        lambda _seen: verbs.note_coming(meeting, body, by=actor_of(request), at=clock.now()),
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
        MEETINGS.question(actor_of(request), meeting, "note leaving", _lazy("Note as gone")),
        lambda _seen: verbs.note_leaving(meeting, body, by=actor_of(request), at=clock.now()),
        done=_("%(body)s is noted as gone.") % {"body": local_words.in_script(body.short_name)},
        to=f"{address(meeting)}#seats",
    )


@readers
@asking
def vote(request: HttpRequest, pk: UUID, motion: UUID) -> HttpResponse:
    """A vote begins in the meeting."""
    meeting = meeting_or_404(request, pk)
    held = get_object_or_404(facts.motions_for(actor_of(request)), pk=motion)
    return press(
        request,
        MEETINGS.question(actor_of(request), meeting, "note coming", _lazy("Begin the vote")),
        lambda seen: voting.open_in_meeting(
            held, meeting=meeting, seen=seen, by=actor_of(request), at=clock.now()
        ),
        done=_("The vote on “%(title)s” is open.") % {"title": name_of(held)},
        to=f"{address(meeting)}#agenda",
    )


def _body(key: str) -> Organisation:
    if not key.isprintable():
        raise Http404
    return get_object_or_404(Organisation, key=key)


def _came(body: Organisation) -> str:
    return _("%(body)s is noted as present.") % {"body": local_words.in_script(body.short_name)}


@readers
@require_safe
def of_meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Minutes of a meeting."""
    return _reading(request, get_object_or_404(visible_minutes(request), meeting=pk))


@readers
@require_safe
def of_motion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Minutes of the last written vote."""
    held = visible_minutes(request).filter(motion=pk).order_by("-round").first()
    if held is None:
        raise Http404
    return _reading(request, held)


@readers
@asking
def text(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other words in the draft."""
    held = get_object_or_404(visible_minutes(request), pk=pk)
    return ask(
        request,
        _question(request, held, _lazy("Correct the minutes"), button=_lazy("Save")),
        form=partial(forms.MinutesForm, seen=held.version, initial={"text": held.text}),
        act=lambda form: minutes.write(
            held, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_lazy("The minutes are saved."),
        to=lambda _result: minutes_address(held),
    )


@readers
@asking
def filling_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The draft as the program would write it now."""
    held = get_object_or_404(visible_minutes(request), pk=pk)
    return ask(
        request,
        _question(
            request,
            held,
            _lazy("Fill in again"),
            lead=_lazy(
                "Everything that was typed into these minutes goes. Duties set since are then in them."
            ),
            tone="late",
        ),
        form=partial(ConfirmForm, seen=held.version),
        act=lambda form: minutes.fill_in_again(
            held, seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_lazy("The minutes are filled in again."),
        to=lambda _result: minutes_address(held),
    )


@readers
@asking
def approval(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The minutes are fixed, and what they decided gets its file."""
    held = get_object_or_404(visible_minutes(request), pk=pk)
    resolutions = minutes.resolutions_of(held)
    return ask(
        request,
        _question(
            request,
            held,
            _lazy("Approve the minutes"),
            button=_lazy("Approve and publish") if resolutions else _lazy("Approve the minutes"),
            lead=_lazy(
                "They become public with the resolutions they report and cannot be changed any more. "
                "Please check that no person is named."
            ),
            tone="seal",
            template="governance/office/decisions/approval.html",
            context={"minutes": held, "resolutions": resolutions},
        ),
        form=partial(ConfirmForm, seen=held.version),
        act=lambda form: minutes.approve(held, seen=form.version_seen, by=actor_of(request), at=clock.now()),
        done=_lazy("The minutes are approved. Each resolution has its file now."),
        to=lambda _result: minutes_address(held),
    )


def minutes_address(held: Minutes) -> str:
    """The page of these minutes."""
    if held.meeting_id is not None:
        return reverse("office-meeting-minutes", args=[held.meeting_id])
    return reverse("office-motion-minutes", args=[held.motion_id])


def subject_of(held: Minutes) -> Meeting | Motion | None:
    """What they report."""
    return held.meeting or held.motion


def visible_minutes(request: HttpRequest) -> Any:
    """Minutes of meetings and of motions that the reader may see."""
    actor = actor_of(request)
    rows = Minutes.objects.select_related("meeting", "motion")
    of_meetings = rows.filter(meeting__in=Meeting.objects.visible_to(actor))
    return of_meetings | rows.filter(motion__in=Motion.objects.visible_to(actor))


def _reading(request: HttpRequest, held: Minutes) -> HttpResponse:
    running = clocks.running(held.record_key).get(minutes.CLOCK)
    return show(
        request,
        "governance/office/decisions/minutes.html",
        current=_menu(held),
        minutes=held,
        subject=subject_of(held),
        due_on=running.due_on if running else None,
        is_late=running is not None and running.due_on < clock.today(),
        resolutions=minutes.resolutions_of(held),
        may_change=held.approved_at is None and acts_as_office(request),
        record=history.record(held.record_key),
    )


def _question(request: HttpRequest, held: Minutes, title: Promise | str, **more: Any) -> Question:
    asked: dict[str, Any] = {
        "now": history.newest,
        "current": _menu(held),
        "title": title,
        "button": title,
        "back": minutes_address(held),
        "back_label": pgettext_lazy("meeting", "Minutes"),
        "is_shown": acts_as_office(request),
        "closed": _lazy("These minutes are approved and cannot be changed any more.")
        if held.approved_at is not None
        else "",
    }
    return Question(**asked | more)


def _menu(held: Minutes) -> str:
    return "meetings" if held.meeting_id is not None else "motions"
