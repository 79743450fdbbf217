"""An adjourned meeting goes on as a new one."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from huaihai.desk.asking import ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import Moved
from huaihai.governance.actions import meetings as acts
from huaihai.governance.models import AgendaItem, Meeting
from huaihai.governance.office.decisions import meeting_forms
from huaihai.governance.office.decisions.meeting_steps import address, question_of
from huaihai.governance.office.decisions.meetings import meeting_or_404, resumed_by
from huaihai.kit import clock


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
        "time": meeting_forms.MeetingForm.initial_of(meeting)["time"],
        "items": [str(item.pk) for item in items if item.motion_id],
    }
    question = question_of(
        request,
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
        form=partial(meeting_forms.ResumeForm, seen=meeting.version, items=items, initial=initial),
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
        new = acts.plan(kind=Meeting.Kind(held.kind), **facts, resumes=held, by=by, at=at)
        for item in items:
            if str(item.pk) in chosen:
                acts.add_item(new, title=item.title, text=item.text, motion=item.motion, by=by, at=at)
    return new
