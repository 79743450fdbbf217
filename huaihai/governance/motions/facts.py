"""What pages show of motions, votes, seats and quorum, and two wordings in one text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count as CountOf
from django.db.models import F, Q, QuerySet

from huaihai.governance import membership
from huaihai.governance.history import name_of
from huaihai.governance.lives import MEETING, MOTION, OPEN_MOTIONS
from huaihai.governance.meetings import verbs
from huaihai.governance.models import Attendance, Count, Meeting, Motion, Vote
from huaihai.governance.motions import counting
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

TONES = {
    "open": "warn",
    "voting": "warn",
    "invited": "warn",
    "short": "late",
    "adjourned": "late",
    "carried": "ok",
    "closed": "ok",
    "done": "ok",
}


@dataclass(frozen=True)
class Quorum:
    """How many bodies are there, how many have to be, of how many."""

    present: int
    needed: int
    members: int

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.present)


@dataclass(frozen=True)
class Seat:
    """A body in a meeting: its last stay, if it came at all."""

    body: Organisation
    stay: Attendance | None
    is_here: bool
    is_member: bool = True


@dataclass
class MotionRow:
    """A motion as lists show it: how many votes are in, what the reader's body said, how the round was counted."""

    motion: Motion
    votes_in: int
    own: Vote | None = None
    count: Count | None = None
    is_member: bool = False  # the reader's body
    amendments: list["MotionRow"] = field(default_factory=list)

    @property
    def tone(self) -> str:
        return tone_of(self.motion.stage)

    @property
    def name(self) -> str:
        return name_of(self.motion)

    @property
    def may_vote(self) -> bool:
        """Whether the reader's body can vote now, and has not."""
        return self.is_member and self.own is None and self.motion.stage == "voting"

    @property
    def may_open(self) -> bool:
        """Whether a vote can begin: it is tabled, and no amendment waits to be decided first."""
        undecided = any(row.motion.stage in OPEN_MOTIONS for row in self.amendments)
        return MOTION.can("open vote", self.motion.stage) and not undecided


@dataclass
class Round:
    """One round of votes on a motion. `withdrawn` are votes that were taken back."""

    number: int
    is_open: bool
    votes: list[Vote] = field(default_factory=list)
    withdrawn: list[Vote] = field(default_factory=list)
    count: Count | None = None
    silent: list[Organisation] = field(default_factory=list)
    present: frozenset[str] | None = None  # keys of bodies in the meeting; None for a vote in writing

    @property
    def tally(self) -> dict[str, int]:
        """How it stands: who has left the meeting does not count."""
        here = self.present
        said = [vote.choice for vote in self.votes if here is None or vote.organisation.key in here]
        return {choice: said.count(choice) for choice in ("for", "against", "abstain")}


def tone_of(stage: str) -> str:
    """The colour of a stage."""
    return TONES.get(stage, "calm")


def motions_for(actor: Actor) -> QuerySet[Motion]:
    """Motions that the actor may see, with who moved them and how many votes are in."""
    standing_votes = Q(votes__round=F("round"), votes__withdrawn_at__isnull=True)
    rows = Motion.objects.visible_to(actor).select_related("proposed_by", "amends", "meeting", "resolution")
    return rows.annotate(votes_in=CountOf("votes", filter=standing_votes))


def rows_of(motions: Iterable[Motion], body: Organisation | None) -> list[MotionRow]:
    """The motions (of `motions_for`) as rows, in three queries."""
    held: list[Any] = list(motions)
    is_member = body is not None and membership.is_member(body, on=clock.today())
    keys = [motion.pk for motion in held]
    own: dict[tuple[UUID, int], Vote] = {}
    if body is not None:
        votes = Vote.objects.filter(motion__in=keys, organisation=body, withdrawn_at__isnull=True)
        own = {(vote.motion_id, vote.round): vote for vote in votes}
    counts = {(count.motion_id, count.round): count for count in Count.objects.filter(motion__in=keys)}
    return [
        MotionRow(
            motion,
            motion.votes_in,
            own.get((motion.pk, motion.round)),
            counts.get((motion.pk, motion.round)) if motion.stage != "voting" else None,
            is_member,
        )
        for motion in held
    ]


def with_amendments(motions: Iterable[Motion], actor: Actor, body: Organisation | None) -> list[MotionRow]:
    """The motions as rows, each with its amendments."""
    held = list(motions)
    below = motions_for(actor).filter(amends__in=held).order_by("serial")
    rows = rows_of([*held, *below], body)
    tops = {row.motion.pk: row for row in rows[: len(held)]}
    for row in rows[len(held) :]:
        tops[row.motion.amends_id].amendments.append(row)  # type: ignore[index]  # filtered by it above
    return list(tops.values())


