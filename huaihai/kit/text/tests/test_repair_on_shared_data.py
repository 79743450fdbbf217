"""On the real article, the real messages and the pairs: local data, skipped where it is absent."""

import csv
import gzip
import json
import re

import pytest

from huaihai.kit.text.repair import repair
from huaihai.kit.text.tests.shared import shared_file


def test_all_pairs_are_repaired_and_negatives_stay() -> None:
    pairs = json.loads(shared_file("text_corruption_pairs.json").read_text(encoding="utf-8"))
    wrong = [
        pair["pattern"] for pair in pairs
        if not pair["pattern"].startswith("D") and repair(pair["corrupt"]).text != pair["clean"]
    ]  # fmt: skip
    assert not wrong


def test_byte_damage_of_the_pairs_becomes_a_suggestion() -> None:
    pairs = json.loads(shared_file("text_corruption_pairs.json").read_text(encoding="utf-8"))
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


@pytest.mark.parametrize("name", ["messages", "replies"])
def test_nothing_is_taken_out_of_real_messages(name: str) -> None:
    with gzip.open(shared_file(f"taidi2020c_{name}.csv.gz"), "rt", encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert len(cells) > 10_000
    assert not [cell for cell in cells if repair(cell).removed]
