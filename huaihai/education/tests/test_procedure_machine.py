"""Any actor, any verb, in any order: nothing goes out without its reviews, signatures and replies, counted apart."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from huaihai.desk.lives import DeskError
from huaihai.education.models import Edition, Publication, Reply
from huaihai.education.publications import procedure
from huaihai.education.tests import procedure_cast as scene
from huaihai.education.tests.procedure_cast import AT, DAY, HOUR, Cast
from huaihai.members.actors import Actor
from huaihai.record import events
from tests.effort import IS_LONG, examples

pytestmark = pytest.mark.django_db
WHO = st.sampled_from(
    [
        "author",
        "second",
        "third",
        "head",
        "over_there",
        "on_duty",
        "their_head",
        "other",
        "other_head",
        "auditor",
    ]
)
CITY_OF = {"head": "Xuzhou", "on_duty": "Suzhou", "their_head": "Suzhou"}


class Procedure(RuleBasedStateMachine):
    """Keeps its own book of who did what under which text, from nothing but the answers."""

    outs = 0

    @initialize()
    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.cast: Cast = scene.assemble()
        self.at: datetime = AT
        self.edition = scene.a_draft(self.cast)
        self.is_urgent = False
        self.text = 0
        self.reset()
        self.writers = {"author"}
        self.named: dict[Any, datetime | None] = {}  # reply → until when it is waited for; None: not asked
        self.answered: set[Any] = set()

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            publication = Publication.objects.get()
            Procedure.outs += publication.state == "published"
            broken = events.broken_at(publication.record_key)
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            assert broken is None

    def reset(self) -> None:
        """Handed in anew: nothing that was given before counts."""
        self.passed: list[str] = []
        self.signed: set[str] = set()
        self.office_signed = False

    def do(self, act: Any) -> bool:
        """Whether it was done."""
        try:
            act()
        except DeskError:
            return False
        return True

    def by(self, who: str) -> Actor:
        return getattr(self.cast, who)  # type: ignore[no-any-return]

    @rule(who=WHO, urgent=st.booleans(), is_new=st.booleans())
    def write(self, who: str, urgent: bool, is_new: bool) -> None:
        self.text += is_new
        content = replace(scene.text_of(self.edition), evidence=f"第 {self.text} 次")
        reason = "有人受伤" if urgent else ""
        if self.do(
            lambda: procedure.write(self.edition, content, urgent_reason=reason, by=self.by(who), at=self.at)
        ):
            self.writers.add(who)
            self.is_urgent = urgent

    @rule(who=WHO)
    def submit(self, who: str) -> None:
        if self.do(lambda: procedure.submit(self.edition, by=self.by(who), at=self.at)):
            self.reset()

    @rule(who=WHO)
    def pass_review(self, who: str) -> None:
        if self.do(lambda: procedure.pass_review(self.edition, by=self.by(who), at=self.at)):
            self.passed.append(who)

    @rule(who=WHO)
    def send_back(self, who: str) -> None:
        self.do(lambda: procedure.send_back(self.edition, note="再看", by=self.by(who), at=self.at))

    @rule(who=WHO, for_silent=st.booleans())
    def sign(self, who: str, for_silent: bool) -> None:
        if self.do(lambda: procedure.sign(self.edition, for_silent=for_silent, by=self.by(who), at=self.at)):
            self.office_signed |= for_silent
            self.signed |= set() if for_silent else {CITY_OF[who]}

    @rule(who=WHO)
    def name(self, who: str) -> None:
        called = f"商行 {len(self.named)}"
        found: list[Reply] = []
        if self.do(
            lambda: found.append(
                procedure.name(self.edition, None, called=called, by=self.by(who), at=self.at)
            )
        ):
            self.named[found[0].pk] = None

    @rule(who=WHO, answers=st.booleans())
    def ask_or_answer(self, who: str, answers: bool) -> None:
        reply = Reply.objects.filter(answered_at=None).first()
        if reply is None:
            return
        if answers:
            if self.do(lambda: procedure.answer(reply, text="说明", by=self.by(who), at=self.at)):
                self.answered.add(reply.pk)
        elif self.do(lambda: procedure.ask(reply, self.edition, by=self.by(who), at=self.at)):
            self.named[reply.pk] = self.at + 10 * DAY  # ten working days are more

    @rule(steps=st.integers(1, 12))
    def go_on(self, steps: int) -> None:
        """The next steps by people who may: chance alone would hardly ever come to the end."""
        for way in range(steps):
            self.edition.refresh_from_db()
            match self.edition.stage:
                case "draft":
                    self.submit(who="author")
                case "signing":
                    self.sign(who=("head", "their_head", "head")[way % 3], for_silent=way % 3 == 2)
                case _:
                    self.pass_review(who=("second", "third", "over_there", "their_head")[way % 4])

    @rule(hours=st.sampled_from([1, 49, 24 * 15]))
    def time_passes(self, hours: int) -> None:
        self.at += hours * HOUR
        for act in procedure.due_acts(self.at):
            act()

    @invariant()
    def nothing_is_out_too_early(self) -> None:
        if not hasattr(self, "atomic"):
            return
        publication = Publication.objects.get()
        self.edition = Edition.objects.select_related("publication__publisher", "version").get()
        if publication.state != "published":
            return
        assert len(set(self.passed)) == len(self.passed) >= (1 if self.is_urgent else 3)
        assert not set(self.passed) & (self.writers | {"auditor", "other", "other_head"})
        assert len(self.signed) == 2 or (self.signed and self.office_signed)
        waited = {key for key, until in self.named.items() if until is None or until > self.at}
        assert self.is_urgent or waited <= self.answered
        assert self.edition.out_at is not None


def test_nothing_goes_out_without_what_it_needs() -> None:
    run_state_machine_as_test(
        Procedure,
        settings=settings(
            max_examples=examples(3, long=300),
            stateful_step_count=40,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Procedure.outs or not IS_LONG
