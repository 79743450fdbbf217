"""Bodies join, leave, come, go, vote, take votes back and come too late, in any order: no resolution without quorum.

The rules are worked out a second time here, from what was done alone, in the plainest way.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from huaihai.desk.lives import DeskError
from huaihai.governance import membership
from huaihai.governance.meetings import verbs
from huaihai.governance.models import Choice, Meeting, Motion, Resolution
from huaihai.governance.motions import voting as motions_voting
from huaihai.governance.tests.deciding import DAY, MONDAY, Ten, assemble, in_session, tabled
from huaihai.law.sureness import Sureness
from huaihai.record import events
from tests.effort import examples
from tests.posts import PROGRAM

BODIES = st.integers(0, 9)
CHOICES = st.sampled_from([Choice.FOR, Choice.FOR, Choice.FOR, Choice.AGAINST, Choice.ABSTAIN])
ALL = set(range(10))


class Deciding(RuleBasedStateMachine):
    """One alliance in which everything happens in any order; `now` only goes forward."""

    @initialize(came=st.sampled_from([0, 6, 7, 10]))
    def begin(self, came: int) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.ten: Ten = assemble()
        self.now: datetime = MONDAY + 20 * DAY
        self.motion: Motion = tabled(self.ten)
        self.session: Meeting = in_session(self.ten, self.motion, came=came)
        self.last_days: dict[str, datetime] = {}
        self.here: set[str] = {body.key for body in self.ten.bodies[:came]}
        self.votes: dict[str, str] = {}
        self.closes_at: datetime | None = None

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    # --- what happens -------------------------------------------------------------------------------

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(numbers=st.sets(BODIES, min_size=5))
    def come(self, numbers: set[int]) -> None:
        for number in sorted(numbers):
            body = self.ten.bodies[number]
            with suppress(DeskError):
                verbs.note_coming(self.session, body, by=self.ten.voice(body), at=self._tick())
                self.here.add(body.key)

    @rule(number=BODIES)
    def goes(self, number: int) -> None:
        body = self.ten.bodies[number]
        with suppress(DeskError):
            verbs.note_leaving(self.session, body, by=self.ten.voice(body), at=self._tick())
            self.here.discard(body.key)

    @rule(number=st.integers(1, 9), days=st.integers(0, 3))
    def gives_notice(self, number: int, days: int) -> None:
        body = self.ten.bodies[number]
        with suppress(DeskError):
            last = (self._tick() + days * DAY).date()
            membership.leave(body=body, last_on=last, reason="test", by=PROGRAM, at=self.now)
            self.last_days[body.key] = datetime.combine(last, self.now.timetz())

    @rule(number=st.integers(1, 9))
    def joins_again(self, number: int) -> None:
        body = self.ten.bodies[number]
        with suppress(DeskError):
            membership.join(
                body=body,
                from_on=self._tick().date(),
                resolution=None,
                source="test",
                mark=Sureness.UNCONFIRMED,
                by=PROGRAM,
                at=self.now,
            )
            self.last_days.pop(body.key, None)

    @precondition(lambda self: self.motion.stage in ("tabled", "short"))
    @rule()
    def is_put_to_the_vote_in_the_meeting(self) -> None:
        with suppress(DeskError):
            motions_voting.open_in_meeting(self.motion, meeting=self.session, by=PROGRAM, at=self._tick())
            self.votes, self.closes_at = {}, None

    @precondition(lambda self: self.motion.stage in ("tabled", "short"))
    @rule(days=st.integers(4, 6))
    def is_put_to_the_vote_in_writing(self, days: int) -> None:
        closes_at = self._tick() + days * DAY
        with suppress(DeskError):
            motions_voting.open_in_writing(self.motion, closes_at=closes_at, by=PROGRAM, at=self.now)
            self.votes, self.closes_at = {}, closes_at

    @precondition(lambda self: self.motion.stage == "voting")
    @rule(numbers=st.sets(BODIES, min_size=4), choice=CHOICES)
    def some_vote(self, numbers: set[int], choice: Choice) -> None:
        for number in sorted(numbers):
            body = self.ten.bodies[number]
            with suppress(DeskError):
                motions_voting.cast_vote(
                    self.motion,
                    body,
                    choice=choice,
                    text_seen=self.motion.document_hash,
                    by=self.ten.voice(body),
                    at=self._tick(),
                )
                assert body.key not in self.votes
                assert self.closes_at is None or self.now <= self.closes_at
                self.votes[body.key] = choice.value

    @precondition(lambda self: self.motion.stage == "voting")
    @rule(number=BODIES)
    def takes_its_vote_back(self, number: int) -> None:
        body = self.ten.bodies[number]
        with suppress(DeskError):
            motions_voting.withdraw(self.motion, body, by=self.ten.voice(body), at=self._tick())
            del self.votes[body.key]

    @precondition(lambda self: self.motion.stage == "voting")
    @rule(choice=CHOICES)
    def all_the_others_vote(self, choice: Choice) -> None:
        self.some_vote(ALL, choice)

    @precondition(lambda self: self.motion.stage == "voting")
    @rule()
    def is_closed(self) -> None:
        with suppress(DeskError):
            motions_voting.close(self.motion, by=PROGRAM, at=self._tick())
            self._compare(self.now)

    @precondition(lambda self: self.motion.stage == "voting" and self.closes_at is not None)
    @rule(days=st.integers(0, 9))
    def the_night_run_comes(self, days: int) -> None:
        self.now += days * DAY
        for act in list(motions_voting.due_acts(self.now)):
            act()
        self.motion.refresh_from_db()
        if self.motion.stage != "voting":
            self._compare(self.now)

    @precondition(lambda self: self.motion.stage in ("carried", "rejected"))
    @rule()
    def another_one_is_tabled(self) -> None:
        self.motion = tabled(self.ten, at=self._tick())
        self.session = in_session(self.ten, self.motion, came=0, at=self.now)
        self.now = max(self.now, self.session.begins_at)
        self.votes, self.here, self.closes_at = {}, set(), None

    # --- what must hold -----------------------------------------------------------------------------

    @invariant()
    def no_resolution_without_quorum_and_majority(self) -> None:
        assert not Resolution.objects.filter(present__lt=F("quorum_needed")).exists()
        assert not Resolution.objects.filter(votes_for__lt=F("majority_needed")).exists()
        for resolution in Resolution.objects.select_related("count"):
            count = resolution.count
            assert set(count.present) <= set(count.members)
            assert len(count.present) * 3 >= len(count.members) * 2
            assert count.votes_for * 2 > len(count.present)
            assert count.votes_for + count.votes_against + count.abstentions <= len(count.present)

    @invariant()
    def the_record_is_whole(self) -> None:
        assert events.broken_at(self.motion.record_key) is None

    def _compare(self, closed_at: datetime) -> None:
        """The count is what the bodies did, and what they are on the day of the count."""
        moment = min(closed_at, self.closes_at) if self.closes_at else closed_at
        count = self.motion.counts.get(round=self.motion.round)
        members = {body.key for body in membership.members_on(moment.date())}
        assert all(last.date() >= moment.date() for key, last in self.last_days.items() if key in members)
        there = members & (set(self.votes) if self.closes_at else self.here)
        said = [choice for key, choice in self.votes.items() if key in there]
        carried = len(there) * 3 >= len(members) * 2 and said.count("for") * 2 > len(there)
        assert (sorted(there), said.count("for")) == (count.present, count.votes_for)
        assert count.is_carried == carried == (self.motion.stage == "carried")
        assert Resolution.objects.filter(motion=self.motion).exists() == carried

    def _tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


WALKS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "carried": [
        ("is_put_to_the_vote_in_the_meeting", {}),
        ("some_vote", {"numbers": {0, 1, 2, 3, 4, 5}, "choice": Choice.FOR}),
        ("takes_its_vote_back", {"number": 3}),
        ("some_vote", {"numbers": {3, 4, 5, 6}, "choice": Choice.AGAINST}),
        ("goes", {"number": 6}),
        ("is_closed", {}),
    ],
    "rejected": [
        ("is_put_to_the_vote_in_the_meeting", {}),
        ("gives_notice", {"number": 9, "days": 0}),
        ("some_vote", {"numbers": {0, 1, 2, 3}, "choice": Choice.FOR}),
        ("all_the_others_vote", {"choice": Choice.ABSTAIN}),
        ("is_closed", {}),
    ],
    "short": [
        ("is_put_to_the_vote_in_the_meeting", {}),
        *(("goes", {"number": number}) for number in (1, 2, 3, 4)),
        ("all_the_others_vote", {"choice": Choice.FOR}),
        ("is_closed", {}),
    ],
    "short in writing": [
        ("is_put_to_the_vote_in_writing", {"days": 6}),
        ("some_vote", {"numbers": {0, 1, 2, 3, 4, 5}, "choice": Choice.FOR}),
        ("the_night_run_comes", {"days": 9}),
    ],
    "carried in writing": [
        ("is_put_to_the_vote_in_writing", {"days": 6}),
        ("some_vote", {"numbers": {0, 1, 2, 3, 4, 5}, "choice": Choice.FOR}),
        ("gives_notice", {"number": 9, "days": 1}),
        ("the_night_run_comes", {"days": 5}),
        ("some_vote", {"numbers": {6}, "choice": Choice.AGAINST}),
        ("the_night_run_comes", {"days": 2}),
    ],
}


@pytest.mark.django_db
@pytest.mark.parametrize("end", WALKS)
def test_every_end_of_a_vote_is_reached(end: str) -> None:
    """By steps that are written down: what chance comes to depends on all that is loaded beside it."""
    walk = Deciding()
    walk.begin(came=10)
    try:
        for step, facts in WALKS[end]:
            getattr(walk, step)(**facts)
            walk.no_resolution_without_quorum_and_majority()
            walk.the_record_is_whole()
        assert end.startswith(walk.motion.stage)
    finally:
        walk.teardown()


@pytest.mark.django_db
def test_no_resolution_without_its_quorum() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]  # Hypothesis gives it no types
        Deciding,
        settings=settings(
            max_examples=examples(4, long=100),
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
