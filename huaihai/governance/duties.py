"""Follow-up duties: set by the office, done by their owner, each with a clock; and their pages."""

from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.desk.moving import begin, moving
from huaihai.governance import forms, history, membership, standing
from huaihai.governance.lives import DUTY
from huaihai.governance.models import Duty, Meeting, Resolution
from huaihai.governance.motions import facts
from huaihai.governance.secretariat import office_only
from huaihai.kit import clock, local_words
from huaihai.kit.clock import local_day
from huaihai.kit.paging import page_of
from huaihai.law.limits import Limit, Unit
from huaihai.law.sureness import Sureness
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import clocks

CLOCK = "duty"


def set_duty(
    *,
    text: str,
    owner: Organisation,
    due_on: date,
    resolution: Resolution | None = None,
    meeting: Meeting | None = None,
    by: Actor,
    at: datetime,
) -> Duty:
    """Somebody has to do this until the end of that day. The alliance as owner stands for the office.

    Raises NotAllowed, Unfit.
    """
    office_only(by, at=at)
    if due_on < local_day(at):
        raise Unfit("due_on", _("The last day lies in the past."))
    with transaction.atomic():
        duty = Duty(text=text, owner=owner, due_on=due_on, resolution=resolution, meeting=meeting, set_at=at)
        begin(duty, "set", DUTY, by=by, at=at, owner=owner.key, due=due_on.isoformat())
        _start_clock(duty, at)
    return duty


