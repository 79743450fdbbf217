"""Meetings: all of them, one with its agenda, papers, seats and votes; what their forms ask."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import show
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.governance import history, standing
from huaihai.governance.lives import MEETING
from huaihai.governance.models import AgendaItem, Meeting, Motion
from huaihai.governance.motions import facts
from huaihai.kit import clock
from huaihai.kit.clock import ZONE, local_day
from huaihai.kit.form_fields import Day, Line, SeenForm, Words
from huaihai.kit.paging import page_of

MENU = "meetings"

type Agenda = list[tuple[AgendaItem, facts.MotionRow | None]]
VERBS = ("change", "set agenda", "add paper", "invite", "open", "note coming", "adjourn", "close", "cancel")


@readers
@require_safe
def all_meetings(request: HttpRequest) -> HttpResponse:
    """The newest first, with what is still to come on top."""
    rows = Meeting.objects.visible_to(actor_of(request)).select_related("convened_by")
    page = page_of(rows, request.GET.get("page"))
    toned = [(meeting, facts.tone_of(meeting.stage)) for meeting in page.rows]
    return show(request, "governance/office/decisions/meetings.html", current=MENU, page=page, rows=toned)


@readers
@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about one meeting, and what can be done now."""
    meeting, now = meeting_or_404(request, pk), clock.now()
    body = standing.delegation_of(actor_of(request))
    moment = facts.moment_of(meeting, now)
    seats = facts.seats(meeting, moment)
    own_seat = next((seat for seat in seats if body is not None and seat.body == body), None)
    is_office = acts_as_office(request)
    agenda = _agenda(request, meeting)
    return show(
        request,
        "governance/office/decisions/meeting.html",
        current=MENU,
        meeting=meeting,
        tone=facts.tone_of(meeting.stage),
        agenda=agenda,
        to_vote=_to_vote(meeting, agenda) if own_seat and own_seat.is_here else [],
        papers=list(meeting.papers.all()),
        seats=seats,
        own_seat=own_seat,
        quorum=facts.quorum_in(meeting, seats, moment),
        can={verb.replace(" ", "_"): is_office and MEETING.can(verb, meeting.stage) for verb in VERBS},
        is_its_day=local_day(meeting.begins_at) <= local_day(now),
        is_in_session=MEETING.can("note coming", meeting.stage),
        may_go_on=is_office and meeting.stage == "adjourned" and resumed_by(meeting) is None,
        resumed_by=resumed_by(meeting),
        minutes=getattr(meeting, "minutes", None),
        duties=list(meeting.duties.select_related("owner")),
        record=history.record(meeting.record_key),
    )


def meeting_or_404(request: HttpRequest, pk: UUID) -> Meeting:
    """One that the reader may see."""
    rows = Meeting.objects.visible_to(actor_of(request)).select_related(
        "convened_by", "resumes", "resumed_by", "minutes"
    )
    return get_object_or_404(rows, pk=pk)


def resumed_by(meeting: Meeting) -> Meeting | None:
    """The meeting as which this one goes on, if there is one."""
    return getattr(meeting, "resumed_by", None)


def _to_vote(meeting: Meeting, agenda: Agenda) -> list[facts.MotionRow]:
    """Votes that are open in this meeting and in which the reader's body has not voted."""
    tops = [row for _item, row in agenda if row is not None]
    rows = [row for top in tops for row in (top, *top.amendments)]
    return [
        row
        for row in rows
        if row.motion.stage == "voting" and row.motion.meeting_id == meeting.pk and row.own is None
    ]


def _agenda(request: HttpRequest, meeting: Meeting) -> Agenda:
    """The points in their order, each with its motion as a row."""
    actor = actor_of(request)
    items = list(meeting.agenda.all())
    asked = [item.motion_id for item in items if item.motion_id]
    found: list[Motion] = list(facts.motions_for(actor).filter(pk__in=asked))
    rows = facts.with_amendments(found, actor, standing.delegation_of(actor))
    by_key = {row.motion.pk: row for row in rows}
    return [(item, by_key.get(item.motion_id) if item.motion_id else None) for item in items]


