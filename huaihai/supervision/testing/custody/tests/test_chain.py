"""The chain of custody, computed from its steps alone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from huaihai.supervision.testing.custody.chain import (
    BROKEN,
    NO_HAND_OVER,
    NOT_HOLDER,
    ORDER,
    OTHER_SEAL,
    OTHER_TAKER,
    Chain,
    chain,
)

START = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)
LI, WANG, ZHAO, HOUSE = "account:li", "account:wang", "account:zhao", "laboratory:l1"


@dataclass
class Step:
    """A step as the chain looks at it."""

    number: int
    kind: str
    by: str
    to_kind: str = ""
    to_key: str = ""
    to_name: str = ""
    seal: str = "intact"
    seal_number: str = ""
    where: str = ""
    replaces_id: UUID | None = None
    hours: int | None = None

    @property
    def id(self) -> UUID:
        return UUID(int=self.number)

    @property
    def happened_at(self) -> datetime:
        return START + timedelta(hours=self.number if self.hours is None else self.hours)


def after(*steps: Step) -> Chain:
    return chain([Step(1, "sealed", LI, seal_number="F1", where="店里"), *steps], "F1")


def kinds(held: Chain) -> list[str]:
    return [doubt.kind for doubt in held.doubts]


def test_who_sealed_it_holds_it() -> None:
    held = after()
    assert (held.stage, held.holder, held.place) == ("held", LI, "店里")
    assert not held.doubts


def test_a_hand_over_waits_until_the_other_side_confirms() -> None:
    given_on = Step(2, "given", LI, "person", WANG)
    waiting = after(given_on)
    assert (waiting.stage, waiting.holder) == ("passing", LI)
    assert waiting.pending is not None

    taken = after(given_on, Step(3, "taken", WANG, "store", WANG, where="样品柜"))
    assert (taken.stage, taken.holder, taken.place) == ("stored", WANG, "样品柜")
    assert not taken.doubts


def test_a_carrier_hands_on_to_whoever_is_there() -> None:
    held = after(
        Step(2, "given", LI, "carrier", "carrier", "演示快递"),
        Step(3, "taken", HOUSE, "laboratory", HOUSE, "演示检测所"),
    )
    assert (held.stage, held.holder, held.holder_name) == ("laboratory", HOUSE, "演示检测所")
    assert not held.doubts


def test_taken_without_being_handed_over_is_a_gap() -> None:
    held = after(Step(2, "taken", WANG, "person", WANG))
    assert kinds(held) == [NO_HAND_OVER]
    assert held.has_gap
    assert not held.is_broken


def test_whoever_had_it_before_can_close_the_gap_and_nobody_else() -> None:
    gap = Step(2, "taken", WANG, "person", WANG)
    assert kinds(after(gap, Step(3, "attested", ZHAO))) == [NO_HAND_OVER]
    assert not after(gap, Step(3, "attested", LI)).doubts


def test_taken_by_somebody_else_is_a_gap() -> None:
    held = after(Step(2, "given", LI, "person", WANG), Step(3, "taken", ZHAO, "person", ZHAO))
    assert kinds(held) == [OTHER_TAKER]


def test_handed_over_by_somebody_who_did_not_hold_it_is_a_gap() -> None:
    assert kinds(after(Step(2, "given", ZHAO, "person", WANG))) == [NOT_HOLDER]


def test_taken_before_it_was_given_is_a_gap() -> None:
    held = after(
        Step(2, "given", LI, "person", WANG, hours=9), Step(3, "taken", WANG, "person", WANG, hours=8)
    )
    assert kinds(held) == [ORDER]


def test_a_broken_seal_stays_broken() -> None:
    held = after(
        Step(2, "given", LI, "person", WANG),
        Step(3, "taken", WANG, "person", WANG, seal="broken"),
        Step(4, "looked", WANG),
    )
    assert kinds(held) == [BROKEN]


def test_another_number_on_the_seal_is_as_bad() -> None:
    assert kinds(after(Step(2, "looked", LI, seal_number="F2"))) == [OTHER_SEAL]


def test_after_it_was_opened_for_the_test_a_cut_seal_says_nothing() -> None:
    held = after(
        Step(2, "given", LI, "laboratory", HOUSE),
        Step(3, "taken", HOUSE, "laboratory", HOUSE),
        Step(4, "opened", HOUSE, "laboratory", HOUSE),
        Step(5, "looked", LI, seal="broken"),
    )
    assert held.stage == "opened"
    assert not held.doubts


def test_a_correction_stands_in_the_place_of_what_it_corrects() -> None:
    steps = (Step(2, "given", LI, "person", WANG, seal="broken"), Step(3, "taken", WANG, "person", WANG))
    assert kinds(after(*steps)) == [BROKEN]

    corrected = Step(4, "given", LI, "person", WANG, replaces_id=UUID(int=2), hours=2)
    held = after(*steps, corrected)
    assert not held.doubts
    assert held.holder == WANG


PEOPLE = st.sampled_from([LI, WANG, ZHAO])


@given(
    st.lists(
        st.tuples(st.sampled_from(["given", "taken", "looked", "attested"]), PEOPLE, PEOPLE, st.booleans()),
        max_size=8,
    )
)
def test_without_doubt_means_that_every_change_of_hands_was_said_by_both(
    moves: list[tuple[str, str, str, bool]],
) -> None:
    steps = [
        Step(n, kind, by, "person", to if kind == "given" else by, seal="intact" if whole else "broken")
        for n, (kind, by, to, whole) in enumerate(moves, start=2)
    ]
    held = after(*steps)
    if held.doubts:
        return
    holder, offered = LI, ""
    for step in steps:
        assert step.seal == "intact"
        if step.kind == "given":
            assert step.by == holder or _was_attested(steps, step)
            offered = step.to_key
        elif step.kind == "taken":
            assert step.by == offered or _was_attested(steps, step)
            holder, offered = step.by, ""
    assert held.holder == holder


def _was_attested(steps: list[Step], gap: Step) -> bool:
    return any(step.kind == "attested" and step.number > gap.number for step in steps)
