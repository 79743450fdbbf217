import pytest
from hypothesis import given

from huaihai.kit.text.pieces import Piece, pieces
from huaihai.kit.text.repair import repair
from huaihai.kit.text.tests.test_repair import SPOILED


def test_original_and_repaired_text_are_cut_alike() -> None:
    done = repair("經(jīng)濟(jì)區好")
    assert list(pieces(done.original, [(one.start, one.end) for one in done.removed], done.text)) == [
        Piece("converted", "經", "经"),
        Piece("removed", "(jīng)", ""),
        Piece("converted", "濟", "济"),
        Piece("removed", "(jì)", ""),
        Piece("converted", "區", "区"),
        Piece("same", "好", "好"),
    ]


@given(SPOILED)
def test_pieces_put_together_are_the_two_texts(text: str) -> None:
    done = repair(text)
    cut = list(pieces(text, [(one.start, one.end) for one in done.removed], done.text))
    assert "".join(piece.before for piece in cut) == text
    assert "".join(piece.after for piece in cut) == done.text


@pytest.mark.parametrize("other", ["经", "经济区区"])
def test_texts_that_do_not_belong_together_are_refused(other: str) -> None:
    with pytest.raises(ValueError, match="repaired text"):
        list(pieces("經(jīng)濟區", [(1, 7)], other))
