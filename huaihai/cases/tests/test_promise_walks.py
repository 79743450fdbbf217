"""Promises: whatever is done to the parts of an agreement, in any order, a plain list tells where each one stands."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.cases.models import Case, Promise
from huaihai.cases.tests.test_promises import DECEMBER, in_parts, states
from huaihai.cases.verbs import fulfilment
from huaihai.desk.lives import NotPossible, Unfit
from tests import cast as people
from tests.cast import TUESDAY
from tests.effort import examples

QUERIES = {
    Promise.State.OPEN: Promise.objects.open,
    Promise.State.CLAIMED: Promise.objects.claimed,
    Promise.State.KEPT: Promise.objects.kept,
    Promise.State.BROKEN: Promise.objects.broken,
    Promise.State.UNKNOWN: Promise.objects.unknown,
}
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "claim_all", "confirm", "breach", "breach_all", "days"]), st.integers(0, 2)
    ),
    max_size=12,
)
UNSAID = ("open", "claimed")


@dataclass
class Walk:
    """One agreement in three parts, and what must have become of them."""

    cast: people.Cast
    case: Case
    at: datetime = TUESDAY
    model: list[str] = field(default_factory=lambda: ["open"] * 3)

    @property
    def is_closed(self) -> bool:
        return self.model == ["kept"] * 3

    def is_overdue(self, number: int) -> bool:
        return DECEMBER[number] < self.at.date()

    def go(self, what: str, number: int) -> None:
        if what == "days":
            self.at += timedelta(days=10)
            return
        may, act = self._steps(number)[what]
        if may:
            act()
            for one in range(3) if what.endswith("_all") else [number]:
                self._became(what, one)
        else:
            with pytest.raises((Unfit, NotPossible)):
                act()

    def _steps(self, number: int) -> dict[str, Any]:
        case, at, sun, li = self.case, self.at, self.cast.sun, people.li(self.case)
        promise, now = case.promises.get(number=number + 1), self.model[number]
        broken = [one for one in range(3) if self.model[one] in UNSAID and self.is_overdue(one)]
        return {
            "claim": (
                now != "kept" and not self.is_closed,
                lambda: fulfilment.claim(promise, text="做了", by=sun, at=at),
            ),
            "claim_all": (
                not self.is_closed,
                lambda: fulfilment.claim_fulfilment(case, text="做了", by=sun, at=at),
            ),
            "confirm": (
                now != "kept" and not self.is_closed,
                lambda: fulfilment.confirm_part(case, promise=promise, by=li, at=at),
            ),
            "breach": (
                number in broken and not self.is_closed,
                lambda: fulfilment.breach_part(case, promise=promise, by=li, at=at),
            ),
            "breach_all": (
                bool(broken) and case.stage == "fulfilling",
                lambda: fulfilment.report_breach(case, by=li, at=at),
            ),
        }

    def _became(self, what: str, one: int) -> None:
        if what.startswith("claim") and self.model[one] == "open":
            self.model[one] = "claimed"
        elif what == "confirm":
            self.model[one] = "kept"
        elif what.startswith("breach") and self.model[one] in UNSAID and self.is_overdue(one):
            self.model[one] = "broken"


@pytest.mark.django_db
@given(STEPS)
@settings(max_examples=examples(6, long=60), deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_happens_each_part_is_in_one_state_and_the_case_closes_with_the_last(
    steps: list[tuple[str, int]],
) -> None:
    with transaction.atomic():
        cast = people.assemble()
        walk = Walk(cast, in_parts(cast))
        for what, number in steps:
            walk.go(what, number)
            _fits(walk)
        transaction.set_rollback(True)


def _fits(walk: Walk) -> None:
    held = list(walk.case.promises.all())
    walk.case.refresh_from_db()
    assert states(walk.case) == walk.model
    assert (walk.case.stage == "closed") == walk.is_closed
    assert sum(promise.sum_fen or 0 for promise in held) == 30_000
    for state, query in QUERIES.items():
        found = set(query().filter(case=walk.case).values_list("pk", flat=True))
        assert found == {promise.pk for promise in held if promise.state == state}
