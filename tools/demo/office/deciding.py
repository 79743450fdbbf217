"""A year of meetings, motions, votes, minutes and duties."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from demo.office import planned
from demo.office.scene import Scene, texts
from huaihai.governance import duties
from huaihai.governance.meetings import minutes, verbs
from huaihai.governance.models import Choice, Meeting, Minutes, Motion, Resolution
from huaihai.governance.motions import verbs as motions_verbs
from huaihai.governance.motions import voting
from huaihai.law import limits
from huaihai.members import directory
from huaihai.members.models import Organisation

CO_SIGNATURES = 4  # under joint warnings, or as many as there are members

type Effect = Mapping[str, Any]


def play(scene: Scene) -> None:
    """From the yearly meeting a year ago to what is open today."""
    _yearly_meeting(scene)
    _written_in_spring(scene)
    _short_in_autumn(scene)
    _who_is_next(scene)
    _open_today(scene)


def _yearly_meeting(scene: Scene) -> None:
    """Two resolutions in a meeting: forwarded cases are taken sooner from the new year on, and this year's plan."""
    new_year = date(scene.today.year + 1, 1, 1)
    facts = {
        "limit": limits.TAKE_FORWARDED.name,
        "number": 3,
        "body": directory.ROOT_KEY,
        "from": new_year.isoformat(),
    }
    clock = _tabled(scene, "clock", scene.bodies[1], -345, [{"kind": "clock", "facts": facts}])
    plan = _tabled(scene, "plan", scene.office_body, -343, [planned.propose_plan(scene)])
    meeting = _invited(scene, "yearly", -340, -325, [clock, plan])
    begins = meeting.begins_at
    verbs.open_session(meeting, by=scene.office, at=begins)
    for body in scene.bodies[: len(scene.bodies) - 1]:
        verbs.note_coming(meeting, body, by=scene.office, at=begins)
    _decide_here(scene, meeting, clock, begins)
    _decide_here(scene, meeting, plan, begins + timedelta(minutes=20))
    verbs.close(meeting, by=scene.office, at=begins + timedelta(hours=3))
    duty = duties.set_duty(
        text=texts()["meeting"]["yearly"]["follow_up"],
        owner=directory.root(),
        due_on=scene.at(-300).date(),
        meeting=meeting,
        by=scene.office,
        at=begins + timedelta(hours=3),
    )
    _approve(meeting.minutes, scene, scene.at(-320))
    duties.do(duty, note=texts()["said"]["done"], by=scene.office, at=scene.at(-305))


def _written_in_spring(scene: Scene) -> None:
    """A vote between meetings, all for it."""
    _written(scene, "warning", scene.bodies[-1], -250, [])


def _short_in_autumn(scene: Scene) -> None:
    """Too few came: the meeting is adjourned, and the motion is decided in writing."""
    value = str(min(CO_SIGNATURES, len(scene.bodies)))
    facts = {"rule": "co-signatures", "title": "", "value": value, "from": scene.at(-60).date().isoformat()}
    motion = _tabled(scene, "signatures", scene.bodies[2], -100, [{"kind": "rule", "facts": facts}])
    meeting = _invited(scene, "short", -98, -80, [motion])
    verbs.open_session(meeting, by=scene.office, at=meeting.begins_at)
    for body in scene.some(0.6):
        verbs.note_coming(meeting, body, by=scene.office, at=meeting.begins_at)
    needed, _members = verbs.quorum_needed(meeting.begins_at)
    came = len(scene.some(0.6))
    reason = texts()["meeting"]["short"]["short"].format(came=came, needed=needed)
    verbs.adjourn(meeting, reason=reason, by=scene.office, at=meeting.begins_at + timedelta(minutes=40))
    resolution = vote_in_writing(scene, motion, -79, against=scene.bodies[3:4], abstain=scene.bodies[5:6])
    _approve(meeting.minutes, scene, scene.at(-75))
    _set(scene, "table", scene.office_body, -40, resolution, done=-45)
    _set(scene, "late", scene.bodies[0], -5, resolution)
    _set(scene, "open", scene.bodies[4 % len(scene.bodies)], 20, resolution)


def _who_is_next(scene: Scene) -> None:
    """Who takes the secretariat over."""
    day = date(scene.today.year + 1, 1, 1)
    facts = {"body": scene.following.key, "from": day.isoformat()}
    _written(scene, "term", scene.office_body, -60, [{"kind": "term", "facts": facts}])


