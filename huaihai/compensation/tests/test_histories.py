"""Books under random histories: always balanced, no claim paid twice, no cap passed, every fen to be followed.

The short run belongs to `make test`. The long one, over a million entries and more:

    HUAIHAI_LEDGER_STEPS=1000000 .venv/bin/pytest -q -n0 -s huaihai/compensation/tests/test_histories.py
"""

import os
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from huaihai.compensation.books import Line, Misfit
from huaihai.compensation.tests.histories import STEP, History
from huaihai.kit.fen import split

STEPS = int(os.environ.get("HUAIHAI_LEDGER_STEPS", "0"))
LENGTH = 700 * STEP  # bytes: seven hundred things that are asked
SHORT = 25
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


class Tape(bytes):
    """Bytes that do not fill the screen when a test fails."""

    def __repr__(self) -> str:
        return f"Tape({len(self)} bytes, {sum(byte > 0 for byte in self)} of them not zero)"


TAPES = st.binary(min_size=LENGTH, max_size=LENGTH).map(Tape)


class Counted:
    """How many entries were written, and how many things were asked."""

    entries = 0
    asked = 0


def _one(tape: bytes) -> None:
    history = History()
    history.play(tape)
    history.agree()
    replay = history.replay()
    assert replay.book.balances == history.book.balances
    assert replay.book.claims == history.book.claims
    Counted.entries += len(history.entries)
    Counted.asked += len(tape) // STEP


def test_books_agree_with_the_plainest_model_of_a_fund() -> None:
    Counted.entries = Counted.asked = 0
    began = time.monotonic()
    examples = 2000 if STEPS else SHORT
    phases = [Phase.generate, Phase.shrink]
    while True:
        run = settings(max_examples=examples, suppress_health_check=QUIET, phases=phases, database=None)
        run(given(TAPES)(_one))()
        if Counted.entries >= STEPS:
            break
    if STEPS:
        took = time.monotonic() - began
        print(f"\n{Counted.entries:,} entries out of {Counted.asked:,} tries in {took:.0f} s")  # noqa: T201 -- the long run tells
    assert Counted.entries > SHORT * 100


@settings(max_examples=30, suppress_health_check=QUIET, database=None, phases=[Phase.generate, Phase.shrink])
@given(st.binary(min_size=60 * STEP, max_size=60 * STEP), st.data())
def test_one_wrong_entry_anywhere_is_found(tape: bytes, data: st.DataObject) -> None:
    history = History()
    history.play(tape)
    if len(history.entries) < 2:
        return
    at = data.draw(st.integers(0, len(history.entries) - 1))
    written, caps = history.entries[at]
    first, *rest = written.lines
    wrong = data.draw(
        st.sampled_from(
            [
                replace(written, lines=(replace(first, fen=first.fen + 1), *rest)),
                replace(written, lines=(first,)),
                replace(written, lines=(*written.lines, Line("bank", 1))),
                replace(written, number=written.number + 1),
                replace(written, kind="pay" if written.kind != "pay" else "approve"),
                replace(written, day=written.day - timedelta(days=9999))
                if at
                else replace(written, lines=()),
            ]
        )
    )
    history.entries[at] = (wrong, caps)
    with pytest.raises(Misfit):
        history.replay()


@pytest.mark.parametrize("kind", ["pay", "approve", "recourse", "cancel"])
def test_an_entry_written_twice_is_found(kind: str) -> None:
    history = History()
    history.step("deposit", 100_000, "", "", 0)
    for op in ("approve", "pay", "recourse") if kind != "cancel" else ("approve", "cancel"):
        history.step(op, 30_000, "claim 1", "", 1)
    twice = next(one for one, _caps in history.entries if one.kind == kind)
    replay = history.replay()
    with pytest.raises(Misfit):
        replay.take(replace(twice, number=len(history.entries) + 1))


@given(
    st.integers(0, 10**13),
    st.dictionaries(st.text(max_size=3), st.integers(0, 10**9), min_size=1, max_size=12),
)
@settings(max_examples=60)
def test_shares_add_up_to_the_fen_and_nobody_bears_a_fen_too_much(fen: int, parts: dict[str, int]) -> None:
    if not any(parts.values()):
        with pytest.raises(ValueError, match="split"):
            split(fen, parts)
        return
    pieces, whole = split(fen, parts), sum(parts.values())
    assert sum(pieces.values()) == fen
    for key, part in parts.items():
        assert fen * part // whole <= pieces[key] <= -(-fen * part // whole)
    assert pieces == split(fen, dict(reversed(parts.items())))


def test_three_cities_share_a_hundred_fen() -> None:
    assert split(100, {"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}
