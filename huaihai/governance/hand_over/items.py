"""A hand-over list: everything open at a moment, kind by kind, as one document, and its lasting hash."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from huaihai.governance.models import (
    AgreementVersion,
    Contact,
    Duty,
    HandOver,
    Meeting,
    Minutes,
    Motion,
    Plan,
    Report,
)
from huaihai.kit import signing
from huaihai.kit.canonical import digest
from huaihai.kit.clock import ZONE, local_day
from huaihai.kit.ways import way
from huaihai.law import limits
from huaihai.members import directory
from huaihai.members.models import ADMIN_ROLES, Post
from huaihai.record.hand_over import OpenItem, open_items
from huaihai.record.models import Clock

VOTE = "vote"
MOTION = "motion"
MEETING = "meeting"
DUTY = "duty"
CLOCK = "clock"
DRAFT = "draft"
REQUEST = "request"
CONTACT = "contact"
KEY = "key"

KINDS: Mapping[str, Promise | str] = {
    VOTE: pgettext_lazy("hand-over", "Open votes"),
    MOTION: pgettext_lazy("hand-over", "Motions not yet decided"),
    MEETING: pgettext_lazy("hand-over", "Meetings ahead"),
    DUTY: pgettext_lazy("hand-over", "Duties of the office"),
    CLOCK: pgettext_lazy("hand-over", "Running clocks"),
    DRAFT: pgettext_lazy("hand-over", "Drafts"),
    REQUEST: pgettext_lazy("hand-over", "Requests without an answer"),
    CONTACT: pgettext_lazy("hand-over", "Contacts"),
    KEY: pgettext_lazy("hand-over", "Keys and administrators"),
}
ORDER = {kind: position for position, kind in enumerate(KINDS)}


def clocks(_at: datetime) -> Iterator[OpenItem]:
    """Clocks that run for the office. They are the alliance's, so that no hand-over changes whose they are."""
    rows = Clock.objects.running().filter(owner=directory.root().record_key)
    for clock in rows.order_by("due_on", "subject", "name"):
        limit = limits.BY_NAME.get(clock.limit_name)
        yield OpenItem(
            kind=CLOCK,
            key=f"{clock.subject}/{clock.name}",
            label=limit.zh if limit else clock.name,
            subject=clock.subject,
            due_on=clock.due_on,
            note=pgettext("clock", "stopped") if clock.is_paused else "",
        )


def contacts(at: datetime) -> Iterator[OpenItem]:
    """The telephones of the office, by what they are for: the numbers stay in the directory."""
    root = directory.root()
    rows = Contact.objects.in_use(local_day(at)).filter(organisation=root)
    for line in rows.order_by("kind", "label", "pk"):
        yield OpenItem(
            kind=CONTACT,
            key=f"contact:{line.pk}",
            label=line.label,
            subject=f"contacts:{root.key}",
            url=way("office-directory-body", root.pk),
            due_on=line.until_on,
            note=line.get_kind_display(),
        )


def keys(_at: datetime) -> Iterator[OpenItem]:
    """The platform's public signing keys by their ids. Secret keys stand on no list."""
    for key_id in signing.public_keys():
        is_present = key_id == settings.KEYRING.signature_current
        yield OpenItem(
            kind=KEY,
            key=f"signing-key:{key_id}",
            label=_("Signing key of the platform: %(key)s") % {"key": key_id},
            subject="",
            note=pgettext("signing key", "signs now")
            if is_present
            else pgettext("signing key", "only to check older signatures"),
        )


def administrators(at: datetime) -> Iterator[OpenItem]:
    """Who administers the platform for the alliance, by sign-in name."""
    rows = (
        Post.objects.held_on(local_day(at))
        .filter(organisation__key=directory.ROOT_KEY, role__in=ADMIN_ROLES)
        .select_related("account")
    )
    for post in rows.order_by("role", "account__username"):
        yield OpenItem(
            kind=KEY,
            key=f"post:{post.pk}",
            label=_(": ").join((post.get_role_display(), post.account.username)),
            subject=post.account.record_key,
            due_on=post.until_on,
        )


def motions(at: datetime) -> Iterator[OpenItem]:
    """Motions being voted on, those waiting for a vote or its count, and the office's own drafts."""
    waiting = Motion.objects.filter(stage__in=("voting", "tabled", "short"))
    drafts = Motion.objects.filter(stage="draft", proposed_by__key=directory.ROOT_KEY)
    for motion in [*waiting.order_by("created_at", "pk"), *drafts.order_by("created_at", "pk")]:
        closes = motion.voting_closes_at if motion.stage == "voting" else None
        is_over = closes is not None and closes < at
        kind = {"voting": VOTE, "draft": DRAFT}.get(motion.stage, MOTION)
        yield OpenItem(
            kind=MOTION if is_over else kind,
            key=motion.record_key,
            label=f"{motion.number} {motion.title}",
            subject=motion.record_key,
            url=way("office-motion", motion.pk),
            due_on=_day(closes),
            note=pgettext("motion", "voted on, not counted yet") if is_over else motion.stage_label,
        )