def _open_today(scene: Scene) -> None:
    """A vote that is open, a motion with an amendment, and a meeting to come."""
    facts = {
        "rule": "criterion.refund-days",
        "title": texts()["motion"]["criterion"]["rule"],
        "value": texts()["motion"]["criterion"]["value"],
        "from": date(scene.today.year + 1, 1, 1).isoformat(),
    }
    criterion = _tabled(scene, "criterion", scene.bodies[1], -8, [{"kind": "rule", "facts": facts}])
    voting.open_in_writing(
        criterion, closes_at=scene.at(4, 23, 59).replace(second=59), by=scene.office, at=scene.at(-6)
    )
    for body in scene.bodies[2:6]:
        _say(scene, criterion, body, Choice.FOR, at=scene.at(-5, 10))
    for body in scene.bodies[6:7]:
        reason = texts()["said"]["against"]
        _say(scene, criterion, body, Choice.AGAINST, reason=reason, at=scene.at(-2, 15))
    survey = _tabled(scene, "survey", scene.bodies[2], -7, [])
    other = scene.bodies[1]
    motions_verbs.amend(
        survey,
        text=texts()["motion"]["survey"]["amended"],
        grounds=texts()["motion"]["survey"]["amended_grounds"],
        proposed_by=other,
        by=scene.voice(other),
        at=scene.at(-4),
    )
    _invited(scene, "coming", -3, 12, [survey])


def _tabled(scene: Scene, name: str, mover: Organisation, days: int, held: Sequence[Effect]) -> Motion:
    words, by, at = texts()["motion"][name], scene.voice(mover), scene.at(days, 10)
    following = scene.following.place_name
    motion = motions_verbs.draft(
        title=words["title"].format(next=following),
        text=words["text"].format(next=following),
        grounds=words["grounds"],
        proposed_by=mover,
        held_effects=held,
        by=by,
        at=at,
    )
    motions_verbs.table(motion, by=by, at=at)
    return motion


def _invited(scene: Scene, name: str, planned: int, begins: int, held: Sequence[Motion]) -> Meeting:
    words, at = texts()["meeting"][name], scene.at(planned, 11)
    meeting = verbs.plan(
        kind=Meeting.Kind.YEARLY if name == "yearly" else Meeting.Kind.EXTRAORDINARY,
        title=words["title"],
        place=words["place"],
        begins_at=scene.at(begins, 14, 30),
        by=scene.office,
        at=at,
    )
    first = words.get("report") or words["item"]
    verbs.add_item(meeting, title=first, text=words.get("report_text", ""), by=scene.office, at=at)
    for motion in held:
        verbs.add_item(meeting, title=motion.title, motion=motion, by=scene.office, at=at)
    verbs.invite(meeting, short_notice=words.get("short_notice", ""), by=scene.office, at=at)
    return meeting


def _decide_here(scene: Scene, meeting: Meeting, motion: Motion, begins: datetime) -> None:
    voting.open_in_meeting(motion, meeting=meeting, by=scene.office, at=begins + timedelta(hours=1))
    for body in scene.bodies[: len(scene.bodies) - 1]:
        _say(scene, motion, body, Choice.FOR, at=begins + timedelta(minutes=65))
    voting.close(motion, by=scene.office, at=begins + timedelta(minutes=70))


def _written(scene: Scene, name: str, mover: Organisation, days: int, held: Sequence[Effect]) -> Resolution:
    return vote_in_writing(scene, _tabled(scene, name, mover, days, held), days + 1)


def vote_in_writing(
    scene: Scene,
    motion: Motion,
    days: int,
    *,
    against: Sequence[Organisation] = (),
    abstain: Sequence[Organisation] = (),
) -> Resolution:
    """Opened, all vote on the days after, closed with the last vote; minutes approved the next day."""
    closes_at = scene.at(days + 7, 23, 59).replace(second=59)
    voting.open_in_writing(motion, closes_at=closes_at, by=scene.office, at=scene.at(days))
    said = texts()["said"]
    for place, body in enumerate(scene.bodies):
        choice = Choice.AGAINST if body in against else Choice.ABSTAIN if body in abstain else Choice.FOR
        at = scene.at(days + 1 + place * 4 // len(scene.bodies), 10, place)
        _say(scene, motion, body, choice, reason=said.get(str(choice), ""), at=at)
    voting.close(motion, by=scene.office, at=scene.at(days + 5))
    _approve(motion.minutes_of_rounds.get(), scene, scene.at(days + 6))
    return motion.resolution


def _say(
    scene: Scene, motion: Motion, body: Organisation, choice: Choice, *, reason: str = "", at: datetime
) -> None:
    voting.cast_vote(
        motion,
        body,
        choice=choice,
        reason=reason,
        text_seen=motion.document_hash,
        by=scene.voice(body),
        at=at,
    )


def _approve(held: Minutes, scene: Scene, at: datetime) -> None:
    minutes.approve(held, by=scene.office, at=at)


def _set(
    scene: Scene, name: str, owner: Organisation, due: int, resolution: Resolution, *, done: int | None = None
) -> None:
    duty = duties.set_duty(
        text=texts()["duty"][name],
        owner=owner,
        due_on=scene.at(due).date(),
        resolution=resolution,
        by=scene.office,
        at=scene.at(-70),
    )
    if done is not None:
        duties.do(duty, note=texts()["said"]["done"], by=scene.voice(owner), at=scene.at(done))
