"""Meetings: all of them, one with its agenda, papers, seats and votes; what the office can do with it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from huaihai.desk.asking import how_it_stands, show
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.desk.verbs import Desk
from huaihai.governance import history, standing
from huaihai.governance.lives import MEETING
from huaihai.governance.meetings import verbs
from huaihai.governance.models import AgendaItem, Meeting, Motion
from huaihai.governance.motions import facts
from huaihai.governance.secretariat import is_office_today
from huaihai.kit import clock
from huaihai.kit.clock import local_day
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


def address(meeting: Meeting) -> str:
    """The page of the meeting."""
    return reverse("office-meeting", args=[meeting.pk])


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


MEETINGS = Desk[Meeting](
    "office-meeting",
    verbs=(verbs.invite, verbs.change, verbs.close, verbs.adjourn, verbs.cancel),
    find=meeting_or_404,
    home=address,
    called=lambda meeting: f"{meeting.number} {meeting.title}",
    life=MEETING,
    may=is_office_today,
    not_now=how_it_stands,
    now=history.newest,
    refuses=True,
    current=MENU,
    thing="meeting",
)
