"""What a reader asks of the catalogue: taken from the address, made sound, written back into addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from django.utils.http import urlencode

from huaihai import alliance
from huaihai.brands.catalogue import facets
from huaihai.brands.catalogue.words import LONGEST_QUERY
from huaihai.brands.models import Entry

TITLED = (
    "heart",
    "axis",
    "held",
    "sort",
)  # asked only where a title exists: a directory has one neutral order


@dataclass(frozen=True)
class Asked:
    """Empty: not asked. `held` is "1" for those with a mark in force; `sort` one of `facets.NEWEST`, `ATTESTED`."""

    q: str = ""
    city: str = ""
    kind: str = ""
    month: str = ""
    heart: str = ""
    axis: str = ""
    pledge: str = ""
    held: str = ""
    sort: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out of the list."""
        return any(getattr(self, field.name) for field in fields(self) if field.name != "sort")

    @property
    def how_many(self) -> int:
        """By how many filters, the words and the order not counted."""
        return sum(
            bool(getattr(self, field.name)) for field in fields(self) if field.name not in ("q", "sort")
        )

    @property
    def filters(self) -> list[tuple[str, str]]:
        """What is asked beside the words: what the form of the words carries on."""
        said = [(field.name, getattr(self, field.name)) for field in fields(self) if field.name != "q"]
        return [(name, value) for name, value in said if value]

    def query(self, **changed: str) -> str:
        """The part of an address after "?", with these changed; empty if nothing is asked."""
        wanted = replace(self, **changed)
        said = {field.name: getattr(wanted, field.name) for field in fields(self)}
        return urlencode({name: value for name, value in said.items() if value})


def asked(given: Mapping[str, Any], *, gives_title: bool) -> Asked:
    """From an address: what is unknown, or not there in the present form of the programme, counts as not asked."""
    known = {
        "city": alliance.load().city_codes,
        "kind": Entry.Kind.values,
        "held": ("1",),
        "sort": (facets.NEWEST, facets.ATTESTED),
        **{name: values for name, (_field, values) in facets.BITS.items()},
    }
    said = {name: str(given.get(name, "")) for name in known if gives_title or name not in TITLED}
    sound = {name: value for name, value in said.items() if value in known[name]}
    return Asked(q=_words(str(given.get("q", ""))), **sound)


def _words(typed: str) -> str:
    clean = "".join(char for char in typed if char.isprintable() and not "\ud800" <= char <= "\udfff")
    return clean.strip()[:LONGEST_QUERY]
