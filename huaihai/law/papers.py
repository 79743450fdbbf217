"""The papers of a dispute: titles, wording, room to sign, and the law that each stands on, for an association.

An agency's form of the same kind (文书式样 of Order 121) is only named: a 决定书 is an act of an agency, so an
association gives notice. An article that is not sure never stands on a paper; the law alone is named then.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from huaihai.law.sureness import Sureness
from huaihai.packs import country_folder

SURE: Final = frozenset({Sureness.LAW, Sureness.READ})


@dataclass(frozen=True)
class Basis:
    """What a paper stands on: the law, its article, and how sure the article is."""

    law: str
    article: str
    sureness: Sureness

    @property
    def article_zh(self) -> str:
        """The article, if it is sure."""
        return self.article if self.sureness in SURE else ""

    @property
    def zh(self) -> str:
        """As it stands on a paper."""
        return f"《{self.law}》{self.article_zh}"


@dataclass(frozen=True)
class Part:
    """One block of a paper; texts hold the `{names}` of values, rows the names themselves."""

    heading: str = ""
    texts: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    lines: int = 0


@dataclass(frozen=True)
class Form:
    """One kind of paper. `series` is the word in its number (调字); `agency` what an agency calls its own."""

    code: str
    title: str
    title_en: str
    series: str
    parts: tuple[Part, ...]
    basis: tuple[Basis, ...] = ()
    to: str = ""
    signatures: tuple[str, ...] = ()
    has_seal: bool = True
    notes: tuple[str, ...] = ()
    agency: str = ""
    agency_number: int = 0
    is_of_parties: bool = False  # theirs, not the body's: no letterhead, no sender

    @property
    def zh(self) -> str:
        """Its title, as `local_words.said` asks for it; on the paper itself it is always Chinese."""
        return self.title

    @property
    def en(self) -> str:
        return self.title_en

    @property
    def basis_zh(self) -> str:
        """The laws in one phrase."""
        articles: dict[str, list[str]] = {}
        for basis in self.basis:
            articles.setdefault(basis.law, []).append(basis.article_zh)
        return "、".join(f"《{law}》{'、'.join(filter(None, found))}" for law, found in articles.items())


@dataclass(frozen=True)
class AgencyOnly:
    """A form of an agency that an association has no use for, and why."""

    number: int
    title: str
    why_zh: str
    why_en: str


def forms() -> Mapping[str, Form]:
    """All kinds of papers by code, in the order to offer them."""
    return _read()[0]


def labels() -> Mapping[str, str]:
    """What stands before each value."""
    return _read()[1]


def basis(name: str) -> Basis:
    """One law that a paper stands on. Raises KeyError."""
    return _read()[3][name]


def agency_only() -> tuple[AgencyOnly, ...]:
    """The forms that are left to agencies."""
    return _read()[2]


type Papers = tuple[dict[str, Form], dict[str, str], tuple[AgencyOnly, ...], dict[str, Basis]]


@cache
def _read() -> Papers:
    return parsed((country_folder() / "papers.toml").read_text("utf-8-sig"))


def parsed(text: str) -> Papers:
    """What this file says: forms, labels, what is left to agencies, laws. Raises ValueError, KeyError, TypeError."""
    table = tomllib.loads(text)
    bases = {
        name: Basis(row["law"], row["article"], Sureness(row["mark"])) for name, row in table["basis"].items()
    }
    found = [_form(row, bases) for row in table["form"]]
    only = tuple(AgencyOnly(**row) for row in table["agency_only"])
    return {form.code: form for form in found}, table["labels"], only, bases


def _form(row: dict[str, Any], bases: Mapping[str, Basis]) -> Form:
    parts = tuple(
        Part(
            part.get("heading", ""),
            tuple(part.get("texts", ())),
            tuple(part.get("rows", ())),
            part.get("lines", 0),
        )
        for part in row["part"]
    )
    return Form(
        **{name: value for name, value in row.items() if not isinstance(value, list)},
        parts=parts,
        basis=tuple(bases[name] for name in row.get("basis", ())),
        signatures=tuple(row.get("signatures", ())),
        notes=tuple(row.get("notes", ())),
    )
