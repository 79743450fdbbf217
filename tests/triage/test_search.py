"""How well a sentence finds its card, over sentences kept apart from those that the search learned from.

How they came about and what was measured: docs/guides/triage-search.md.
"""

import re

import pytest

from huaihai.law.triage.finding import after_gates, find
from huaihai.law.triage.reading import tree, with_all_sentences
from tests.triage.measuring import NONE, homophones, measure, misheard, sentences

HEARD_WRONGLY = 0.2  # of the characters


def test_the_sentences_are_kept_apart_and_name_cards_that_live() -> None:
    held = sentences()
    whole = with_all_sentences()
    learned = [*whole.none, *(sentence for card in whole.cards.values() for sentence in card.says)]
    said = set(map(_bare, learned))
    assert len(held) >= 600
    assert len({row.text for row in held}) == len(held)
    assert [row.text for row in held if _bare(row.text) in said] == []
    assert {row.card for row in held} | {row.other for row in held} <= set(tree().cards) | {NONE, ""}


def _bare(sentence: str) -> str:
    return re.sub(r"[\W_]", "", sentence)


def test_most_sentences_find_their_card() -> None:
    found = measure(sentences())
    assert found.at_once >= 0.87
    assert found.among_three >= 0.95
    assert found.kind >= 0.97
    assert found.danger == 1
    assert found.small_talk >= 0.6


def test_whoever_says_that_there_is_danger_is_told_what_to_do() -> None:
    dangers = [row for row in sentences() if row.card.startswith("urgent.")]
    assert len(dangers) > 30
    assert all(find(row.text, kinds=after_gates(danger="yes")) for row in dangers)


def test_a_danger_is_seldom_shown_to_somebody_who_is_in_none() -> None:
    assert measure(sentences()).scares <= 0.03


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_heard_wrongly_costs_little(seed: int) -> None:
    clean = measure(sentences())
    misunderstood = measure(sentences(), lambda said: misheard(said, share=HEARD_WRONGLY, seed=seed))
    assert clean.at_once - misunderstood.at_once <= 0.025
    assert misunderstood.danger >= 0.97


def test_homophones_sound_the_same_and_are_other_characters() -> None:
    assert "航" in homophones()["杭"]
    heard = misheard("健身房跑路了卡里还有三千块", share=HEARD_WRONGLY)
    changed = [
        (one, other) for one, other in zip("健身房跑路了卡里还有三千块", heard, strict=True) if one != other
    ]
    assert len(changed) == 3
    assert all(other in homophones()[one] for one, other in changed)