def rounds_of(motion: Motion) -> list[Round]:
    """All rounds, the newest first, in three queries."""
    votes: dict[int, list[Vote]] = defaultdict(list)
    taken_back: dict[int, list[Vote]] = defaultdict(list)
    for vote in motion.votes.select_related("organisation").order_by("cast_at"):
        (votes if vote.withdrawn_at is None else taken_back)[vote.round].append(vote)
    counts = {count.round: count for count in motion.counts.all()}
    held = motion.meeting if motion.stage == "voting" else None
    present = None if held is None else frozenset(verbs.present(held, clock.now()))
    return [
        Round(
            number,
            is_open=number == motion.round and motion.stage == "voting",
            votes=votes[number],
            withdrawn=taken_back[number],
            count=counts.get(number),
            present=present,
        )
        for number in range(motion.round, 0, -1)
    ]


def silent_in(found: Round, moment: datetime) -> list[Organisation]:
    """Members that have not voted in this round."""
    said = {vote.organisation_id for vote in found.votes}
    return [body for body in membership.members_on(local_day(moment)) if body.pk not in said]


def quorum_of_vote(motion: Motion, found: Round, moment: datetime) -> Quorum:
    """How the open round stands now, under the rules with which it was opened."""
    members = [body.key for body in membership.members_on(local_day(moment))]
    terms = counting.Terms.from_json(motion.terms)
    if motion.meeting is not None:
        present = len(verbs.present(motion.meeting, moment))
    else:
        present = len(set(members) & {vote.organisation.key for vote in found.votes})
    return Quorum(present, terms.quorum_of(len(members)), len(members))


def seats(meeting: Meeting, moment: datetime) -> list[Seat]:
    """Every member of the day, then those that were there and are members no longer."""
    last: dict[UUID, Attendance] = {}
    for stay in meeting.attendance.select_related("organisation").order_by("came_at"):
        last[stay.organisation_id] = stay
    bodies = membership.members_on(local_day(moment))
    known = {body.pk for body in bodies}
    others = [stay.organisation for stay in last.values() if stay.organisation_id not in known]
    return [
        Seat(
            body,
            last.get(body.pk),
            body.pk in known and _is_here(last.get(body.pk), moment),
            body.pk in known,
        )
        for body in [*bodies, *others]
    ]


def places(found: Iterable[Seat]) -> list[tuple[Organisation, bool]]:
    """Those whose coming and leaving can be noted, with whether they are there: members, and who is still there."""
    return [(seat.body, seat.is_here) for seat in found if seat.is_member or seat.is_here]


def quorum_in(meeting: Meeting, found: Iterable[Seat], moment: datetime) -> Quorum:
    """How the meeting stands at this moment."""
    needed, members = verbs.quorum_needed(moment)
    return Quorum(sum(seat.is_here for seat in found), needed, members)


def moment_of(meeting: Meeting, now: datetime) -> datetime:
    """The moment that counts for who is there: before it begins its hour, after it ended its end."""
    if meeting.ended_at is not None:
        return meeting.ended_at
    return now if MEETING.can("note coming", meeting.stage) else meeting.begins_at


def _is_here(stay: Attendance | None, moment: datetime) -> bool:
    if stay is None or stay.came_at > moment:
        return False
    return stay.left_at is None or stay.left_at > moment


LONGEST_LINE = 600  # of longer lines the words are not compared

type Kind = Literal["same", "out", "in"]


@dataclass(frozen=True)
class Piece:
    """Some characters that stay, are taken out or put in."""

    kind: Kind
    text: str


def difference(old: str, new: str) -> list[Piece]:
    """The new wording with what it takes out of the old one, in reading order."""
    return [piece for piece in _pieces(old.splitlines(), new.splitlines()) if piece.text]


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Piece("same", f"{line}\n") for line in old[i1:i2])
            continue
        for before, after in zip_longest(old[i1:i2], new[j1:j2]):
            yield from _of_line(before, after)
            yield Piece("same", "\n")


def _of_line(before: str | None, after: str | None) -> Iterator[Piece]:
    if not before or not after or max(len(before), len(after)) > LONGEST_LINE:
        yield Piece("out", before or "")
        yield Piece("in", after or "")
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", before[i1:i2])
        else:
            yield Piece("out", before[i1:i2])
            yield Piece("in", after[j1:j2])
