"""What changed between two versions: exact where it can be, and never a cube of the text's length."""

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.governance.agreement import document
from huaihai.governance.agreement.document import MOST_STEPS, Budget, Line, Piece, steps
from huaihai.governance.agreement.forms import LONGEST_TEXT
from huaihai.governance.agreement.verbs import LONGEST_WHOLE, MOST_LINES
from huaihai.governance.models import AgreementVersion

texts = st.lists(st.sampled_from("abcdefg"), max_size=12)


@given(texts, texts, st.sampled_from([0, 3, 30, MOST_STEPS]))
def test_both_texts_can_be_read_off_whatever_the_budget(old: list[str], new: list[str], most: int) -> None:
    read_old: list[str] = []
    read_new: list[str] = []
    for stayed, i1, i2, j1, j2 in steps(old, new, Budget(most)):
        assert (i1, j1) == (len(read_old), len(read_new))
        assert not stayed or old[i1:i2] == new[j1:j2]
        read_old += old[i1:i2]
        read_new += new[j1:j2]
    assert (read_old, read_new) == (old, new)


def test_without_any_budget_what_stands_once_in_both_still_holds_the_texts_together() -> None:
    old, new = ["x", "x", "a", "x", "b", "x", "x", "c"], ["x", "x", "x", "a", "y", "y", "b", "c", "x"]
    found = list(steps(old, new, Budget(0)))
    assert [old[i1:i2] for stayed, i1, i2, _j1, _j2 in found if stayed] == [["x", "x"], ["a"], ["b"], ["c"]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n".join(["x", "y", "z"] * (MOST_LINES // 3)), "\n".join(["y", "x", "q"] * (MOST_LINES // 3))),
        (
            "\n".join("x" * 9 for _ in range(MOST_LINES)),
            "\n".join("xxxxy"[n % 5] * 9 for n in range(MOST_LINES)),
        ),
        ("ab" * (LONGEST_TEXT // 2), "ba" * (LONGEST_TEXT // 2 - 1) + "c"),
        (
            "\n".join(f"{n}" + "ab" * 240 for n in range(80)),
            "\n".join("ba" * 240 + f"{n}" for n in range(80)),
        ),
    ],
)
def test_the_longest_text_of_the_fewest_different_lines_takes_no_more_steps_than_are_allowed(
    monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    taken = 0

    class Counted(SequenceMatcher[str]):
        def find_longest_match(self, alo: int = 0, ahi: int | None = None, *more: int | None):  # type: ignore[no-untyped-def,override]
            nonlocal taken
            for one in self.a[alo:ahi]:
                taken += len(self.b2j.get(one, []))
            return super().find_longest_match(alo, ahi, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(document, "SequenceMatcher", Counted)
    monkeypatch.setattr(document, "plain", lambda version: version.text)
    lines = document.compared(AgreementVersion(text=old), AgreementVersion(text=new))
    assert taken <= 2 * MOST_STEPS
    assert any(line.is_changed for line in lines)


def test_a_line_in_which_a_word_changed_shows_the_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "plain", lambda version: version.text)
    old, new = AgreementVersion(text="各成员一周内答复。"), AgreementVersion(text="各成员三天内答复。")
    changed = [line for line in document.compared(old, new) if line.is_changed]
    assert changed == [
        Line(
            (Piece("各成员", False), Piece("一周", True), Piece("内答复。", False)),
            (Piece("各成员", False), Piece("三天", True), Piece("内答复。", False)),
            True,
        )
    ]


def test_the_whole_text_with_its_annexes_has_room_in_the_file_that_is_signed() -> None:
    assert LONGEST_TEXT < LONGEST_WHOLE
    assert 3 * LONGEST_WHOLE < 1_000_000
