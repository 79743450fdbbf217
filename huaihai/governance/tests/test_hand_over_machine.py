"""Things open and end, lists are signed, days pass, nights are missed: nothing is lost, one body is the office.

Who is the office is worked out a second time here, in the plainest way.
"""

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
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

from huaihai.governance import rotation, standing
from huaihai.governance.actions import hand_over as acts
from huaihai.governance.actions import hand_over_lists as lists
from huaihai.governance.errors import GovernanceError, Moved, NotPossible
from huaihai.governance.hand_over import following, listing
from huaihai.governance.models import Duty, HandOver, HandOverSignature, SecretariatTerm
from huaihai.governance.tests import handing_over as scene
from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record import due, events
from tests.posts import AT, PROGRAM, body, officer_of

BODIES = (scene.FROM, scene.TO, scene.OTHER)
DAY = timedelta(days=1)


class Plan:
    """The hand-over that is under way, as far as this test knows."""

    def __init__(self, hand_over: HandOver, to: str, on: date) -> None:
        self.row, self.to, self.on = hand_over, to, on
        self.hash = self.old_hash = ""
        self.listed: dict[str, date] = {}
        self.signed: set[str] = set()
        self.begins: date | None = None


class HandingOver(RuleBasedStateMachine):
    """One office; `now` only goes forward."""

    @initialize()
    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        scene.assemble()
        self.voices: dict[str, Actor] = {key: officer_of(key, Role.SECRETARIAT) for key in BODIES}
        self.now: datetime = AT
        self.office = scene.FROM
        self.plan: Plan | None = None
        self.open: dict[str, date] = {}
        self.resolutions = 0

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    # --- what happens -------------------------------------------------------------------------------

    @rule()
    def something_opens(self) -> None:
        duty = scene.duty(f"事项{len(self.open)}")
        self.open[duty.record_key] = duty.due_on

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def something_ends(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.open)))
        del self.open[key]
        self.now += timedelta(minutes=1)
        Duty.objects.filter(pk=key.removeprefix("duty:")).update(stage="done")
        events.write(subject=key, verb="do", by="account:x", at=self.now)

    @rule(to=st.sampled_from(BODIES), ahead=st.integers(-3, 40))
    def a_resolution_names_a_body(self, to: str, ahead: int) -> None:
        self.resolutions += 1
        on = self.today + ahead * DAY
        decided = scene.resolution(self.resolutions, adopted_on=self.today)
        fits = to != self.office and on > self.today
        try:
            made = acts.plan_by_resolution(
                to_body=body(to), on=on, resolution=decided, by=PROGRAM, at=self.now
            )
        except GovernanceError:
            assert not fits
            return
        assert fits
        self.plan = Plan(made, to, on)

    @precondition(lambda self: self.plan)
    @rule(side=st.sampled_from(["from", "to"]))
    def the_list_is_made(self, side: str) -> None:
        plan = self.under_way()
        taken = lists.make_list(plan.row, by=self.voice(side), at=self.now)
        plan.old_hash, plan.hash = plan.hash, taken.hash
        plan.listed, plan.signed, plan.begins = dict(self.open), set(), None

    @precondition(lambda self: self.plan and self.plan.hash)
    @rule(side=st.sampled_from(["from", "to"]), old=st.booleans())
    def one_side_signs(self, side: str, old: bool) -> None:
        plan = self.under_way()
        is_fresh = plan.listed == self.open
        try:
            lists.sign(
                plan.row,
                list_hash=plan.old_hash if old else plan.hash,
                by=self.voice(side),
                at=self.now,
            )
        except (Moved, NotPossible):
            assert old or side in plan.signed or len(plan.signed) == 2 or not is_fresh
            return
        assert not old
        assert is_fresh
        assert side not in plan.signed
        plan.signed.add(side)
        if len(plan.signed) == 2:
            plan.begins = max(plan.on, self.today + DAY)

    @precondition(lambda self: self.plan)
    @rule()
    def the_incoming_body_cannot(self) -> None:
        acts.call_off(self.under_way().row, reason="x", by=self.voice("to"), at=self.now)
        self.plan = None

    @rule(number=st.integers(1, 45), is_run=st.booleans())
    def days_pass(self, number: int, is_run: bool) -> None:
        self.now += number * DAY
        plan = self.plan
        if plan is not None and plan.begins is not None and plan.begins <= self.today:
            self.office, self.plan = plan.to, None
        if is_run:
            due.fall_due(at=self.now, brake=None)

    # --- what always holds --------------------------------------------------------------------------

    @invariant()
    def one_body_is_the_office_on_every_day(self) -> None:
        if not hasattr(self, "office"):
            return
        terms = list(SecretariatTerm.objects.all())
        edges = {term.from_on + n * DAY for term in terms[1:] for n in (-1, 0, 1)}
        for day in sorted(edges | {self.today + n * DAY for n in (-30, -1, 0, 1, 60)}):
            covering = [
                term
                for term in terms
                if term.from_on <= day and (term.until_on is None or day <= term.until_on)
            ]
            assert len(covering) == 1
            assert rotation.term_on(day) == covering[0]
            ours = [key for key, voice in self.voices.items() if standing.is_office(voice, on=day)]
            assert ours == [covering[0].organisation.key]
        assert rotation.secretariat_on(self.today) == body(self.office)

    @invariant()
    def nothing_open_is_lost(self) -> None:
        if not hasattr(self, "open"):
            return
        found = {item.key: item.due_on for item in listing.collect(self.now) if item.kind == "duty"}
        assert found == self.open
        for hand_over in HandOver.objects.filter(stage="done"):
            taken = listing.present_list(hand_over)
            assert taken
            items = listing.items_of(taken)
            figures = following.tally(following.follow(taken, items, at=self.now))
            assert figures.missing == 0
            assert figures.handed_over == figures.open + figures.finished == len(items)

    @invariant()
    def both_signatures_are_on_one_hash(self) -> None:
        if not hasattr(self, "office"):
            return
        for hand_over in HandOver.objects.filter(stage__in=("signed", "done")):
            rows = HandOverSignature.objects.filter(
                list__hand_over=hand_over, list__number=hand_over.list_number
            )
            assert {row.side for row in rows} == {"from", "to"}
            assert len({row.list_hash for row in rows}) == 1
        with suppress(HandOver.DoesNotExist):
            HandOver.objects.open().get()  # never two

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    def under_way(self) -> Plan:
        assert self.plan
        return self.plan

    def voice(self, side: str) -> Actor:
        return self.voices[self.office if side == "from" else self.under_way().to]


@pytest.mark.django_db
def test_nothing_is_lost_and_one_body_is_the_office_whatever_happens() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]  # Hypothesis leaves it without types
        HandingOver,
        settings=settings(
            max_examples=15,
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
