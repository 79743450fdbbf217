"""On the pairs; and on the real article and the real messages: local data, skipped where it is absent."""

import csv
import gzip
import json
import re
from pathlib import Path

import pytest

from huaihai.kit.text.repair import repair
from huaihai.kit.text.tests.shared import shared_file

PAIRS = Path(__file__).parent / "text_corruption_pairs.json"  # written for this project


def test_all_pairs_are_repaired_and_negatives_stay() -> None:
    pairs = json.loads(PAIRS.read_text(encoding="utf-8"))
    wrong = [
        pair["pattern"] for pair in pairs
        if not pair["pattern"].startswith("D") and repair(pair["corrupt"]).text != pair["clean"]
    ]  # fmt: skip
    assert not wrong


def test_byte_damage_of_the_pairs_becomes_a_suggestion() -> None:
    pairs = json.loads(PAIRS.read_text(encoding="utf-8"))
    [damaged] = [pair for pair in pairs if pair["pattern"].startswith("D")]
    done = repair(damaged["corrupt"])
    [doubt] = done.doubts
    assert not done.removed
    assert done.text.replace(doubt.found, doubt.suggestion) == damaged["clean"]


def test_every_pinyin_of_the_seed_article_goes() -> None:
    done = repair(shared_file("seed-article.txt").read_text(encoding="utf-8"))
    assert len(done.removed) == 262
    assert not re.search(r"\(|\)", done.text)
    assert [doubt.kind for doubt in done.doubts] == ["correction"]


@pytest.mark.parametrize(("name", "texts"), [("messages", 6_000), ("replies", 5_000)])
def test_not_one_character_of_real_messages_is_changed(name: str, texts: int) -> None:
    with gzip.open(shared_file(f"taidi2020c_{name}.csv.gz"), "rt", encoding="utf-8", newline="") as file:
        cells = {cell for row in csv.reader(file) for cell in row}
    assert len([cell for cell in cells if len(cell) > 20]) > texts
    assert not [cell for cell in cells if repair(cell).changed]
