"""What is open of meetings, motions, votes, minutes and duties."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.governance.hand_over import kinds
from huaihai.governance.hand_over.addresses import address
from huaihai.governance.models import Duty, Meeting, Minutes, Motion
from huaihai.kit.clock import local_day
from huaihai.members import directory
from huaihai.record.hand_over import OpenItem


def motions(_at: datetime) -> Iterator[OpenItem]:
    """Motions being voted on, those waiting for a vote, and the office's own drafts."""
    waiting = Motion.objects.filter(stage__in=("voting", "tabled", "short"))
    drafts = Motion.objects.filter(stage="draft", proposed_by__key=directory.ROOT_KEY)
    for motion in [*waiting.order_by("created_at", "pk"), *drafts.order_by("created_at", "pk")]:
        closes = motion.voting_closes_at if motion.stage == "voting" else None
        yield OpenItem(
            kind={"voting": kinds.VOTE, "draft": kinds.DRAFT}.get(motion.stage, kinds.MOTION),
            key=motion.record_key,
            label=f"{motion.number} {motion.title}",
            subject=motion.record_key,
            url=address("office-motion", motion.pk),
            due_on=_day(closes),
            note=motion.stage_label,
        )


def meetings(_at: datetime) -> Iterator[OpenItem]:
    """Meetings ahead or in session, and adjourned ones that have not gone on."""
    ahead = Meeting.objects.filter(stage__in=("planned", "invited", "open"))
    broken_off = Meeting.objects.filter(stage="adjourned", resumed_by=None)
    for meeting in (ahead | broken_off).order_by("begins_at", "pk"):
        yield OpenItem(
            kind=kinds.MEETING,
            key=meeting.record_key,
            label=f"{meeting.number} {meeting.title}",
            subject=meeting.record_key,
            url=address("office-meeting", meeting.pk),
            due_on=None if meeting.stage == "adjourned" else _day(meeting.begins_at),
            note=meeting.stage_label,
        )


def minutes(_at: datetime) -> Iterator[OpenItem]:
    """Minutes that nobody has approved."""
    rows = Minutes.objects.filter(approved_at=None).select_related("meeting", "motion")
    for draft in rows.order_by("drafted_at", "pk"):
        of = draft.meeting or draft.motion
        title = f"{of.number} {of.title}" if of else ""
        yield OpenItem(
            kind=kinds.DRAFT,
            key=draft.record_key,
            label=_("Minutes: %(title)s") % {"title": title},
            subject=draft.record_key,
            url=_of_minutes(draft),
            note=pgettext("minutes", "not yet approved"),
        )


def duties(_at: datetime) -> Iterator[OpenItem]:
    """Follow-up duties of the office itself."""
    rows = Duty.objects.filter(stage="open", owner__key=directory.ROOT_KEY)
    for duty in rows.order_by("due_on", "pk"):
        yield OpenItem(
            kind=kinds.DUTY,
            key=duty.record_key,
            label=duty.text,
            subject=duty.record_key,
            url=address("office-duty", duty.pk),
            due_on=duty.due_on,
        )


def _of_minutes(draft: Minutes) -> str:
    if draft.meeting_id is not None:
        return address("office-meeting-minutes", draft.meeting_id)
    return address("office-motion-minutes", draft.motion_id)


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment else None
