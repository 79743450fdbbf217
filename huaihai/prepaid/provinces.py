"""What the law says of prepaid cards where a shop is, in the reader's language, each with its article and how sure."""

from dataclasses import dataclass
from typing import Any

from huaihai.kit import local_words
from huaihai.law import prepaid
from huaihai.law.errors import UnknownPlace
from huaihai.law.places import place


@dataclass(frozen=True)
class LawHere:
    """Rules for everywhere and those of the province; `province` is its name, "" where the place is not known."""

    everywhere: list[dict[str, Any]]
    here: list[dict[str, Any]]
    province: str


def law_here(region_code: str) -> LawHere:
    """For the place with this code. No query."""
    everywhere, here = prepaid.at(region_code)
    return LawHere(_words(everywhere), _words(here), _province(region_code))


def _words(rows: list[prepaid.PrepaidRule]) -> list[dict[str, Any]]:
    return [
        {"words": local_words.said(row), "article": row.article, "sureness": local_words.said(row.sureness)}
        for row in rows
    ]


def _province(code: str) -> str:
    try:
        return local_words.place(place(place(code).province_code).name)
    except UnknownPlace:
        return ""
