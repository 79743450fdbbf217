"""What the check finds: each kind of fault by its sentence, and nothing in the tree that ships."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from huaihai.law.triage import checking, reading
from huaihai.law.triage.reading import BadTree, card_of
from huaihai.law.triage.tests.small import CHECKED, row, tree, tree_of

SPLIT = {"ask": "向谁买的？", "ask_en": "From whom?"}


def _option(go: str) -> dict[str, str]:
    return {"zh": go, "en": go, "go": go}


def _right(**changed: Any) -> list[dict[str, Any]]:
    return [{"zh": "可以", "en": "may", "articles": ["consumer-rights-law/25"]} | changed]


def test_the_tree_that_ships_has_no_fault() -> None:
    held = reading.with_all_sentences()
    on = max(card.checked_on for card in held.cards.values())
    assert checking.problems(held, on=on) == []


def test_a_good_tree_has_no_fault() -> None:
    assert checking.problems(tree(), on=CHECKED) == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"says": ["一", "二"]}, "2 says, at least 8"),
        ({"says": ["一"] * 9}, "a sentence of says stands twice"),
        ({"right": _right(articles=["no-law/1"])}, "no-law/1 is not in the library"),
        ({"right": []}, "no right with an article"),
        ({"right": _right(where="99")}, "99 is no province"),
        ({"nature": "N99"}, "unknown: N99"),
        ({"trades": []}, "ours, without nature, trades or remedies"),
        ({"offices": ["nobody"]}, "unknown offices: nobody"),
        ({"offices": []}, "no office"),
        ({"offices": ["other-office"]}, "we are not among its offices"),
        ({"at": ["moon"]}, "unknown pictures: moon"),
        ({"at": []}, "no tap leads to it"),
        ({"sums": ["tenfold"], "never": ["tenfold"]}, "both worked out and never"),
        ({"first": "shop"}, "there is no letter"),
        ({"split": SPLIT | {"option": [_option("card.gone"), _option("moon")]}}, "leads to nowhere: moon"),
        ({"split": SPLIT | {"option": [_option("wages")] * 2}}, "all options lead to one card"),
        ({"split": SPLIT | {"option": [_option("wages"), _option("gas")] * 4}}, "8 options, at most 7"),
        ({"checked": CHECKED - timedelta(days=400)}, "more than a year ago"),
        ({"checked": CHECKED + timedelta(days=1)}, "a day to come"),
        ({"title": "很" * 31}, "title has 31 characters"),
        ({"title_en": ""}, "English is missing"),
    ],
)
def test_a_fault_is_named(changed: dict[str, Any], fault: str) -> None:
    found = checking.problems(tree(card=changed), on=CHECKED)
    assert any(fault in line for line in found), found


def test_a_fourth_tap_is_one_too_many() -> None:
    deeper = SPLIT | {"option": [_option("wages"), _option("food.spoiled")]}
    first = SPLIT | {"option": [_option("wages"), _option("card.gone")]}
    found = checking.problems(tree(card={"split": deeper}, food={"split": first}), on=CHECKED)
    assert "food.spoiled: a fourth tap: card.gone" in found


def test_twins_are_one_card() -> None:
    twin = card_of(row("card.gone", id="card.closed", says=[f"说法{n}" for n in range(9)]))
    found = checking.problems(tree_of(*tree().cards.values(), twin), on=CHECKED)
    assert found == ["card.gone, card.closed: the same outcome"]


def test_two_cards_do_not_say_the_same() -> None:
    says = [*(f"说法{n}" for n in range(9)), "理发店老板跑路了"]
    found = checking.problems(tree(wages={"says": says}), on=CHECKED)
    assert found == ["card.gone, wages: both say “理发店老板跑路了”"]


@pytest.mark.parametrize(
    "changed", [{"kind": "perhaps"}, {"sure": "very"}, {"colour": "red"}, {"today_en": []}, {"sums": ["all"]}]
)
def test_a_card_that_cannot_be_read_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        card_of(row("card.gone", **changed))


@pytest.mark.parametrize("text", ["[[card", "[[card]]\nid = 'a'\n"])
def test_a_file_that_cannot_be_read_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "food.toml").write_text(text, "utf-8")
    with pytest.raises(BadTree, match=r"food\.toml"):
        list(reading.cards_in(tmp_path / "food.toml"))


def test_a_check_is_good_for_a_year() -> None:
    assert checking.problems(tree(), on=CHECKED + checking.GOOD_FOR) == []
    assert checking.problems(tree(), on=date.max) != []