def do(duty: Duty, *, note: str, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Its owner says that it is done, and how that can be seen. Raises NotAllowed, NotPossible, Moved."""
    _owner_or_office(by, duty, at=at)
    with moving(duty, "do", DUTY, by=by, at=at, seen=seen) as move:
        move.row.ended_at, move.row.note = at, note
        move.facts["late"] = duty.due_on < local_day(at)
        _end_clock(duty, "do", at)


def drop(duty: Duty, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The office lets it go, with a reason. Raises NotAllowed, NotPossible, Moved."""
    office_only(by, at=at)
    with moving(duty, "drop", DUTY, by=by, at=at, seen=seen) as move:
        move.row.ended_at, move.row.note = at, reason
        _end_clock(duty, "drop", at)


def open_again(duty: Duty, *, due_on: date, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The office finds that it is not done after all. Raises NotAllowed, NotPossible, Unfit, Moved."""
    office_only(by, at=at)
    if due_on < local_day(at):
        raise Unfit("due_on", _("The last day lies in the past."))
    with moving(duty, "open again", DUTY, by=by, at=at, seen=seen) as move:
        move.row.ended_at, move.row.due_on = None, due_on
        move.facts["due"] = due_on.isoformat()
        _start_clock(move.row, at)


def may_end(by: Actor, duty: Duty, *, on: date) -> bool:
    """Whether the actor may say that it is done: who speaks for its owner, or the office."""
    is_offices = duty.owner.key == directory.ROOT_KEY
    return standing.is_office(by, on=on) or (not is_offices and standing.speaks_for(by, duty.owner))


def _owner_or_office(by: Actor, duty: Duty, *, at: datetime) -> None:
    if not may_end(by, duty, on=local_day(at)):
        raise NotAllowed(_("Only the body that has to do it, or the secretariat, can do this."))


def _start_clock(duty: Duty, at: datetime) -> None:
    source = duty.resolution.record_key if duty.resolution else duty.record_key
    days = max((duty.due_on - local_day(at)).days, 1)
    limit = Limit(CLOCK, days, Unit.DAYS, source, "决议交办", "follow-up duty", Sureness.READ)
    clocks.start(
        subject=duty.record_key,
        owner=duty.owner.record_key,
        at=at,
        starts=[clocks.Start(CLOCK, limit, due_on=duty.due_on)],
    )


def _end_clock(duty: Duty, verb: str, at: datetime) -> None:
    clocks.end(clocks.running(duty.record_key).values(), at=at, by=verb)


MENU = "duties"
FILTERS: dict[str, Promise | str] = {
    "": _lazy("All that are open"),
    "own": _lazy("Our own"),
    "ended": _lazy("Done or dropped"),
}


@readers
@require_safe
def all_duties(request: HttpRequest) -> HttpResponse:
    """Open ones in the order of their last days, so the late ones come first; or those that have ended."""
    chosen = request.GET.get("which", "")
    chosen = chosen if chosen in FILTERS else ""
    rows = Duty.objects.visible_to(actor_of(request)).select_related("owner", "resolution", "meeting")
    page = page_of(_filtered(rows, chosen, request), request.GET.get("page"))
    today = clock.today()
    return show(
        request,
        "governance/office/decisions/duties.html",
        current=MENU,
        page=page,
        rows=[(duty, duty.is_late(today), DUTY.stages[duty.stage], _tone(duty)) for duty in page.rows],
        filters=list(FILTERS.items()),
        chosen=chosen,
    )


@readers
@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One duty, and what can be done with it."""
    duty, actor, today = _duty_or_404(request, pk), actor_of(request), clock.today()
    is_office = standing.is_office(actor, on=today)
    return show(
        request,
        "governance/office/decisions/duty.html",
        current=MENU,
        duty=duty,
        stage=DUTY.stages[duty.stage],
        tone=_tone(duty),
        is_late=duty.is_late(today),
        is_offices=duty.owner.key == directory.ROOT_KEY,
        can={
            "do": DUTY.can("do", duty.stage) and may_end(actor, duty, on=today),
            "drop": DUTY.can("drop", duty.stage) and is_office,
            "open": DUTY.can("open again", duty.stage) and is_office,
        },
        record=history.record(duty.record_key),
    )


@readers
@asking
def new(request: HttpRequest) -> HttpResponse:
    """Set one: after a resolution, in a meeting, or without either."""
    resolution, meeting = _asked_resolution(request), _asked_meeting(request)
    back = reverse("office-duties")
    if resolution is not None:
        back = reverse("office-motion", args=[resolution.motion_id])
    elif meeting is not None:
        back = reverse("office-meeting", args=[meeting.pk])
    of = resolution or meeting
    label = getattr(of, "title", "")
    question = Question(
        current=MENU,
        title=_lazy("Set a duty"),
        button=_lazy("Set it"),
        back=back,
        back_label=f"{of} {label}" if of else _("Follow-up duties"),
        lead=_lazy("Whoever has to do it finds it on its list at once, with its last day."),
        is_shown=acts_as_office(request),
    )
    return ask(
        request,
        question,
        form=partial(forms.DutyForm, seen=0, owners=_owners()),
        act=lambda form: set_duty(
            text=form.cleaned_data["text"],
            owner=form.owner_chosen(),
            due_on=form.cleaned_data["due_on"],
            resolution=resolution,
            meeting=meeting,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_lazy("The duty is set."),
        to=address,
    )


@readers
@asking
def done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is done."""
    duty = _duty_or_404(request, pk)
    return ask(
        request,
        _question(
            request,
            duty,
            "do",
            _lazy("Report as done"),
            is_shown=may_end(actor_of(request), duty, on=clock.today()),
        ),
        form=partial(forms.DoneForm, seen=duty.version),
        act=lambda form: do(
            duty, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_lazy("Reported as done."),
        to=address(duty),
    )


@readers
@asking
def dropping(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is let go, with a reason."""
    duty = _duty_or_404(request, pk)
    return ask(
        request,
        _question(request, duty, "drop", _lazy("Drop this duty"), tone="late"),
        form=partial(forms.ReasonForm, seen=duty.version),
        act=lambda form: drop(
            duty, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_lazy("The duty is dropped."),
        to=address(duty),
    )


@readers
@asking
def opening(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is not done after all."""
    duty = _duty_or_404(request, pk)
    return ask(
        request,
        _question(request, duty, "open again", _lazy("Open it again")),
        form=partial(forms.AgainForm, seen=duty.version),
        act=lambda form: open_again(
            duty, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_lazy("It is open again."),
        to=address(duty),
    )


def address(duty: Duty) -> str:
    """The page of the duty."""
    return reverse("office-duty", args=[duty.pk])


def _filtered(rows: QuerySet[Duty], chosen: str, request: HttpRequest) -> QuerySet[Duty]:
    if chosen == "ended":
        return rows.exclude(stage="open").order_by("-ended_at")
    rows = rows.filter(stage="open").order_by("due_on", "pk")
    if chosen != "own":
        return rows
    body = actor_of(request).organisation
    keys = [body.key] if body else []
    return rows.filter(owner__key__in=[*keys, directory.ROOT_KEY] if acts_as_office(request) else keys)


def _tone(duty: Duty) -> str:
    return "late" if duty.is_late(clock.today()) else facts.tone_of(duty.stage)


def _duty_or_404(request: HttpRequest, pk: UUID) -> Duty:
    rows = Duty.objects.visible_to(actor_of(request)).select_related("owner", "resolution", "meeting")
    return get_object_or_404(rows, pk=pk)


def _question(request: HttpRequest, duty: Duty, verb: str, title: Promise | str, **more: Any) -> Question:
    is_possible = DUTY.can(verb, duty.stage)
    asked: dict[str, Any] = {
        "now": history.newest,
        "current": MENU,
        "title": title,
        "button": title,
        "back": address(duty),
        "back_label": _lazy("Follow-up duty"),
        "lead": duty.text,
        "is_shown": acts_as_office(request),
        "closed": "" if is_possible else _("It is now: %(stage)s.") % {"stage": DUTY.stages[duty.stage]},
    }
    return Question(**asked | more)


def _owners() -> list[tuple[str, str]]:
    """The members of today, and the office, whoever that is on the day."""
    bodies = membership.members_on(clock.today())
    office = (
        directory.ROOT_KEY,
        str(pgettext_lazy("owner of a duty", "the secretariat, whoever it is then")),
    )
    return [*((body.key, local_words.in_script(body.name)) for body in bodies), office]


def _asked_resolution(request: HttpRequest) -> Resolution | None:
    year, _dash, serial = request.GET.get("resolution", "").partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 5 for part in (year, serial)):
        return None
    return Resolution.objects.filter(year=int(year), serial=int(serial)).first()


def _asked_meeting(request: HttpRequest) -> Meeting | None:
    try:
        key = UUID(request.GET.get("meeting", ""))
    except ValueError:
        return None
    return Meeting.objects.visible_to(actor_of(request)).filter(pk=key).first()
