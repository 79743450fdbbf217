"""Anybody does anything with a fund in any order, on the real database; the books always fit and nothing is lost.

The short run belongs to `make test`. The long one, on the database that is named:

    HUAIHAI_LEDGER_EXAMPLES=500 .venv/bin/pytest -q -n0 -s huaihai/compensation/tests/test_machine.py
"""

import os
import time
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from huaihai.compensation import books, due, ledger, verifying
from huaihai.compensation.claims import deciding
from huaihai.compensation.claims import verbs as claims_verbs
from huaihai.compensation.funds import verbs as funds_verbs
from huaihai.compensation.models import Claim, Entry, Fund, PaymentOrder
from huaihai.compensation.payments import recourse
from huaihai.compensation.payments import verbs as payments_verbs
from huaihai.compensation.payments.recourse import Part
from huaihai.compensation.tests import market as people
from huaihai.compensation.tests.market import DAY, PAYEE, WORDS, Market
from huaihai.desk.lives import DeskError
from huaihai.members.actors import Actor
from tests.cast import TUESDAY

EXAMPLES = int(os.environ.get("HUAIHAI_LEDGER_EXAMPLES", "0"))
ASKER = st.sampled_from(["li", "li", "li", "zhao", "mei"])
OFFICER = st.sampled_from(["wu", "wu", "zhao", "mei", "wang", "sun"])
CASHIER = st.sampled_from(["cao", "cao", "mei", "zhao", "sun"])
TWO = st.sampled_from([("mei", "zhao"), ("wu", "mei"), ("zhao", "wu"), ("mei", "mei"), ("li", "cao")])
CLAIM = st.integers(0, 3)
FEN = st.sampled_from([1, 9_999, 20_000, 20_001, 40_000, 50_000, 50_001, 120_000])


class Counted:
    """How much a run has written and tried."""

    entries = steps = 0


