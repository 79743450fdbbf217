"""Sentences of reports: plain, with their doubt, and never more certain than the numbers."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from huaihai.supervision.reporting import sentences


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("hits", "of", "said"),
    [
        (19, 24, "about 4 in 5"),
        (12, 24, "about 1 in 2"),
        (1, 3, "about 1 in 3"),
        (0, 24, "none"),
        (24, 24, "all"),
        (9, 10, "about 9 in 10"),
        (1, 100, "1%"),
        (999, 1000, ">99%"),
        (1, 1000, "<1%"),
        (3, 0, "–"),
    ],
)
def test_a_share_in_plain_words(hits: int, of: int, said: str) -> None:
    assert sentences.plainly(hits, of) == said


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_plain_share_is_never_far_from_the_true_one(counted: tuple[int, int]) -> None:
    with translation.override("en"):
        said = sentences.plainly(*counted)
    share = counted[0] / counted[1]
    if said.startswith("about"):
        n, d = (int(word) for word in said.split() if word.isdigit())
        assert abs(n / d - share) <= sentences.CLOSE
    elif said not in ("none", "all"):
        assert abs(float(said.strip("<>%")) / 100 - share) <= 0.01
        assert said not in ("0%", "100%")


def test_a_share_says_how_sure_it_is() -> None:
    # Wilson's interval of 19 of 24, by hand: 59.5 % to 90.8 %
    assert sentences.share_with_doubt(19, 24) == (
        "19 of 24 (79%); had everything been looked at, it would probably lie between 60% and 91% (95% interval)"
    )
    assert sentences.share_with_doubt(0, 0) == "nothing was counted"


def test_a_small_change_is_not_called_one() -> None:
    assert sentences.change(77.0, 79.9, -0.5, 6.3) == "from 77.0 to 79.9; so small a difference may be chance"
    assert sentences.change(77.0, 79.9, 1.2, 4.6) == "from 77.0 to 79.9, up by 2.9"
    assert sentences.change(79.9, 77.0, -4.6, -1.2) == "from 79.9 to 77.0, down by 2.9"


def test_a_place_says_what_the_reading_error_leaves_open() -> None:
    assert (sentences.place(2, 2), sentences.place(2, 5)) == ("place 2", "between place 2 and place 5")


def test_what_must_be_read_with_the_results() -> None:
    said = sentences.only_these_samples(24, date(2026, 11, 3), date(2026, 11, 30))
    assert said.startswith("The results hold for the 24 samples that were bought, not for other batches")
    assert "3 November 2026 to 30 November 2026" in said
    assert "advertise" in said
    assert "1 place at that time" in sentences.only_these_places(1)
    assert "1200 answers" in sentences.only_these_answers(1200)
    assert sentences.days(None, None) == ""
    assert sentences.joined(["a", "b"]) == "a, b"
