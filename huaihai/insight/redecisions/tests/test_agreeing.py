"""Agreement: counted by hand, floors kept, answers that do not arise left out."""

from collections.abc import Mapping
from math import isclose

import pytest

from huaihai.insight.redecisions import files as redecisions_files
from huaihai.insight.redecisions.pairs import FLOOR, BothDecided, agreement, answer_of

YES = {"admit": "yes", "remedy": "refund", "share": "4"}
NO = {"admit": "no", "ground": "ALL-TOO-OLD"}
THEN = {"admit": "yes", "remedies": ["refund", "return"], "share": "4"}


def files(
    *rows: tuple[dict[str, str], dict[str, str], int], then: Mapping[str, object] = THEN
) -> list[BothDecided]:
    return [BothDecided(first, second, then) for first, second, count in rows for _ in range(count)]


def test_eight_of_ten_agree_and_chance_is_taken_off() -> None:
    """Krippendorff 2011, nominal, 20 values (13 yes, 7 no), 2 units apart: 1 - 19 · 4 / (2 · 13 · 7)."""
    found = {
        one.question: one for one in agreement(files((YES, YES, 5), (NO, NO, 3), (YES, NO, 1), (YES, NO, 1)))
    }
    admit = found["admit"]
    assert (admit.n, admit.same) == (10, 8)
    yes, no = 2 * 5 + 2, 2 * 3 + 2
    assert admit.alpha is not None
    assert isclose(admit.alpha, 1 - 19 * 2 * 2 / (2 * yes * no))
    assert admit.low < 0.8 < admit.high


def test_under_the_floor_nothing_is_said() -> None:
    assert agreement(files((YES, YES, FLOOR - 1))) == []
    found = agreement(files((YES, YES, FLOOR), (NO, NO, FLOOR - 1)))
    assert [one.question for one in found] == ["admit", "remedy", "share"]


def test_where_all_say_the_same_alpha_is_not_defined() -> None:
    (admit, *_rest) = agreement(files((YES, YES, 12)))
    assert (admit.share, admit.alpha) == (1.0, None)


def test_the_decision_of_then_is_counted_a_file() -> None:
    found = {one.question: one for one in agreement(files((YES, YES, 6), (YES, NO, 6)))}
    assert (found["admit"].then_n, found["admit"].then_share) == (12, 0.75)
    assert set(found) == {"admit"}  # both admit six files only


def test_a_question_that_does_not_arise_has_no_answer() -> None:
    assert answer_of("ground", {"admit": "yes", "ground": "ALL-TOO-OLD"}) == ""
    assert answer_of("remedy", {"admit": "no", "remedy": "refund"}) == ""
    assert answer_of("share", {"admit": "yes"}) == ""


@pytest.mark.parametrize(
    ("settled", "asked", "band"),
    [(0, 100, "0"), (1, 100, "1"), (25, 100, "1"), (26, 100, "2"), (50, 100, "2"), (75, 100, "3"),
     (76, 100, "4"), (100, 100, "4"), (101, 100, "5"), (None, 100, ""), (5, None, ""), (5, 0, "")],
)  # fmt: skip
def test_the_band_of_a_sum(settled: int | None, asked: int | None, band: str) -> None:
    assert redecisions_files.share_band(settled, asked) == band
