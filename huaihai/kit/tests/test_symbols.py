"""The symbols: small, in the house's tones, and there for every picture of the tree."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from huaihai.kit.templatetags.symbols import FOLDER
from huaihai.law.triage.reading import tree

TONES = {"#173f5f", "#5d7f95", "#d3e3ec", "#f6eddd", "#c9a06a", "#7d9c86"}
SEAL = "#b5342a"
LARGEST = 1200  # bytes of one
A_PAGE = 12_000  # bytes of all on one page; the page of pictures shows the most


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.svg")), ids=lambda path: path.stem)
def test_a_symbol_is_small_and_keeps_to_the_tones(path: Path) -> None:
    drawn = path.read_text(encoding="utf-8")
    assert len(drawn.encode()) <= LARGEST
    assert set(re.findall(r"#[0-9a-f]{3,6}", drawn)) <= TONES | {SEAL}
    assert drawn.count(SEAL) == 1
    assert ElementTree.fromstring(drawn).get("viewBox") == "0 0 48 48"  # noqa: S314 # our own file


def test_every_picture_of_the_tree_has_its_symbol_and_all_of_them_are_light() -> None:
    paths = [FOLDER / f"{picture.symbol}.svg" for picture in tree().pictures.values()]
    assert [path.stem for path in paths if not path.exists()] == []
    assert sum(path.stat().st_size for path in paths) <= A_PAGE


def test_the_tag_writes_a_picture_without_words_or_nothing() -> None:
    shown = Template('{% load symbols %}[{% symbol "food" %}][{% symbol "../mark" %}]').render(Context())
    assert "kit/symbols/food" in shown
    assert 'alt=""' in shown
    assert shown.endswith("[]")
