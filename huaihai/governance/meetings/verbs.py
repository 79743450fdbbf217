"""Meetings: planning, inviting, who comes and goes, adjourning and closing."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import begin, moving
from huaihai.desk.verbs import page
from huaihai.governance import forms, membership, rules, secretariat
from huaihai.governance.lives import MEETING
from huaihai.governance.meetings import minutes
from huaihai.governance.models import AgendaItem, Attendance, Count, Meeting, Motion, Paper
from huaihai.governance.motions import counting
from huaihai.governance.secretariat import next_serial, office_only
from huaihai.governance.standing import speaks_for
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.kit.filestore import Stored
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation


def plan(
    *,
    kind: Meeting.Kind,
    title: str,
    place: str,
    begins_at: datetime,
    resumes: Meeting | None = None,
    by: Actor,
    at: datetime,
) -> Meeting:
    """The office prepares a meeting. Raises NotAllowed, Unfit, NotPossible."""
    office_only(by, at=at)
    if begins_at <= at:
        raise Unfit("begins_at", _("The meeting would begin in the past."))
    if resumes is not None and (resumes.stage != "adjourned" or hasattr(resumes, "resumed_by")):
        raise NotPossible(_("Only a meeting that was adjourned can go on, and only once."))
    with transaction.atomic():
        convener = secretariat.secretariat_on(local_day(at)) or directory.root()
        year = local_day(begins_at).year
        meeting = Meeting(
            year=year,
            serial=next_serial(Meeting, year),
            kind=kind,
            title=title,
            place=place,
            begins_at=begins_at,
            convened_by=convener,
            resumes=resumes,
        )
        begin(meeting, "plan", MEETING, by=by, at=at, begins=begins_at.isoformat(), kind=str(kind))
    return meeting


def _as_it_is(_actor: Actor, meeting: Meeting) -> dict[str, Any]:
    return {"initial": forms.MeetingForm.initial_of(meeting)}


@page(
    "details",
    "change",
    _lazy("Change title, place or time"),
    _lazy("Saved."),
    form=forms.MeetingForm,
    options=_as_it_is,
    button=_lazy("Save"),
    tone="plain",
)
def change(
    meeting: Meeting,
    *,
    title: str,
    place: str,
    begins_at: datetime,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Other words, place or time, while nobody is invited yet. Raises NotAllowed, Unfit, NotPossible, Moved."""
    office_only(by, at=at)
    if begins_at <= at:
        raise Unfit("begins_at", _("The meeting would begin in the past."))
    with moving(meeting, "change", MEETING, by=by, at=at, seen=seen) as move:
        move.row.title, move.row.place, move.row.begins_at = title, place, begins_at
        move.facts["begins"] = begins_at.isoformat()


def add_item(
    meeting: Meeting, *, title: str, text: str = "", motion: Motion | None = None, by: Actor, at: datetime
) -> AgendaItem:
    """One more point of the agenda; with a motion that is tabled. Raises NotAllowed, NotPossible, Unfit."""
    office_only(by, at=at)
    if motion is not None and motion.stage not in ("tabled", "short"):
        raise Unfit("motion", _("Only a motion that is tabled can be put on the agenda."))
    if motion is not None and meeting.agenda.filter(motion=motion).exists():
        raise Unfit("motion", _("This motion is on the agenda already."))
    with moving(meeting, "set agenda", MEETING, by=by, at=at) as move:
        last = meeting.agenda.order_by("-position").values_list("position", flat=True).first()
        item = AgendaItem.objects.create(
            meeting=move.row, position=(last or 0) + 1, title=title, text=text, motion=motion
        )
        move.facts |= {"added": title, "motion": motion.number if motion else ""}
    return item


def remove_item(item: AgendaItem, *, by: Actor, at: datetime) -> None:
    """A point less. Raises NotAllowed, NotPossible."""
    office_only(by, at=at)
    with moving(item.meeting, "set agenda", MEETING, by=by, at=at) as move:
        move.facts["removed"] = item.title
        item.delete()


def add_paper(meeting: Meeting, *, stored: Stored, name: str, by: Actor, at: datetime) -> Paper:
    """A file for the meeting. Raises NotAllowed, NotPossible."""
    office_only(by, at=at)
    with moving(meeting, "add paper", MEETING, by=by, at=at) as move:
        paper = Paper.objects.create(
            meeting=move.row,
            name=name,
            sha256=stored.sha256,
            derivative=stored.derivative,
            kind=stored.kind,
            size=stored.size,
            added_by=by.key,
            added_at=at,
        )
        move.facts |= {"paper": name, "sha256": stored.sha256}
    return paper


