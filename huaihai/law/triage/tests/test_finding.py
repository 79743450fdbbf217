"""A sentence finds its card, also when it is heard wrongly; nothing is found where nothing fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.law.triage.cards import Kind
from huaihai.law.triage.finding import Index
from huaihai.law.triage.sounds import folded, parts
from huaihai.law.triage.tests.small import SAYS, tree

INDEX = Index(tree())
ALL = frozenset(Kind)


@pytest.mark.parametrize(
    ("sentence", "card"),
    [
        ("健身房跑路了", "card.gone"),
        ("建身房跑路了", "card.gone"),  # heard wrongly
        ("超市卖的面包长毛发霉", "food.spoiled"),
        ("工资被拖欠", "wages"),
        ("公资被托欠", "wages"),
        ("屋里一股煤气味儿", "gas"),
    ],
)
def test_a_sentence_finds_its_card(sentence: str, card: str) -> None:
    assert INDEX.find(sentence, ALL)[0].card.id == card


def test_every_sentence_of_a_card_finds_it() -> None:
    for card, sentences in SAYS.items():
        assert [INDEX.find(said, ALL)[0].card.id for said in sentences] == [card] * len(sentences)


def test_only_the_kinds_asked_for_are_found() -> None:
    found = INDEX.find("老板跑路了工资没发", frozenset({Kind.OURS}))
    assert found
    assert {one.card.kind for one in found} == {Kind.OURS}


@pytest.mark.parametrize("text", ["", "  ", "！？", "9527", "zzzz"])
def test_nothing_fits_nothing(text: str) -> None:
    assert INDEX.find(text, ALL) == []


@given(st.text())
def test_any_text_can_be_asked(text: str) -> None:
    scores = [one.score for one in INDEX.find(text, ALL)]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("one", "other"), [("zhang", "zan"), ("chi", "ci"), ("shui", "sui"), ("ning", "lin"), ("neng", "len")]
)
def test_what_sounds_alike_is_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_two_readings_make_two_pairs() -> None:
    assert {"yin xin", "yin han"} <= set(parts("银行"))
