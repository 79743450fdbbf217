"""What the demo answers is what was written down; every difference is read before the files are written anew."""

import os
from difflib import unified_diff
from pathlib import Path

import pytest

from tests.golden import names, walking
from tests.golden.pages import quickly
from tests.golden.readers import NAMES, reader

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent


def test_names_that_files_and_queries_read_stay() -> None:
    compare("names.txt", names.lines())


def test_every_address_answers_every_reader_as_before() -> None:
    lives = walking.Lives.of_all()
    with quickly():
        walks = {name: walking.Walk(reader(name), lives.stages).take() for name in NAMES}
        found = walking.lines(walks, lives)
    compare("net.txt", found)


def compare(file: str, found: list[str]) -> None:
    """Or, with HUAIHAI_GOLDEN=write, write it down."""
    if os.environ.get("HUAIHAI_GOLDEN") == "write":
        (FOLDER / file).write_text("".join(f"{line}\n" for line in found), encoding="utf-8")
    known = (FOLDER / file).read_text(encoding="utf-8").splitlines()
    difference = list(unified_diff(known, found, file, "now", lineterm="", n=0))
    assert not difference, "\n".join(difference[:200])
