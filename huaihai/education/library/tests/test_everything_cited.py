"""Every basis that the product names is in the library, and everything in the library is there for a reason."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from huaihai import alliance
from huaihai.education import heads
from huaihai.education.library import citing
from huaihai.education.library import facts as library_facts
from huaihai.kit.text.scripts import to_simplified
from huaihai.law.library import held
from huaihai.law.library.citations import articles_of, find, missing
from huaihai.law.library.rules import standing_on
from huaihai.law.triage.reading import tree

ROOT = Path(__file__).resolve().parents[4]
PLACES = ("alliances", "countries", "tests/alliances")
PACKS = tuple(path.parent for place in PLACES for path in (ROOT / place).glob("*/pack.toml"))
LESSONS = ROOT / "countries" / "china" / "lessons"
BASIS = re.compile(r"^basis\s*=\s*\[(?P<lines>.*?)\]\s*$", re.MULTILINE | re.DOTALL)
LINE = re.compile(r'"((?:[^"\\]|\\.)*)"')
# They speak of citations and hold made-up or foreign ones.
SPEAK_OF_CITATIONS = ("law/library", "education/library", "kit/templatetags/law.py")


def basis_lines() -> Iterator[tuple[str, str]]:
    """Each line of a basis with where it stands: texts on rights, lessons, whatever else has a head with one."""
    folders = [*(folder / name for folder in PACKS for name in ("rights", "lessons")), LESSONS]
    for path in sorted(one for folder in folders for one in folder.rglob("*.md")):
        for found in BASIS.finditer(path.read_text("utf-8")):
            for line in LINE.findall(found["lines"]):
                yield path.name, line


def written_texts() -> Iterator[tuple[str, str]]:
    """Every Chinese text of the product: code, catalogues, packs, pages of docs/law."""
    for path in sorted((ROOT / "huaihai").rglob("*.py")):
        if "tests" not in path.parts and not any(one in path.as_posix() for one in SPEAK_OF_CITATIONS):
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
    for path in sorted((ROOT / "huaihai").glob("*/locale/zh_Hans/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(path)):
            yield path.parts[-5], entry.msgstr
    for folder in PACKS:
        for path in sorted((*folder.rglob("*.toml"), *folder.rglob("*.md"), *folder.glob("*.csv"))):
            if path.name != "repealed.csv":  # names who repealed what, in closing articles that nobody needs
                yield path.name, path.read_text("utf-8")
    for path in sorted((ROOT / "docs" / "law").glob("*.md")):
        yield path.name, path.read_text("utf-8")


def unheld(text: str) -> list[str]:
    """Articles that a text cites and the library lacks; only lines that can cite one are looked at."""
    lines = [line for line in text.splitlines() if any(char in line for char in "法令条號号")]
    places = [place for line in lines for place in find(to_simplified(line))]
    return [f"{place.statute} {missing(place)}" for place in places if missing(place)]


def test_every_line_of_a_basis_and_what_stands_on_the_law_in_other_rooms_resolves() -> None:
    lines = [line for _where, line in basis_lines() if "《" in line or re.search("第.{1,9}条", line)]
    uses = [use.citation for use in library_facts.every(alliance.load(alliance.DEFAULT_FOLDER))]
    assert len(lines) > 20
    assert len(uses) > 30
    assert [line for line in lines if unheld(line) or not resolved(line, is_whole=True)] == []
    assert [line for line in uses if unheld(line) or not resolved(line)] == []


def resolved(line: str, *, is_whole: bool = False) -> bool:
    """It names an article that the library holds, or (if that will do) a whole source."""
    return any(articles_of(place) or (is_whole and place.is_whole) for place in find(line))


def test_no_text_of_the_product_cites_an_article_that_the_library_lacks() -> None:
    assert [(where, lost) for where, text in written_texts() if (lost := unheld(text))] == []


def test_every_article_is_cited_by_something_living_or_marked_as_background() -> None:
    cited = citing.named_in(line for _where, line in basis_lines())
    cited |= {(path.partition("/")[0], path.partition("/")[2]) for path in cited_by_cards()}
    idle = [
        article.path
        for statute in held().values()
        for article in statute.articles
        if not article.background
        and not standing_on(article)
        and not library_facts.on(article)
        and (statute.key, article.key) not in cited
    ]
    assert idle == []


def cited_by_cards() -> Iterator[str]:
    for card in tree().cards.values():
        for right in card.rights:
            yield from right.articles


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_the_basis_of_a_rights_text_is_read_as_it_is_written(folder: Path) -> None:
    own = [text for text in heads.read_own_texts(folder) if text.basis]
    read = {line for text in own for line in text.basis}
    assert read <= {line for _where, line in basis_lines()}