def _for_invitation(_actor: Actor, meeting: Meeting) -> dict[str, Any]:
    today, begins_on = clock.today(), local_day(meeting.begins_at)
    rule = rules.in_force(rules.INVITATION_DAYS, on=today)
    return {
        "rule": rule,
        "is_short": begins_on < today + timedelta(days=int(rule.value)),
        "days": (begins_on - today).days,
        "agenda": list(meeting.agenda.all()),
    }


@page(
    "invitation",
    "invite",
    _lazy("Invite all members"),
    _lazy("All members are invited."),
    form=forms.InvitationForm,
    lead=_lazy("Every member sees it on its list at once. Place and time are fixed from then on."),
    button=_lazy("Invite now"),
    template="governance/office/decisions/invitation.html",
    context=_for_invitation,
    tone="seal",
)
def invite(
    meeting: Meeting, *, short_notice: str = "", seen: int | None = None, by: Actor, at: datetime
) -> None:
    """All members are invited. Shorter notice than the rule asks for needs a reason.

    Raises NotAllowed, NotPossible, Unfit, Moved.
    """
    office_only(by, at=at)
    if not meeting.agenda.exists():
        raise NotPossible(_("The agenda is empty. Please add at least one point."))
    days = rules.number(rules.INVITATION_DAYS, on=local_day(at))
    is_short = local_day(meeting.begins_at) < local_day(at) + timedelta(days=days)
    if is_short and not short_notice:
        raise Unfit(
            "short_notice",
            _("The meeting begins in less than %(days)s days. Please say why it cannot wait.")
            % {"days": days},
        )
    with moving(meeting, "invite", MEETING, by=by, at=at, seen=seen) as move:
        move.row.invited_at = at
        move.row.short_notice_reason = short_notice if is_short else ""
        invited = [body.key for body in membership.members_on(local_day(meeting.begins_at))]
        move.facts |= {"invited": invited, "short_notice": is_short}


