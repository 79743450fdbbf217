"""A visitor's English sentence finds its card among three; the page's own examples do."""

import pytest

from huaihai.law.triage import english
from huaihai.law.triage.finding import find


@pytest.mark.parametrize(
    ("sentence", "card"),
    [
        ("My boss owes me two months of wages", "wages.unpaid"),
        ("The gym has closed, and I have 3,000 left on my card", "prepaid.gone"),
        ("I bought it in a live room; it leaks current, and they give no refund", "online.live"),
        ("The bank charged me a fee", "bank.fee"),
        ("The phone I bought online is a FAKE", "online.fake"),
        ("fake jade from a tourist shop in Qufu", "jade.fake"),
        ("I found an insect in my bread", "food.spoiled"),
        ("spelling mistake on the label", "food.label"),
        ("my used car had an accident and the dealer did not tell", "car.used.dealer"),
        ("the seed did not sprout", "seed.bad"),
        ("seedlings arrived dead", "seedlings.dead"),
        ("somebody complained about my stall wrongly", "complained.unjustly"),
        ("I smell gas", "urgent.gas"),
    ],
)
def test_it_is_among_three(sentence: str, card: str) -> None:
    assert card in [found.card.id for found in find(sentence)]


@pytest.mark.parametrize("text", ["", "12", "ab", "😀", "健身房 closed", "银行"])
def test_what_is_not_english_is_left_to_the_other_search(text: str) -> None:
    assert not english.is_meant(text)


@pytest.mark.parametrize("text", ["hello", "the the and", "x" * 10_000])
def test_what_speaks_of_nothing_finds_nothing(text: str) -> None:
    assert find(text) == []