def meetings(_at: datetime) -> Iterator[OpenItem]:
    """Meetings ahead or in session, and adjourned ones that have not gone on."""
    ahead = Meeting.objects.filter(stage__in=("planned", "invited", "open"))
    broken_off = Meeting.objects.filter(stage="adjourned", resumed_by=None)
    for meeting in (ahead | broken_off).order_by("begins_at", "pk"):
        yield OpenItem(
            kind=MEETING,
            key=meeting.record_key,
            label=f"{meeting.number} {meeting.title}",
            subject=meeting.record_key,
            url=way("office-meeting", meeting.pk),
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
            kind=DRAFT,
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
            kind=DUTY,
            key=duty.record_key,
            label=duty.text,
            subject=duty.record_key,
            url=way("office-duty", duty.pk),
            due_on=duty.due_on,
        )


def _of_minutes(draft: Minutes) -> str:
    if draft.meeting_id is not None:
        return way("office-meeting-minutes", draft.meeting_id)
    return way("office-motion-minutes", draft.motion_id)


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment else None


def agreements(_at: datetime) -> Iterator[OpenItem]:
    """Versions of the agreement being written, and those that not every member has signed."""
    drafts = AgreementVersion.objects.filter(stage="draft")
    signing = AgreementVersion.objects.filter(stage="open", in_force_from=None)
    for version in (drafts | signing).order_by("pk"):
        yield OpenItem(
            kind=DRAFT,
            key=version.record_key,
            label=_("Agreement: %(title)s") % {"title": version.shown_title},
            subject=version.record_key,
            url=way("office-agreement-version", version.key),
            note=pgettext("agreement", "being written")
            if version.is_draft
            else pgettext("agreement", "being signed by the bodies"),
        )


def plans(_at: datetime) -> Iterator[OpenItem]:
    """Yearly plans that are not adopted."""
    for plan in Plan.objects.filter(stage__in=("draft", "proposed")).order_by("year", "serial"):
        yield OpenItem(
            kind=DRAFT,
            key=plan.record_key,
            label=plan.title,
            subject=plan.record_key,
            url=way("office-plan", plan.pk),
            note=plan.stage_label,
        )


def reports(_at: datetime) -> Iterator[OpenItem]:
    """Reports that are not published."""
    rows = Report.objects.exclude(stage="published").defer("figures", "done_text", "stuck_text", "next_text")
    for report in rows.order_by("year", "quarter"):
        yield OpenItem(
            kind=DRAFT,
            key=report.record_key,
            label=report.title,
            subject=report.record_key,
            url=way("office-report", report.pk),
            note=report.stage_label,
        )


def collect(at: datetime) -> list[OpenItem]:
    """What is open at this moment, in the order of a list; each thing once. Lists are written in Chinese."""
    with translation.override("zh-hans"):
        found = {item.key: item for item in open_items(at)}
    named = {item.subject: item for item in found.values() if item.kind not in (CLOCK, CONTACT, KEY)}
    lines = [_clear(item, named) for item in found.values()]
    return sorted(lines, key=lambda item: (ORDER[item.kind], item.due_on or date.max, item.key))


def document(row: HandOver, *, at: datetime) -> dict[str, Any]:
    """What both sides sign, as JSON: what is open at this moment."""
    made_at = at.astimezone(ZONE).isoformat(timespec="seconds")
    return {**_head(row), "made_at": made_at, "open": [_line(item) for item in collect(at)]}


def is_intact(row: HandOver) -> bool:
    """Whether the stored list still has the hash that is signed, and is about this hand-over."""
    return digest(row.document | _head(row)) == row.hash


def _head(row: HandOver) -> dict[str, Any]:
    return {
        "hand_over": str(row.pk),
        "from": row.from_body.key,
        "to": row.to_body.key,
        "on": row.on.isoformat(),
        "list": row.list_number,
    }


def _line(item: OpenItem) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "key": item.key,
        "label": item.label,
        "due_on": item.due_on.isoformat() if item.due_on else None,
        "note": item.note,
        "url": item.url,
    }


def _clear(item: OpenItem, named: dict[str, OpenItem]) -> OpenItem:
    """A clock bears the name of the thing that it runs for."""
    return (
        replace(item, label=named[item.subject].label)
        if item.kind == CLOCK and item.subject in named
        else item
    )
