"""Every page of docs/law names living rules, and every rule stands on a page as it is."""

import importlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import FunctionType

import pytest

from huaihai.law import amounts, grounds, kinds, limits, pointers, remedies, replies, route_rules, ways
from huaihai.law.library import article_at, checking, held
from huaihai.law.triage.reading import tree

PAGES = Path(__file__).resolve().parents[3] / "docs" / "law"
REGISTRIES: dict[str, Mapping[str, object]] = {
    "grounds": grounds.BY_CODE,
    "kinds": kinds.BY_CODE,
    "limits": limits.BY_NAME,
    "pointers": pointers.BY_CODE,
    "remedies": remedies.BY_CODE,
    "replies": replies.BY_CODE,
    "route": route_rules.BY_CODE,
    "ways": ways.BY_CODE,
}
NAMED = re.compile(
    r"`((?:amounts|calendar|credit_code|deadlines|grounds|jurisdiction|kinds|limits|notices|places|pointers|remedies"
    r"|replies|route|ways)\.[^`]+)`"
)


@cache
def rows() -> dict[str, list[str]]:
    """Each rule named in a table, with its rows."""
    found: dict[str, list[str]] = {}
    for page in sorted(PAGES.glob("*.md")):
        for line in page.read_text("utf-8").splitlines():
            if line.startswith("|") and (match := NAMED.search(line)):
                found.setdefault(match[1], []).append(line)
    return found


def every_rule() -> list[str]:
    names = [f"{room}.{code}" for room, registry in REGISTRIES.items() for code in registry]
    functions = [
        name for name, value in vars(amounts).items() if isinstance(value, FunctionType) and name[0].islower()
    ]
    return names + [f"amounts.{name}" for name in functions if name != "dataclass"]


def lives(name: str) -> bool:
    module, _, rest = name.partition(".")
    if module in REGISTRIES and rest in REGISTRIES[module]:
        return True
    if module == "route":
        return False
    here: object = importlib.import_module(f"huaihai.law.{module}")
    for part in rest.split("."):
        if not hasattr(here, part):
            return False
        here = getattr(here, part)
    return True


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.name)
def test_every_name_on_a_page_lives(page: Path) -> None:
    names = NAMED.findall(page.read_text("utf-8"))
    assert [name for name in names if not lives(name)] == []
    assert names or page.name in ("README.md", "library.md")


@pytest.mark.parametrize("name", every_rule())
def test_every_rule_has_its_page(name: str) -> None:
    assert name in rows()


@pytest.mark.parametrize("limit", limits.BY_NAME.values(), ids=limits.BY_NAME)
def test_a_page_gives_the_limit_as_it_is(limit: limits.Limit) -> None:
    (row,) = rows()[f"limits.{limit.name}"]
    assert limit.article in row
    assert f" {limit.term_en}" in row
    assert row.split("|")[4].strip() == limit.sureness.value
    assert str(limit.in_force_from or "—") in row


def test_the_list_of_articles_is_the_library() -> None:
    assert (PAGES / "library.md").read_text("utf-8") == checking.listing()  # huaihai law library


def test_what_a_card_cites_is_in_the_library_and_holds_where_the_card_says() -> None:
    rights = [(card.id, right) for card in tree().cards.values() for right in card.rights]
    cited = [(card, right, path) for card, right in rights for path in right.articles]
    assert [(card, path) for card, _right, path in cited if article_at(path) is None] == []
    places = [
        (card, path, held()[path.partition("/")[0]].place[:2], right.where) for card, right, path in cited
    ]
    assert [one for one in places if one[2] and one[2] != one[3]] == []


def test_the_index_lists_every_page() -> None:
    index = (PAGES / "README.md").read_text("utf-8")
    pages = {page.name for page in PAGES.glob("*.md")} - {"README.md"}
    assert {name for name in pages if f"({name})" not in index} == set()