class TimeOfDay(forms.TimeField):
    """Hours and minutes, picked or typed."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.input_type = "time"
        self.error_messages.update(
            required=_("Please give a time."), invalid=_("This is not a time. Please write it like 09:30.")
        )


class MeetingForm(SeenForm):
    """What a meeting is called, where and when."""

    title = Line(label=_("Title"), max_length=120)
    place = Line(
        label=pgettext_lazy("meeting", "Place"),
        help_text=_("An address, or how to take part from afar."),
        max_length=200,
    )
    begins_at = Day(label=_("Day"), earliest=0, latest=2 * 366)
    time = TimeOfDay(label=pgettext_lazy("of day", "Time"))

    @classmethod
    def initial_of(cls, meeting: Meeting) -> dict[str, Any]:
        local = meeting.begins_at.astimezone(ZONE)
        return {
            "title": meeting.title,
            "place": meeting.place,
            "begins_at": local.date(),
            "time": local.time(),
        }

    def facts(self) -> dict[str, Any]:
        asked = super().facts()
        asked["begins_at"] = datetime.combine(asked["begins_at"], asked.pop("time"), tzinfo=ZONE)
        return asked


class PlanForm(MeetingForm):
    """A new meeting."""

    kind = forms.ChoiceField(label=_("Which kind"), choices=Meeting.Kind.choices, widget=forms.RadioSelect)
    field_order = ("seen", "kind", "title", "place", "begins_at", "time")

    def facts(self) -> dict[str, Any]:
        asked = super().facts()
        return asked | {"kind": Meeting.Kind(asked["kind"])}


class ResumeForm(MeetingForm):
    """A meeting goes on as a new one, with what was left of its agenda."""

    items = forms.MultipleChoiceField(
        label=_("What is taken over onto the agenda"),
        help_text=_("Motions that are still open are ticked."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, items: Iterable[AgendaItem], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["items"]
        field.choices = [(str(item.pk), item.title) for item in items]


class AgendaForm(SeenForm):
    """One more point, with a motion or without."""

    motion = forms.ChoiceField(label=_("Motion"), required=False)
    title = Line(
        label=_("Title"),
        help_text=_("Empty: the title of the motion."),
        max_length=200,
        required=False,
    )
    text = Words(label=pgettext_lazy("agenda", "What it is about"), required=False, max_length=2000)

    def __init__(self, *args: Any, motions: Iterable[Motion], **options: Any) -> None:
        super().__init__(*args, **options)
        self.motions = {str(motion.pk): motion for motion in motions}
        field: Any = self.fields["motion"]
        rows = [(key, f"{motion.number} {motion.title}") for key, motion in self.motions.items()]
        field.choices = [("", _("without a motion")), *rows]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("title") and not cleaned.get("motion") and "motion" not in self.errors:
            self.add_error("title", _("Please give the point a title, or choose a motion."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        asked = super().facts()
        motion = self.motions.get(asked["motion"])
        title = asked["title"] or (motion.title if motion else "")
        return {"title": title, "text": asked["text"], "motion": motion}


class PaperForm(SeenForm):
    """A file for a meeting."""

    upload = forms.FileField(label=_("File"), help_text=_("PDF, a picture or plain text; up to 25 MB."))
    name = Line(
        label=_("What it is called"),
        help_text=_("Empty: the name of the file."),
        required=False,
        max_length=120,
    )


class InvitationForm(SeenForm):
    """Inviting all members; short notice needs a reason."""

    short_notice = Words(
        label=_("Why it cannot wait"),
        help_text=_("Only if the meeting begins sooner than the rule asks for. It stands in the invitation."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ComingForm(SeenForm):
    """Who came for a body."""

    delegates = Line(
        label=_("Who is there for it"),
        help_text=_("Only the offices read this. It does not stand in the minutes."),
        required=False,
        max_length=200,
    )
