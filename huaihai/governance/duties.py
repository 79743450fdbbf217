"""Follow-up duties: set by the office, done by their owner, each with a clock; and their pages."""

from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk import lists
from huaihai.desk.asking import Question, ask, asking, how_it_stands, show
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.desk.lists import Choice, List, button
from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.desk.moving import begin, moving
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.desk.verbs import Desk, page
from huaihai.governance import forms, history, membership, standing
from huaihai.governance.lives import DUTY
from huaihai.governance.models import Duty, Meeting, Resolution
from huaihai.governance.motions import facts
from huaihai.governance.secretariat import is_office_today, office_only
from huaihai.kit import clock, local_words
from huaihai.kit.clock import local_day
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


def may_end(by: Actor, duty: Duty, *, on: date | None = None) -> bool:
    """Whether the actor may say that it is done: who speaks for its owner, or the office."""
    is_offices = duty.owner.key == directory.ROOT_KEY
    is_own = not is_offices and standing.speaks_for(by, duty.owner)
    return is_own or standing.is_office(by, on=on or clock.today())


def _text_of(duty: Duty) -> str:
    return duty.text


@page(
    "done",
    "do",
    _lazy("Report as done"),
    _lazy("Reported as done."),
    form=forms.DoneForm,
    lead=_text_of,
    may=may_end,
)
def do(duty: Duty, *, note: str, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Its owner says that it is done, and how that can be seen. Raises NotAllowed, NotPossible, Moved."""
    _owner_or_office(by, duty, at=at)
    with moving(duty, "do", DUTY, by=by, at=at, seen=seen) as move:
        move.row.ended_at, move.row.note = at, note
        move.facts["late"] = duty.due_on < local_day(at)
        _end_clock(duty, "do", at)


@page(
    "dropping",
    "drop",
    _lazy("Drop this duty"),
    _lazy("The duty is dropped."),
    form=forms.ReasonForm,
    lead=_text_of,
    may=is_office_today,
    tone="late",
)
def drop(duty: Duty, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The office lets it go, with a reason. Raises NotAllowed, NotPossible, Moved."""
    office_only(by, at=at)
    with moving(duty, "drop", DUTY, by=by, at=at, seen=seen) as move:
        move.row.ended_at, move.row.note = at, reason
        _end_clock(duty, "drop", at)


@page(
    "opening",
    "open again",
    _lazy("Open it again"),
    _lazy("It is open again."),
    form=forms.AgainForm,
    lead=_text_of,
    may=is_office_today,
    tone="plain",
)
def open_again(duty: Duty, *, due_on: date, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The office finds that it is not done after all. Raises NotAllowed, NotPossible, Unfit, Moved."""
    office_only(by, at=at)
    if due_on < local_day(at):
        raise Unfit("due_on", _("The last day lies in the past."))
    with moving(duty, "open again", DUTY, by=by, at=at, seen=seen) as move:
        move.row.ended_at, move.row.due_on = None, due_on
        move.facts["due"] = due_on.isoformat()
        _start_clock(move.row, at)


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


@readers
@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One duty, and what can be done with it."""
    duty, actor, today = duty_or_404(request, pk), actor_of(request), clock.today()
    return show(
        request,
        "governance/office/decisions/duty.html",
        current=MENU,
        duty=duty,
        stage=duty.stage_label,
        tone=_state(duty).tone,
        is_late=duty.is_late(today),
        is_offices=duty.owner.key == directory.ROOT_KEY,
        verbs=DUTIES.offered(actor, duty),
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


def address(duty: Duty) -> str:
    """The page of the duty."""
    return reverse("office-duty", args=[duty.pk])


def duty_or_404(request: HttpRequest, pk: UUID) -> Duty:
    """One that the reader may see."""
    rows = Duty.objects.visible_to(actor_of(request)).select_related("owner", "resolution", "meeting")
    return get_object_or_404(rows, pk=pk)


DUTIES = Desk[Duty](
    "office-duty",
    verbs=(do, open_again, drop),
    find=duty_or_404,
    home=address,
    called=lambda _duty: _lazy("Follow-up duty"),
    life=DUTY,
    not_now=how_it_stands,
    now=history.newest,
    current=MENU,
)


def _which(request: HttpRequest) -> lists.Options:
    body = actor_of(request).organisation
    keys = [*([body.key] if body else []), *([directory.ROOT_KEY] if acts_as_office(request) else [])]
    return {
        "": (_lazy("All that are open"), Q(stage="open")),
        "own": (_lazy("Our own"), Q(stage="open", owner__key__in=keys)),
        "ended": (_lazy("Done or dropped"), lambda rows: rows.exclude(stage="open").order_by("-ended_at")),
    }


def _what(duty: Duty) -> Cell:
    of: tuple[str, ...] = ()
    if duty.resolution:
        of = (_("Resolution %(number)s") % {"number": duty.resolution.number},)
    elif duty.meeting:
        of = (duty.meeting.title,)
    return Cell(duty.text, address(duty), lines=of)


def _who(duty: Duty) -> str:
    if duty.owner.kind == Organisation.Kind.ALLIANCE:
        return _("the secretariat")
    return local_words.in_script(duty.owner.short_name)


def _state(duty: Duty) -> Tag:
    if duty.is_late(clock.today()):
        return Tag(pgettext("duty", "late"), "late")
    return Tag(duty.stage_label, facts.tone_of(duty.stage))


LIST = List[Duty](
    _lazy("Follow-up duties"),
    current=MENU,
    rows=lambda request: (
        Duty.objects.visible_to(actor_of(request))
        .select_related("owner", "resolution", "meeting")
        .order_by("due_on", "pk")
    ),
    columns=(
        Column(_lazy("What has to be done"), _what),
        Column(_lazy("Who"), _who, sort=("owner__key",)),
        Column(_lazy("Last day"), lambda duty: duty.due_on, sort=("due_on",)),
        Column(_lazy("State"), _state),
    ),
    choices=(Choice("which", _lazy("Which"), _which),),
    buttons=button("office-duty-new", _lazy("Set a duty")),
    empty=_lazy("There is no duty here."),
    file="duties",
)


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