class Kept(RuleBasedStateMachine):
    """One fund, and the last four claims on it; `now` only goes forward."""

    world: Market

    @initialize()
    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.held = replace(self.world, fund=Fund.objects.get())
        self.now = TUESDAY
        self.claims: list[Claim] = []

    def teardown(self) -> None:
        if not hasattr(self, "atomic"):
            return
        Counted.entries += Entry.objects.count()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @rule(fen=st.integers(1, 50_000))
    def one_goes_the_whole_way(self, fen: int) -> None:
        """As it should be; so that the others find claims in every stage."""
        with self._trying():
            self.claims = [*self.claims[-3:], people.paid(self.held, fen, at=self.now)[0]]

    # --- what people try ----------------------------------------------------------------------------

    @rule(hours=st.integers(1, 40))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        for act in list(due.due_acts(self.now)):
            act()

    @rule(fen=FEN, who=ASKER, small=st.booleans())
    def asks(self, fen: int, who: str, small: bool) -> None:
        if len(self.claims) > 3:
            self.claims.pop(0)
        case = people.complaint(self.held, at=self.now)
        with self._trying():
            by = self._actor(who, case.pk)
            if small:
                people.agreed(case, fen, at=self.now)
                people.took(case, fen)
            ask = (
                {"ground": "standing_offer", "source": "standing_offer_version:1"}
                if small
                else {"ground": "food"}
            )
            made = claims_verbs.ask(case, sum_fen=fen, payee=PAYEE, consent=WORDS, by=by, at=self.now, **ask)  # type: ignore[arg-type]
            self.claims.append(made)

    @rule(which=CLAIM, who=OFFICER)
    def checks(self, which: int, who: str) -> None:
        self._try(which, who, lambda claim, by: claims_verbs.check(claim, by=by, at=self.now))

    @rule(which=CLAIM, two=TWO, part=st.integers(0, 1))
    def two_decide(self, which: int, two: tuple[str, str], part: int) -> None:
        for who in two:
            self._try(
                which,
                who,
                lambda claim, by: deciding.approve(claim, sum_fen=claim.asked_fen - part, by=by, at=self.now),
            )

    @rule(which=CLAIM, who=OFFICER)
    def one_refuses(self, which: int, who: str) -> None:
        self._try(which, who, lambda claim, by: deciding.refuse(claim, reasons="No.", by=by, at=self.now))

    @rule(
        which=CLAIM,
        who=CASHIER,
        how=st.sampled_from(["pay", "pay", "pay", "fail", "order", "bounce", "cancel"]),
    )
    def money_moves(self, which: int, who: str, how: str) -> None:
        def act(claim: Claim, by: Actor) -> None:
            order = claim.orders.order_by("-ordered_at", "-id").first()
            if how == "cancel":
                claims_verbs.cancel(claim, reason="x", by=by, at=self.now)
            elif how == "order":
                payments_verbs.order(claim, by=by, at=self.now)
            elif order is not None and how == "pay":
                payments_verbs.pay(order, paid_on=self.now.date(), proof="Receipt", by=by, at=self.now)
            elif order is not None and how == "fail":
                payments_verbs.fail(order, reason="x", by=by, at=self.now)
            elif order is not None:
                payments_verbs.bounce(order, reason="x", value_on=self.now.date(), by=by, at=self.now)

        self._try(which, who, act)

    @rule(
        which=CLAIM,
        who=CASHIER,
        fen=FEN,
        how=st.sampled_from(["bank", "bank", "deposit", "all", "spread", "back"]),
    )
    def it_comes_back(self, which: int, who: str, fen: int, how: str) -> None:
        def act(claim: Claim, by: Actor) -> None:
            owed = ledger.account_of(claim).owed
            if how == "spread":
                parts = [
                    Part(self.now.date() + DAY, owed - owed // 2),
                    Part(self.now.date() + 9 * DAY, owed // 2),
                ]
                recourse.spread(claim, parts, reason="x", by=by, at=self.now)
            elif how == "back":
                made = claim.entries.filter(kind__in=["recover", "set_off"]).last()
                if made is not None:
                    recourse.take_back(claim, made, reason="x", by=by, at=self.now)
            else:
                sum_fen = owed if how == "all" else fen
                recourse.recover(
                    claim,
                    fen=sum_fen,
                    value_on=self.now.date(),
                    from_deposit=how == "deposit",
                    by=by,
                    at=self.now,
                )

        self._try(which, who, act)

    @rule(which=CLAIM, two=TWO)
    def two_write_off(self, which: int, two: tuple[str, str]) -> None:
        def act(claim: Claim, by: Actor) -> None:
            recourse.write_off(claim, sum_fen=ledger.account_of(claim).owed, reasons="x", by=by, at=self.now)

        for who in two:
            self._try(which, who, act)

    @rule(who=CASHIER, fen=FEN, kind=st.sampled_from(["deposit", "stall", "withdraw", "charge", "interest"]))
    def beside_claims(self, who: str, fen: int, kind: str) -> None:
        act = {
            "stall": funds_verbs.deposit,
            "deposit": funds_verbs.deposit,
            "withdraw": funds_verbs.withdraw,
        }.get(kind)
        given: dict[str, Any] = {"business": self.held.stall} if kind == "stall" else {}
        with self._trying():
            by, day = self._actor(who, None), self.now.date()
            (act or getattr(funds_verbs, kind))(
                self.held.fund, fen=fen, value_on=day, by=by, at=self.now, **given
            )

    # --- what always holds --------------------------------------------------------------------------

    @invariant()
    def every_book_fits(self) -> None:
        if not hasattr(self, "held"):
            return
        Counted.steps += 1
        assert verifying.verify().faults == []
        book = ledger.book_of(self.held.fund)
        assert sum(book.totals.values()) == 0 <= book.balance(books.BANK)
        assert (
            PaymentOrder.objects.filter(state="paid").count()
            == Entry.objects.filter(kind="pay", reversed_by=None).count()
        )

    def _try(self, which: int, who: str, act: Any) -> None:
        if not self.claims:
            return
        claim = Claim.objects.get(pk=self.claims[which % len(self.claims)].pk)
        with self._trying():
            act(claim, self._actor(who, claim.case_id))

    def _actor(self, who: str, case: Any) -> Actor:
        if who == "li":
            return Actor.consumer({case} if case else set())
        return getattr(self.held, who, None) or getattr(self.held.cast, who)  # type: ignore[no-any-return]

    @staticmethod
    def _trying() -> Any:
        return suppress(DeskError)


@pytest.mark.django_db
def test_whatever_anybody_does_the_books_fit() -> None:
    Counted.entries = Counted.steps = 0
    Kept.world = people.assemble(paid_in=400_000)
    began = time.monotonic()
    run_state_machine_as_test(
        Kept,
        settings=settings(
            max_examples=EXAMPLES or 2,
            stateful_step_count=60 if EXAMPLES else 15,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    if EXAMPLES:
        took = time.monotonic() - began
        print(f"\n{Counted.entries:,} entries, {Counted.steps:,} steps in {took:.0f} s")  # noqa: T201 -- the long run tells
    assert Counted.entries > 3