def open_session(meeting: Meeting, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The meeting begins, on its day at the earliest. Raises NotAllowed, NotPossible, Moved."""
    office_only(by, at=at)
    if local_day(at) < local_day(meeting.begins_at):
        raise NotPossible(_("The meeting has another day. It cannot begin before."))
    with moving(meeting, "open", MEETING, by=by, at=at, seen=seen) as move:
        move.row.opened_at = at


def note_coming(
    meeting: Meeting, body: Organisation, *, delegates: str = "", by: Actor, at: datetime
) -> None:
    """The body is there from now on, as the office or the body itself notes.

    Raises NotAllowed, NotPossible, Unfit.
    """
    _office_or_own(by, body, at=at)
    if not membership.is_member(body, on=local_day(at)):
        raise Unfit("body", _("This body is no member of the alliance today."))
    with moving(meeting, "note coming", MEETING, by=by, at=at) as move:
        move.stays = True
        if meeting.attendance.filter(organisation=body, left_at__isnull=True).exists():
            raise Unfit("body", _("This body is noted as present already."))
        came_at = _after_the_counts(move.row, at)
        Attendance.objects.create(meeting=move.row, organisation=body, delegates=delegates, came_at=came_at)
        move.facts["body"] = body.key


def note_leaving(meeting: Meeting, body: Organisation, *, by: Actor, at: datetime) -> None:
    """The body has left. Raises NotAllowed, NotPossible, Unfit."""
    _office_or_own(by, body, at=at)
    with moving(meeting, "note leaving", MEETING, by=by, at=at) as move:
        move.stays = True
        stay = meeting.attendance.filter(organisation=body, left_at__isnull=True).first()
        if stay is None:
            raise Unfit("body", _("This body is not noted as present."))
        stay.left_at = max(_after_the_counts(move.row, at), stay.came_at)
        stay.save(update_fields=["left_at"])
        move.facts["body"] = body.key


def note_attendance(
    meeting: Meeting,
    *,
    came: Mapping[Organisation, str],
    left: Iterable[Organisation],
    by: Actor,
    at: datetime,
) -> None:
    """Who came, each with its delegates, and who left, all at once; what somebody noted meanwhile is passed over.

    Raises NotAllowed, NotPossible, Unfit.
    """
    with transaction.atomic():
        Meeting.objects.select_for_update().get(pk=meeting.pk)  # a body may note itself at the same moment
        here = set(meeting.attendance.filter(left_at=None).values_list("organisation", flat=True))
        for body, delegates in came.items():
            if body.pk not in here:
                note_coming(meeting, body, delegates=delegates, by=by, at=at)
        for body in left:
            if body.pk in here:
                note_leaving(meeting, body, by=by, at=at)


def _without_quorum(_actor: Actor, meeting: Meeting) -> dict[str, Any]:
    """The reason that is at hand while too few are there."""
    now = clock.now()
    here, (needed, _members) = len(present(meeting, now)), quorum_needed(now)
    if here >= needed:
        return {}
    words = _("No quorum: %(present)s there, %(needed)s needed.")
    return {"initial": {"reason": words % {"present": here, "needed": needed}}}


@page(
    "adjournment",
    "adjourn",
    _lazy("Adjourn the meeting"),
    _lazy("The meeting is adjourned."),
    form=forms.ReasonForm,
    options=_without_quorum,
    lead=_lazy(
        "Minutes open filled in. It can go on as a new meeting, and its motions can be voted on in writing."
    ),
    tone="late",
)
def adjourn(meeting: Meeting, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The meeting stops, for lack of a quorum or another reason; its motions can be decided elsewhere.

    Raises NotAllowed, NotPossible (a vote is open), Moved.
    """
    office_only(by, at=at)
    with moving(meeting, "adjourn", MEETING, by=by, at=at, seen=seen) as move:
        _no_open_vote(move.row)
        move.row.ended_at, move.row.adjourned_reason = at, reason
        move.facts |= {"reason": reason, "present": len(present(move.row, at)), **_needed(at)}
        minutes.begin_for_meeting(move.row, by=by, at=at)


@page(
    "end",
    "close",
    _lazy("End the meeting"),
    _lazy("The meeting has ended. Its minutes are filled in."),
    lead=_lazy("Minutes open filled in. Nobody can come, leave or vote any more."),
    tone="plain",
)
def close(meeting: Meeting, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The meeting is over. Raises NotAllowed, NotPossible (a vote is open), Moved."""
    office_only(by, at=at)
    with moving(meeting, "close", MEETING, by=by, at=at, seen=seen) as move:
        _no_open_vote(move.row)
        move.row.ended_at = at
        move.facts["present"] = len(present(move.row, at))
        minutes.begin_for_meeting(move.row, by=by, at=at)


@page(
    "cancellation",
    "cancel",
    _lazy("Cancel the meeting"),
    _lazy("The meeting is cancelled."),
    form=forms.ReasonForm,
    lead=_lazy("Its motions stay open; they can stand on another agenda or be voted on in writing."),
    tone="late",
)
def cancel(meeting: Meeting, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The meeting will not take place. Raises NotAllowed, NotPossible, Moved."""
    office_only(by, at=at)
    with moving(meeting, "cancel", MEETING, by=by, at=at, seen=seen) as move:
        move.row.ended_at, move.row.adjourned_reason = at, reason
        move.facts["reason"] = reason


def present(meeting: Meeting, at: datetime) -> list[str]:
    """Keys of the members that are in the meeting at this moment."""
    here = meeting.attendance.present_at(at).values_list("organisation__key", flat=True)
    members = {body.key for body in membership.members_on(local_day(at))}
    return sorted(members & set(here))


def quorum_needed(at: datetime) -> tuple[int, int]:
    """How many bodies must be there at this moment, and of how many."""
    day = local_day(at)
    members = len(membership.members_on(day))
    terms = counting.Terms(
        rules.share(rules.QUORUM, on=day), rules.share(rules.ORDINARY_MAJORITY, on=day), "ordinary"
    )
    return terms.quorum_of(members), members


def _after_the_counts(meeting: Meeting, at: datetime) -> datetime:
    """The moment, but after every count of this meeting: a request that read its clock just before a count, and
    was handled just after it, must not change who was there.
    """
    last = Count.objects.filter(motion__meeting=meeting).aggregate(last=Max("counted_at"))["last"]
    return at if last is None or at > last else last + timedelta(microseconds=1)


def _needed(at: datetime) -> dict[str, int]:
    needed, members = quorum_needed(at)
    return {"quorum_needed": needed, "members": members}


def _office_or_own(by: Actor, body: Organisation, *, at: datetime) -> None:
    if not speaks_for(by, body):
        try:
            office_only(by, at=at)
        except NotAllowed as error:
            raise NotAllowed(_("Only this body itself or the secretariat can do this.")) from error


def _no_open_vote(meeting: Meeting) -> None:
    if meeting.motions.filter(stage="voting").exists():
        raise NotPossible(_("A vote is still open. Please close it first."))
