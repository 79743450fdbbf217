"""The ten bodies at work: who speaks for each, and the short way to a meeting, a motion and its votes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from huaihai.governance import duties, membership
from huaihai.governance.meetings import verbs
from huaihai.governance.models import Choice, Count, Duty, Meeting, Motion
from huaihai.governance.motions import verbs as motions_verbs
from huaihai.governance.motions import voting
from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from tests.posts import body as body_of
from tests.posts import load_alliance, officer_of
from tests.scenes import remembered

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=ZONE)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@dataclass
class Ten:
    """All member bodies, the first of them the secretariat, with somebody who speaks for each."""

    bodies: list[Organisation]
    voices: dict[str, Actor]

    @property
    def office(self) -> Actor:
        return self.voices["city:320300"]

    def voice(self, body: Organisation) -> Actor:
        return self.voices[body.key]


@remembered
def assemble() -> Ten:
    load_alliance(at=MONDAY)
    bodies = membership.members_on(MONDAY.date())
    return Ten(bodies, {body.key: officer_of(body.key, Role.HEAD) for body in bodies})


def tabled(
    ten: Ten, *, effects: Iterable[dict[str, object]] = (), title: str = "共同提示", at: datetime = MONDAY
) -> Motion:
    """A motion of the first body that all may read."""
    motion = motions_verbs.draft(
        title=title,
        text="各成员单位在一周内共同发布提示。",
        proposed_by=ten.bodies[0],
        held_effects=list(effects),
        by=ten.office,
        at=at,
    )
    motions_verbs.table(motion, by=ten.office, at=at)
    return motion


def planned(
    ten: Ten,
    title: str = "年度会议",
    *,
    days: int = 12,
    by: Actor | None = None,
    at: datetime = MONDAY,
    **more: Any,
) -> Meeting:
    """A meeting so many days later, without agenda."""
    return verbs.plan(
        kind=Meeting.Kind.YEARLY,
        title=title,
        place="徐州",
        begins_at=at + days * DAY,
        by=by or ten.office,
        at=at,
        **more,
    )


def with_agenda(ten: Ten, *, at: datetime = MONDAY, **more: Any) -> Meeting:
    """One with a point on its agenda."""
    meeting = planned(ten, at=at, **more)
    verbs.add_item(meeting, title="通报", by=ten.office, at=at)
    return meeting


def in_session(ten: Ten, *motions_on: Motion, came: int = 10, at: datetime = MONDAY) -> Meeting:
    """A meeting twelve days later, in which so many bodies are present; returned at its opening."""
    begins = at + 12 * DAY
    meeting = with_agenda(ten, at=at)
    for motion in motions_on:
        verbs.add_item(meeting, title=motion.title, motion=motion, by=ten.office, at=at)
    verbs.invite(meeting, by=ten.office, at=at)
    verbs.open_session(meeting, by=ten.office, at=begins)
    for body in ten.bodies[:came]:
        verbs.note_coming(meeting, body, by=ten.office, at=begins)
    return meeting


def in_writing(ten: Ten, motion: Motion, *, days: int = 6, at: datetime = MONDAY) -> datetime:
    """A written vote is open; returns its last moment."""
    closes_at = (at + days * DAY).replace(hour=23, minute=59, second=59)
    voting.open_in_writing(motion, closes_at=closes_at, by=ten.office, at=at)
    return closes_at


def say(
    ten: Ten,
    motion: Motion,
    bodies: Organisation | Iterable[Organisation],
    choice: Choice = Choice.FOR,
    *,
    reason: str = "",
    at: datetime = MONDAY + HOUR,
) -> None:
    """This body votes, or each of these."""
    for body in [bodies] if isinstance(bodies, Organisation) else bodies:
        voting.cast_vote(
            motion,
            body,
            choice=choice,
            reason=reason,
            text_seen=motion.document_hash,
            by=ten.voice(body),
            at=at,
        )


def carried_in_writing(ten: Ten, motion: Motion, *, at: datetime = MONDAY) -> Count:
    """All vote for it, and it is closed at once."""
    in_writing(ten, motion, at=at)
    say(ten, motion, ten.bodies, at=at + HOUR)
    return voting.close(motion, by=ten.office, at=at + 2 * HOUR)


def open_in_writing(ten: Ten, **more: Any) -> Motion:
    """A motion on which bodies vote in writing."""
    motion = tabled(ten, **more)
    in_writing(ten, motion)
    return motion


def amended(
    ten: Ten, motion: Motion, text: str = "三天内发布。", *, body: Organisation | None = None
) -> Motion:
    """Another body proposes another text for it."""
    body = body or ten.bodies[4]
    return motions_verbs.amend(motion, text=text, grounds="", proposed_by=body, by=ten.voice(body), at=MONDAY)


def voted_in_meeting(ten: Ten, *, came: int = 10, say_so: int | None = None) -> tuple[Motion, Meeting]:
    """A motion on which those present vote in a meeting, all for it; the vote is still open."""
    motion = tabled(ten)
    meeting = in_session(ten, motion, came=came)
    voting.open_in_meeting(motion, meeting=meeting, by=ten.office, at=meeting.begins_at)
    say(ten, motion, ten.bodies[: came if say_so is None else say_so], at=meeting.begins_at + HOUR)
    return motion, meeting


def owed(
    ten: Ten,
    key: str = "city:341300",
    text: str = "通知",
    *,
    due_on: date = date(2026, 12, 1),
    at: datetime = MONDAY,
) -> Duty:
    """A follow-up duty of this body."""
    return duties.set_duty(text=text, owner=body_of(key), due_on=due_on, by=ten.office, at=at)


def one_that_fits_no_more(ten: Ten) -> tuple[Motion, Motion]:
    """Two that exclude the same body: the first is carried, the second comes too late for that."""
    facts = {"body": ten.bodies[9].key, "from": "2027-01-01"}
    first, second = (tabled(ten, effects=[{"kind": "leave", "facts": facts}]) for _ in range(2))
    in_writing(ten, second)
    carried_in_writing(ten, first)
    say(ten, second, ten.bodies)
    voting.close(second, by=ten.office, at=MONDAY + 2 * HOUR)
    return first, second
