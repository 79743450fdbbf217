"""Minutes: reading, correcting, filling in again, approving."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.governance.actions import minutes as acts
from huaihai.governance.models import Meeting, Minutes, Motion
from huaihai.governance.office.decisions import forms, told
from huaihai.kit import clock
from huaihai.record import clocks


@readers
@require_safe
def of_meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Minutes of a meeting."""
    return _reading(request, get_object_or_404(_visible(request), meeting=pk))


@readers
@require_safe
def of_motion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Minutes of the last written vote."""
    held = _visible(request).filter(motion=pk).order_by("-round").first()
    if held is None:
        raise Http404
    return _reading(request, held)


@readers
@asking
def text(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other words in the draft."""
    held = get_object_or_404(_visible(request), pk=pk)
    return ask(
        request,
        _question(request, held, _lazy("Correct the minutes"), button=_lazy("Save")),
        form=partial(forms.MinutesForm, seen=held.version, initial={"text": held.text}),
        act=lambda form: acts.write(
            held, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_lazy("The minutes are saved."),
        to=lambda _result: address(held),
    )


@readers
@asking
def filling_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The draft as the program would write it now."""
    held = get_object_or_404(_visible(request), pk=pk)
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
        form=partial(forms.BareForm, seen=held.version),
        act=lambda form: acts.fill_in_again(
            held, seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_lazy("The minutes are filled in again."),
        to=lambda _result: address(held),
    )


@readers
@asking
def approval(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The minutes are fixed, and what they decided gets its file."""
    held = get_object_or_404(_visible(request), pk=pk)
    resolutions = acts.resolutions_of(held)
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
        form=partial(forms.BareForm, seen=held.version),
        act=lambda form: acts.approve(held, seen=form.version_seen, by=actor_of(request), at=clock.now()),
        done=_lazy("The minutes are approved. Each resolution has its file now."),
        to=lambda _result: address(held),
    )


def address(held: Minutes) -> str:
    """The page of these minutes."""
    if held.meeting_id is not None:
        return reverse("office-meeting-minutes", args=[held.meeting_id])
    return reverse("office-motion-minutes", args=[held.motion_id])


def subject_of(held: Minutes) -> Meeting | Motion | None:
    """What they report."""
    return held.meeting or held.motion


def _visible(request: HttpRequest) -> Any:
    """Minutes of meetings and of motions that the reader may see."""
    actor = actor_of(request)
    rows = Minutes.objects.select_related("meeting", "motion")
    of_meetings = rows.filter(meeting__in=Meeting.objects.visible_to(actor))
    return of_meetings | rows.filter(motion__in=Motion.objects.visible_to(actor))


def _reading(request: HttpRequest, held: Minutes) -> HttpResponse:
    running = clocks.running(held.record_key).get(acts.CLOCK)
    return show(
        request,
        "governance/office/decisions/minutes.html",
        current=_menu(held),
        minutes=held,
        subject=subject_of(held),
        due_on=running.due_on if running else None,
        is_late=running is not None and running.due_on < clock.today(),
        resolutions=acts.resolutions_of(held),
        may_change=held.approved_at is None and acts_as_office(request),
        record=told.record(held.record_key),
    )


def _question(request: HttpRequest, held: Minutes, title: Promise | str, **more: Any) -> Question:
    asked: dict[str, Any] = {
        "now": told.newest,
        "current": _menu(held),
        "title": title,
        "button": title,
        "back": address(held),
        "back_label": pgettext_lazy("meeting", "Minutes"),
        "is_shown": acts_as_office(request),
        "closed": _lazy("These minutes are approved and cannot be changed any more.")
        if held.approved_at is not None
        else "",
    }
    return Question(**asked | more)


def _menu(held: Minutes) -> str:
    return "meetings" if held.meeting_id is not None else "motions"
