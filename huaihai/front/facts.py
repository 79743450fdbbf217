"""What the alliance's data tell about itself, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huaihai.alliance import Alliance
from huaihai.kit import local_words


@dataclass(frozen=True)
class Sentence:
    """A title and a sentence, with the source and how well it is known (empty where none is given)."""

    title: str
    text: str
    source: str
    mark: str
    on: date | None = None


def facts(alliance: Alliance) -> list[Sentence]:
    """What is on record, oldest first; what was looked for and not found comes last."""
    rows = [
        Sentence(
            "",
            local_words.either(zh=fact.text_zh, en=fact.text_en),
            local_words.native(fact.source),
            fact.mark,
            fact.on,
        )
        for fact in alliance.facts
    ]
    return sorted(rows, key=lambda row: (row.on is None, row.on or date.min))


def rows(alliance: Alliance, name: str) -> list[Sentence]:
    """The rows of one list of the alliance's data: `job`, `heart`, `nine`, `agreement`. Empty if it has none."""
    found: Sequence[Mapping[str, Any]] = alliance.raw.get(name, ())
    return [
        Sentence(
            local_words.either(zh=row.get("zh") or row["name_zh"], en=row.get("en") or row["name_en"]),
            local_words.either(zh=row.get("text_zh", ""), en=row.get("text_en", "")),
            local_words.native(row.get("source", "")),
            row.get("mark", ""),
        )
        for row in found
    ]
