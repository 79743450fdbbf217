import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.kit.text import normalise
from huaihai.kit.text.normalise import UnstorableTextError, fold


def test_three_spellings_of_one_place_fold_alike() -> None:
    assert (
        fold("淮海经济区")
        == fold("淮海經濟區")
        == fold("淮海經(jīng)濟(jì)區(qū)")
        == fold("淮海經（jīng）濟（jì）區")
    )


def test_folding_ignores_case_width_and_invisible_marks() -> None:
    assert fold("ＡＢＣ　１２\u200b３") == "abc 123"


def test_folding_keeps_brackets_that_are_no_reading() -> None:
    assert fold("净重(kg)") == "净重(kg)"


@given(st.lists(st.sampled_from([*"经經济乾隆後麼甲0 "]), max_size=12).map("".join), st.data())
def test_a_part_of_a_text_folds_to_a_part_of_the_folded_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))]
    assert fold(part) in fold(text)


def test_nul_is_refused_with_its_place() -> None:
    with pytest.raises(UnstorableTextError) as refused:
        normalise.storable("水\x00壶")
    assert (refused.value.message_id, refused.value.position) == (normalise.NUL, 1)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(UnstorableTextError) as refused:
        normalise.storable("水壶\ud83d")
    assert refused.value.message_id == normalise.SURROGATE


def test_storing_composes_and_unifies_line_ends() -> None:
    assert normalise.storable("e\u0301\r\n😀\r") == "é\n😀\n"


def test_a_name_loses_direction_marks_and_spare_space() -> None:
    assert normalise.storable_name(" 水壶\u202e 店\n ") == "水壶 店"


def test_direction_marks_are_shown_in_bodies() -> None:
    assert normalise.show_bidi("a\u202eb") == "a[U+202E]b"


@given(st.text(max_size=40))
def test_every_folded_character_knows_its_place(text: str) -> None:
    folded, places = normalise.fold_with_places(text)
    assert len(folded) == len(places)
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)


def test_folding_twice_is_folding_once() -> None:
    assert fold(fold("淮海經（jīng）濟區  ＡＢ")) == "淮海经济区 ab"
