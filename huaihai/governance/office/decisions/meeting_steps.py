"""What the office does with a meeting before it begins, and after it was adjourned."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from huaihai.desk.asking import Question, ask, asking, how_it_stands
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.governance import rules
from huaihai.governance.actions import meetings as acts
from huaihai.governance.lives import MEETING
from huaihai.governance.models import AgendaItem, Meeting, Motion
from huaihai.governance.office.decisions import forms, meeting_forms, told
from huaihai.governance.office.decisions.meetings import MENU, meeting_or_404
from huaihai.kit import clock


def address(meeting: Meeting) -> str:
    """The page of the meeting."""
    return reverse("office-meeting", args=[meeting.pk])


def question_of(
    request: HttpRequest, meeting: Meeting, verb: str, title: Promise | str, **more: Any
) -> Question:
    """What every page about one meeting has in common."""
    closed = "" if MEETING.can(verb, meeting.stage) else how_it_stands(meeting)
    asked: dict[str, Any] = {
        "now": told.newest,
        "current": MENU,
        "title": title,
        "button": title,
        "back": address(meeting),
        "back_label": f"{meeting.number} {meeting.title}",
        "is_shown": acts_as_office(request),
        "closed": closed,
    }
    return Question(**asked | more)


@readers
@asking
def plan(request: HttpRequest) -> HttpResponse:
    """A new meeting."""
    question = Question(
        current=MENU,
        title=_lazy("Plan a meeting"),
        button=_lazy("Plan it"),
        back=reverse("office-meetings"),
        back_label=_("Meetings"),
        lead=_lazy(
            "Next you write the agenda and then invite. Until then, title, place and time can be changed."
        ),
        is_shown=acts_as_office(request),
    )
    initial = {"kind": Meeting.Kind.YEARLY, "time": "09:30"}
    return ask(
        request,
        question,
        form=partial(meeting_forms.PlanForm, seen=0, initial=initial),
        act=lambda form: acts.plan(**form.facts(), by=actor_of(request), at=clock.now()),
        done=_lazy("The meeting is planned. Now its agenda."),
        to=address,
    )


@readers
@asking
def details(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Title, place and time."""
    meeting = meeting_or_404(request, pk)
    return ask(
        request,
        question_of(request, meeting, "change", _lazy("Change title, place or time"), button=_lazy("Save")),
        form=partial(
            meeting_forms.MeetingForm,
            seen=meeting.version,
            initial=meeting_forms.MeetingForm.initial_of(meeting),
        ),
        act=lambda form: acts.change(
            meeting, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_lazy("Saved."),
        to=address(meeting),
    )


@readers
@asking
def agenda(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more point."""
    meeting = meeting_or_404(request, pk)
    there = meeting.agenda.filter(motion__isnull=False).values("motion")
    tabled = Motion.objects.visible_to(actor_of(request)).filter(stage__in=["tabled", "short"], amends=None)
    motions = list(tabled.exclude(pk__in=there))
    return ask(
        request,
        question_of(
            request, meeting, "set agenda", _lazy("Add a point to the agenda"), button=_lazy("Add it")
        ),
        form=partial(meeting_forms.AgendaForm, seen=meeting.version, motions=motions),
        act=lambda form: acts.add_item(meeting, **form.facts(), by=actor_of(request), at=clock.now()),
        done=_lazy("It stands on the agenda."),
        to=address(meeting),
    )


@readers
@asking
def removal(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """A point less."""
    meeting = meeting_or_404(request, pk)
    held: AgendaItem = get_object_or_404(meeting.agenda, pk=item)
    return ask(
        request,
        question_of(
            request,
            meeting,
            "set agenda",
            _lazy("Take a point off the agenda"),
            lead=_("“%(title)s” does not stand on the agenda any more.") % {"title": held.title},
            tone="late",
        ),
        form=partial(forms.BareForm, seen=meeting.version),
        act=lambda _form: acts.remove_item(held, by=actor_of(request), at=clock.now()),
        done=_lazy("It is off the agenda."),
        to=address(meeting),
    )


@readers
@asking
def invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All members are invited."""
    meeting, today = meeting_or_404(request, pk), clock.today()
    rule = rules.in_force(rules.INVITATION_DAYS, on=today)
    begins_on = clock.local_day(meeting.begins_at)
    return ask(
        request,
        question_of(
            request,
            meeting,
            "invite",
            _lazy("Invite all members"),
            button=_lazy("Invite now"),
            tone="seal",
            lead=_lazy("Every member sees it on its list at once. Place and time are fixed from then on."),
            template="governance/office/decisions/invitation.html",
            context={
                "meeting": meeting,
                "rule": rule,
                "is_short": begins_on < today + timedelta(days=int(rule.value)),
                "days": (begins_on - today).days,
                "agenda": list(meeting.agenda.all()),
            },
        ),
        form=partial(meeting_forms.InvitationForm, seen=meeting.version),
        act=lambda form: acts.invite(
            meeting, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_lazy("All members are invited."),
        to=address(meeting),
    )


@readers
@asking
def cancellation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The meeting will not take place."""
    meeting = meeting_or_404(request, pk)
    return ask(
        request,
        question_of(
            request,
            meeting,
            "cancel",
            _lazy("Cancel the meeting"),
            lead=_lazy("Its motions stay open; they can stand on another agenda or be voted on in writing."),
            tone="late",
        ),
        form=partial(forms.ReasonForm, seen=meeting.version),
        act=lambda form: acts.cancel(
            meeting, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_lazy("The meeting is cancelled."),
        to=address(meeting),
    )
