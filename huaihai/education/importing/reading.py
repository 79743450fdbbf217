"""A file becomes a page of words: what it is, in which encoding, what it says, what the repair did and asks."""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from huaihai.education import heads
from huaihai.education.importing import charsets, files, web_pages
from huaihai.education.importing.charsets import Reading
from huaihai.education.importing.files import CannotRead, Found, Handed
from huaihai.kit.text.normalise import UnstorableTextError, fold, storable
from huaihai.kit.text.repair import Repair, repair

_ANSWER: Final = re.compile(rb"\AHTTP/[\d.]+ \d{3}[^\n]*\n((?:[A-Za-z0-9-]+:[^\n]*\n)*)\r?\n")
_EXCERPT: Final = 60  # characters of a reading, for an editor to choose by


@dataclass(frozen=True)
class Candidate:
    """One way to read the bytes, to choose from: how plausible it is in percent, and how it begins."""

    encoding: str
    percent: int
    excerpt: str


@dataclass(frozen=True)
class ReadPage:
    """All that is known of a page before anybody decided anything. `repair.original` is the text as it was found."""

    format: str
    encoding: str
    repair: Repair
    found: Found
    candidates: tuple[Candidate, ...] = ()
    declared: str = ""
    is_contradicted: bool = False

    @property
    def article(self) -> heads.Article:
        """Title, body, day and source as they are after the repair."""
        return article_of(self.repair.text, self.found)

    @property
    def text_hash(self) -> str:
        """The same for two files that say the same, whatever script, spacing and pinyin they have."""
        return hash_of(f"{self.article.title}\n{self.article.body}")


def read(handed: Handed, *, encoding: str = "") -> ReadPage:
    """Read a file; in this encoding, if an editor chose one. Raises CannotRead."""
    if files.is_word(handed):
        return _page(files.WORD, "", files.read(handed.raw))
    body, declared = _without_head(handed.raw)
    readings = charsets.readings(body, declared=declared)
    if readings is None:
        raise CannotRead("not_text")
    chosen = next((one for one in readings.all if one.encoding == encoding), readings.best)
    return _page(
        files.HTML if files.is_web_page(chosen.text) else files.TEXT,
        chosen.encoding,
        _found(chosen.text),
        candidates=_candidates(readings.all) if readings.is_open and not encoding else (),
        declared=readings.declared[:40],
        is_contradicted=readings.is_contradicted,
    )


def article_of(text: str, found: Found) -> heads.Article:
    """The parts of a repaired text; what the file says of itself goes before what its head says."""
    parts = heads.read_article(text)
    return heads.Article(
        parts.title, parts.body, found.dated_on or parts.dated_on, storable(found.source) or parts.source
    )


def hash_of(text: str) -> str:
    """SHA-256 of the folded text without spaces and marks."""
    plain = "".join(char for char in fold(text) if char.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def _found(text: str) -> Found:
    if len(text) > files.LONGEST_TEXT * 5:
        raise CannotRead("too_long")
    if files.is_web_page(text):
        return web_pages.read(text)
    return Found(title="", lines=tuple(text.replace("\x1a", "").lstrip("\ufeff").splitlines()))


def _page(
    kind: str,
    encoding: str,
    found: Found,
    *,
    candidates: tuple[Candidate, ...] = (),
    declared: str = "",
    is_contradicted: bool = False,
) -> ReadPage:
    try:
        text = storable(found.text)
    except UnstorableTextError as error:
        raise CannotRead("not_text") from error
    if not text.strip():
        raise CannotRead("no_words")
    if len(text) > files.LONGEST_TEXT:
        raise CannotRead("too_long")
    return ReadPage(kind, encoding, repair(text), found, candidates, declared, is_contradicted)


def _without_head(raw: bytes) -> tuple[bytes, str]:
    """The bytes behind the head of an HTTP answer, and the charset that the head names."""
    head = _ANSWER.match(raw)
    return (raw[head.end() :], charsets.declared_in(head.group(1))) if head else (raw, "")


def _candidates(readings: tuple[Reading, ...]) -> tuple[Candidate, ...]:
    best = readings[0].plausibility
    close = [one for one in readings if best - one.plausibility < charsets.CLOSE]
    return tuple(Candidate(one.encoding, round(one.plausibility * 100), _excerpt(one.text)) for one in close)


def _excerpt(text: str) -> str:
    found = _found(text).text
    beyond = next((place for place, char in enumerate(found) if char > "\x7f"), 0)
    start = max(0, beyond - 10)
    return " ".join(found[start : start + _EXCERPT].split())
