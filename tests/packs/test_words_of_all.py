"""What the law's data and a country's pack say holds for every alliance: where a province is meant, it is named."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.utils import translation

from huaihai import alliance
from huaihai.kit import local_words

ROOT: Final = Path(__file__).resolve().parents[2]
OURS: Final = [alliance.load(path.parent) for path in sorted((ROOT / "alliances").glob("*/pack.toml"))]
MEMBERS: Final = {city.name for one in OURS for city in one.cities} | {one.short_name for one in OURS}
AS_PEOPLE_TYPE: Final = ("says",)  # sentences by which a card is found, read by nobody
PLACES: Final = ("address", "place")
DATA: Final = [
    path
    for folder, kinds in (("countries", ["toml", "md", "csv"]),)
    for kind in kinds
    for path in sorted((ROOT / folder).rglob(f"*.{kind}"))
    if not path.name.endswith("places.csv")
]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in (*AS_PEOPLE_TYPE, *PLACES):
                yield from texts(one)


def in_latin_letters(name: str) -> str:
    with translation.override("en"):
        return local_words.place(name)


@pytest.mark.parametrize("path", DATA, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_member_of_an_alliance_is_named(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    said = "\n".join(texts(tomllib.loads(text))) if path.suffix == ".toml" else text
    names = MEMBERS | {in_latin_letters(name) for name in MEMBERS}
    assert not [name for name in sorted(names) if name in said]


def test_a_member_would_be_found() -> None:
    assert {"徐州", "湖州"} <= MEMBERS
    assert in_latin_letters("徐州") == "Xuzhou"
    assert len(DATA) > 70
