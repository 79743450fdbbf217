"""What an amendment takes out and puts in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.governance.motions.facts import LONGEST_LINE, difference

TEXTS = st.text(alphabet="一二三四，。\n", max_size=60)


def said(old: str, new: str, *kinds: str) -> list[str]:
    """The lines that pieces of these kinds make, without the empty ones."""
    text = "".join(piece.text for piece in difference(old, new) if piece.kind in kinds)
    return [line for line in text.splitlines() if line]


@given(TEXTS, TEXTS)
def test_nothing_is_lost_on_either_side(old: str, new: str) -> None:
    assert said(old, new, "same", "out") == [line for line in old.splitlines() if line]
    assert said(old, new, "same", "in") == [line for line in new.splitlines() if line]


def test_only_the_words_that_differ_are_marked() -> None:
    pieces = [(piece.kind, piece.text) for piece in difference("会签两天。\n不变。", "会签一天。\n不变。")]
    assert pieces == [
        ("same", "会签"),
        ("out", "两"),
        ("in", "一"),
        ("same", "天。"),
        ("same", "\n"),
        ("same", "不变。\n"),
    ]


@pytest.mark.parametrize("length", [LONGEST_LINE, LONGEST_LINE + 1])
def test_of_a_very_long_line_the_words_are_not_compared(length: int) -> None:
    kinds = [piece.kind for piece in difference("长" * length, "长" * (length - 1) + "短")]
    assert kinds[:2] == (["same", "out"] if length == LONGEST_LINE else ["out", "in"])
