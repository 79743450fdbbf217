"""Any order of asking, answering, leaving, naming and ending agrees with a model that knows no database."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from huaihai.cases.models import Case, TogetherCase
from huaihai.cases.tests.together_scene import NOW, complain, row, to_lead
from huaihai.cases.together import verbs
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.record import events
from tests import cast as people
from tests.effort import examples

COUNT = 4
WHICH = st.integers(0, COUNT - 1)
MOVES = {  # from, to, by whom
    "ask": ({"proposed", "passed"}, "asked", {"body"}),
    "pass_by": ({"proposed"}, "passed", {"body"}),
    "join": ({"asked", "declined", "left"}, "joined", {"consumer", "body"}),
    "decline": ({"asked"}, "declined", {"consumer", "body"}),
    "leave": ({"joined"}, "left", {"consumer", "body"}),
    "speak": ({"joined"}, "joined", {"body"}),
    "hush": ({"joined"}, "joined", {"body"}),
}


class Joining(RuleBasedStateMachine):
    """Two cases are with the body that leads, two with another one; anybody tries anything."""

    @initialize()
    def open(self) -> None:
        from django.db import transaction

        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.cast = people.assemble()
        self.cases = [complain(number).case for number in range(COUNT)]
        for case in self.cases[:2]:
            to_lead(self.cast, case)
        others = {case.pk: TogetherCase.Why.WORDS.value for case in self.cases[1:]}
        self.binder = verbs.open_binder(
            self.cases[0], title="年卡", others=others, by=self.cast.zhao, at=NOW
        ).binder
        self.stages = ["asked", "asked", "proposed", "proposed"]
        self.willing, self.speaks = [False] * COUNT, [False] * COUNT
        self.is_open = True
        self.written = [self._count(case) for case in self.cases]
        self.lives = [
            (case.stage, case.version) for case in Case.objects.filter(pk__in=self._keys()).order_by("pk")
        ]

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            from django.db import transaction

            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @rule(
        which=WHICH,
        verb=st.sampled_from(sorted(MOVES)),
        who=st.sampled_from(["body", "consumer", "other"]),
        willing=st.booleans(),
    )
    def try_one(self, which: int, verb: str, who: str, *, willing: bool) -> None:
        starts, end, may = MOVES[verb]
        fits = self.is_open and self.stages[which] in starts and who in may
        if verb == "speak":
            spoken_for = sum(self.speaks) - self.speaks[which]
            fits = fits and self.willing[which] and spoken_for < 2
        facts: dict[str, Any] = {"is_willing": willing} if verb == "join" else {}
        if who == "body" and verb in ("join", "decline", "leave"):
            facts["text"] = "On the telephone."
        assert self._does(verb, which, who, facts) == fits
        if fits:
            self.stages[which] = end
            if verb == "join":
                self.willing[which] = willing
            self.speaks[which] = (verb == "speak" or self.speaks[which]) and verb not in ("hush", "leave")
            self.written[which] += 1

    @rule(chance=st.integers(0, 9))
    def end(self, chance: int) -> None:
        if chance or not self.is_open:
            return
        verbs.end(self.binder, by=self.cast.zhao, at=NOW)
        self.is_open = False
        for place, stage in enumerate(self.stages):
            self.written[place] += stage == "joined"

    @invariant()
    def it_is_as_the_model_says(self) -> None:
        if not hasattr(self, "binder"):
            return
        rows = [row(self.binder, case) for case in self.cases]
        assert [one.stage for one in rows] == self.stages
        assert [one.speaks for one in rows] == self.speaks
        assert sum(self.speaks) <= 2
        assert [self._count(case) for case in self.cases] == self.written  # what was refused left no event
        held = Case.objects.filter(pk__in=self._keys()).order_by("pk")
        assert [(case.stage, case.version) for case in held] == self.lives  # their own lives know of nothing

    def _does(self, verb: str, which: int, who: str, facts: dict[str, Any]) -> bool:
        case = self.cases[which]
        body, other = (self.cast.zhao, self.cast.wang) if which < 2 else (self.cast.wang, self.cast.zhao)
        by = {"body": body, "other": other, "consumer": people.li(case)}[who]
        try:
            getattr(verbs, verb)(row(self.binder, case), **facts, by=by, at=NOW)
        except (NotPossible, NotAllowed, Unfit):
            return False
        return True

    def _keys(self) -> list[Any]:
        return [case.pk for case in self.cases]

    def _count(self, case: Case) -> int:
        return events.history(case.record_key).count()


@pytest.mark.django_db
def test_every_order_of_answers_is_as_the_model_says() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]  # Hypothesis gives it no types
        Joining,
        settings=settings(
            max_examples=examples(5, long=80),
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
