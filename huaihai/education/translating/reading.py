"""A version as a reader of some language reads it: the same names as on the version, in other words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from huaihai import alliance
from huaihai.education.heads import EnglishText, read_english_rights
from huaihai.education.models import Publication, PublicationVersion, Translation
from huaihai.kit.text.scripts import to_traditional

FIELDS: Final = ("title", "summary", "what", "harms", "to_do", "to_turn", "places", "evidence", "body")
ORIGINAL: Final = "original"
GENERATED: Final = "generated"
REVIEWED: Final = "reviewed"
EDITORS: Final = "editors"  # stands in the alliance's folder
MISSING: Final = "missing"  # there is no translation yet: the words are the original's

_LANGUAGES: Final = {"zh-hant": Translation.Language.TRADITIONAL, "en": Translation.Language.ENGLISH}


@dataclass(frozen=True)
class Reading:
    """Reads like the version: `reading.title`, `reading.what`, `reading.get_severity_display`, and so on.

    `language` is that of the words, as HTML writes it; `state` is original, generated, reviewed,
    of the editors, or missing.
    """

    version: PublicationVersion
    language: str = "zh-Hans"
    state: str = ORIGINAL
    words: Mapping[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.words[name] if name in self.words else getattr(self.version, name)

    @property
    def is_traditional(self) -> bool:
        """Whether everything around the words (quotations, sources) is to be in traditional characters too."""
        return self.language == Translation.Language.TRADITIONAL


@dataclass(frozen=True)
class Titled:
    """A text in a list; `language` is that of the words, as HTML writes it."""

    publication: Publication
    title: str
    summary: str
    language: str


def reading(version: PublicationVersion, language: str | None) -> Reading:
    """What a reader of this language (as Django names it: zh-hans, zh-hant, en) reads: at most one query.

    Citations of the law stay as the law library knows them.
    """
    wanted = _LANGUAGES.get((language or "").lower())
    if wanted is None:
        return Reading(version)
    row = version.translations.filter(language=wanted, reviewed_at__isnull=False).first()
    if wanted == Translation.Language.ENGLISH:
        if row is None:
            return _of_editors(version) or Reading(version, state=MISSING)
        return Reading(version, wanted.value, REVIEWED, _complete(row.words))
    words = generated(version) | {"source_name": to_traditional(version.source_name)}
    if row is None:
        return Reading(version, wanted.value, GENERATED, words)
    return Reading(version, wanted.value, REVIEWED, words | dict(row.words))


def titled(publication: Publication, language: str | None) -> Titled:
    """Title and summary for a list of texts on rights; no query where `shown` is selected with them."""
    version = publication.shown
    found = _english().get(version.content_hash) if version and (language or "").lower() == "en" else None
    if found is None:
        return Titled(publication, publication.title, publication.summary, publication.language)
    return Titled(publication, found.title, found.summary, "en")


def _of_editors(version: PublicationVersion) -> Reading | None:
    found = _english().get(version.content_hash) if version.content_hash else None
    if found is None:
        return None
    words = {"title": found.title, "summary": found.summary, "body": found.body}
    return Reading(version, Translation.Language.ENGLISH.value, EDITORS, _complete(words))


def _english() -> Mapping[str, EnglishText]:
    ours = alliance.load()
    return _read(ours.country.folder, ours.folder)


@cache
def _read(*folders: Path) -> Mapping[str, EnglishText]:
    return read_english_rights(*folders)


def generated(version: PublicationVersion) -> dict[str, str]:
    """The words in traditional characters as the converter writes them."""
    return {name: to_traditional(getattr(version, name)) for name in FIELDS}


def _complete(words: Mapping[str, str]) -> dict[str, str]:
    return {name: words.get(name, "") for name in FIELDS}
