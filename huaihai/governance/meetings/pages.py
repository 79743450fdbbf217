"""Meetings: all of them, one with its agenda, papers, seats and votes; planned, prepared, gone on with."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, how_it_stands, show
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.desk.lists import List, button
from huaihai.desk.lives import Moved, Unfit
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.desk.uploads import stored
from huaihai.desk.verbs import ConfirmForm, Desk
from huaihai.governance import forms, history, standing
from huaihai.governance.lives import MEETING
from huaihai.governance.meetings import verbs
from huaihai.governance.models import AgendaItem, Meeting, Motion, Paper
from huaihai.governance.motions import facts
from huaihai.governance.secretariat import is_office_today, office_only
from huaihai.kit import clock, filestore
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import UnstorableTextError, storable_name

MENU = "meetings"

type Agenda = list[tuple[AgendaItem, facts.MotionRow | None]]
VERBS = ("change", "set agenda", "add paper", "invite", "open", "note coming", "adjourn", "close", "cancel")


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
    current=MENU,
    thing="meeting",
)

LIST = List[Meeting](
    _lazy("Meetings"),
    current=MENU,
    rows=lambda request: Meeting.objects.visible_to(actor_of(request)),
    columns=(
        Column(
            _lazy("Meeting"), lambda meeting: Cell(meeting.title, address(meeting), lines=(meeting.number,))
        ),
        Column(
            _lazy("When and where"),
            lambda meeting: Cell(meeting.begins_at, lines=(meeting.place,)),
            sort=("begins_at",),
        ),
        Column(
            _lazy("State"),
            lambda meeting: Cell(
                tags=(Tag(meeting.stage_label, facts.tone_of(meeting.stage)),),
                lines=(meeting.get_kind_display(),),
            ),
        ),
    ),
    buttons=button("office-meeting-plan", _lazy("Plan a meeting")),
    empty=_lazy("There has been no meeting yet."),
    file="meetings",
)


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
        form=partial(forms.PlanForm, seen=0, initial=initial),
        act=lambda form: verbs.plan(**form.facts(), by=actor_of(request), at=clock.now()),
        done=_lazy("The meeting is planned. Now its agenda."),
        to=address,
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
        MEETINGS.question(
            actor_of(request),
            meeting,
            "set agenda",
            _lazy("Add a point to the agenda"),
            button=_lazy("Add it"),
        ),
        form=partial(forms.AgendaForm, seen=meeting.version, motions=motions),
        act=lambda form: verbs.add_item(meeting, **form.facts(), by=actor_of(request), at=clock.now()),
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
        MEETINGS.question(
            actor_of(request),
            meeting,
            "set agenda",
            _lazy("Take a point off the agenda"),
            lead=_("“%(title)s” does not stand on the agenda any more.") % {"title": held.title},
            tone="late",
        ),
        form=partial(ConfirmForm, seen=meeting.version),
        act=lambda _form: verbs.remove_item(held, by=actor_of(request), at=clock.now()),
        done=_lazy("It is off the agenda."),
        to=address(meeting),
    )


@readers
@asking
def continuation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An adjourned meeting goes on as a new one, with what was left of its agenda."""
    meeting = meeting_or_404(request, pk)
    if meeting.stage != "adjourned":
        raise Http404
    items = [item for item in meeting.agenda.select_related("motion") if _may_go_on(item)]
    initial = {
        "title": meeting.title,
        "place": meeting.place,
        "time": forms.MeetingForm.initial_of(meeting)["time"],
        "items": [str(item.pk) for item in items if item.motion_id],
    }
    question = MEETINGS.question(
        actor_of(request),
        meeting,
        "plan",
        _lazy("Go on as a new meeting"),
        button=_lazy("Plan it"),
        lead=_lazy("It is a meeting of its own: with its own invitation, quorum and minutes."),
        closed=_("It goes on already, as meeting %(number)s.") % {"number": resumed_by(meeting)}
        if resumed_by(meeting)
        else "",
    )
    return ask(
        request,
        question,
        form=partial(forms.ResumeForm, seen=meeting.version, items=items, initial=initial),
        act=lambda form: _resume(request, meeting, items, form),
        done=_lazy("The meeting is planned, with what was left of the agenda."),
        to=address,
    )


def _may_go_on(item: AgendaItem) -> bool:
    return item.motion is None or item.motion.stage in ("tabled", "short")


def _resume(request: HttpRequest, meeting: Meeting, items: list[AgendaItem], form: Any) -> Meeting:
    facts, by, at = form.facts(), actor_of(request), clock.now()
    chosen = set(facts.pop("items"))
    with transaction.atomic():
        held = Meeting.objects.select_for_update().get(pk=meeting.pk)  # two people may go on at once
        if form.version_seen != held.version:
            raise Moved(held)
        new = verbs.plan(kind=Meeting.Kind(held.kind), **facts, resumes=held, by=by, at=at)
        for item in items:
            if str(item.pk) in chosen:
                verbs.add_item(new, title=item.title, text=item.text, motion=item.motion, by=by, at=at)
    return new


LONGEST_NAME = 120


@readers
@asking
def papers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more paper."""
    meeting = meeting_or_404(request, pk)
    question = MEETINGS.question(
        actor_of(request),
        meeting,
        "add paper",
        _lazy("Add a paper"),
        button=_lazy("Add it"),
        lead=_lazy("All offices can read it. It cannot be taken back."),
    )
    return ask(
        request,
        question,
        form=partial(forms.PaperForm, seen=meeting.version),
        act=lambda form: _add(request, meeting, form),
        done=_lazy("The paper is added."),
        to=address(meeting),
    )


@readers
@require_safe
def paper(request: HttpRequest, pk: UUID, paper: UUID) -> HttpResponse:
    """The file, to be saved."""
    held = get_object_or_404(meeting_or_404(request, pk).papers, pk=paper)
    return filestore.file_response(  # type: ignore[return-value]  # guards name the usual kind of answer
        sha256=held.sha256, kind=held.kind, name=held.name, derivative=held.derivative, download=True
    )


def _add(request: HttpRequest, meeting: Meeting, form: Any) -> Paper:
    upload = form.cleaned_data["upload"]
    by, at = actor_of(request), clock.now()
    office_only(by, at=at)  # before the file is kept
    try:
        name = form.cleaned_data["name"] or storable_name(upload.name or "")[:LONGEST_NAME]
    except UnstorableTextError as error:
        raise Unfit("name", _lazy("Please give the paper a name.")) from error
    return verbs.add_paper(meeting, stored=stored(upload, field="upload"), name=name, by=by, at=at)
