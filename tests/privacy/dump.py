"""Everything that a copy of the database holds, and what of it is personal.

What is personal is not listed by hand: it is whatever lies in sealed fields, opened by the program. So a field that is
sealed later is looked for from then on, and a copy of it in clear is found wherever it stands.
"""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from django.apps import apps
from django.db import connection, models

from huaihai.kit.fields import SealedTextField

CHINESE = re.compile(r"[\u3400-\u9fff]+")
NUMBER = re.compile(r"(?<![0-9a-zA-Z+/=_-])(?:\+86)?[ -]?([0-9][0-9 -]{6,}[0-9])(?![0-9a-zA-Z+/=_-])")
FILE_NUMBER = re.compile(r"[0-9]{4}-?20[0-9]{2}-?[0-9]{6}-?[0-9]")  # opens nothing, and names nobody
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SURE_NAME = 4  # characters: shorter ones are looked for as a whole, as they stand in other words
DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
SHORTEST_NUMBER = 8  # digits
WINDOW = 12  # characters of a story that nobody writes twice by chance


@dataclass
class Personal:
    """What is looked for: whole names, whole numbers and addresses of mail, pieces of what somebody wrote."""

    names: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    mails: set[str] = field(default_factory=set)
    pieces: set[str] = field(default_factory=set)

    def add(self, text: str, *, is_name: bool) -> None:
        if is_name:
            self.names.update(set(CHINESE.findall(text)) - SAID_OF_EVERYBODY)
            return
        self.numbers.update(_numbers(text).values())
        self.mails.update(MAIL.findall(text.lower()))
        for run in CHINESE.findall(text):
            self.pieces.update(run[at : at + WINDOW] for at in range(0, len(run) - WINDOW + 1, WINDOW))

    def found_in(self, text: str, *, with_pieces: bool = True) -> set[str]:
        """What of it stands in this text in clear."""
        found = {said for said, digits in _numbers(text).items() if digits in self.numbers}
        if "@" in text:
            found |= self.mails.intersection(MAIL.findall(text.lower()))
        for run in CHINESE.findall(text):
            found |= {name for name in self.names if name in run and (len(name) >= SURE_NAME or name == run)}
            if with_pieces and len(run) >= WINDOW:
                found |= self.pieces.intersection(_windows(run))
        return found


def _windows(run: str) -> set[str]:
    return {run[at : at + WINDOW] for at in range(len(run) - WINDOW + 1)}


def _numbers(text: str) -> dict[str, str]:
    """Telephones and accounts, as they are said and as digits; no days, years, sums and numbers of files."""
    named = (one for one in NUMBER.findall(text) if not (FILE_NUMBER.fullmatch(one) or DAY.fullmatch(one)))
    said = {one: re.sub(r"\D", "", one) for one in named}
    return {one: digits for one, digits in said.items() if len(digits) >= SHORTEST_NUMBER}


# Fields that hold the name of a person and nothing else. What a business is called is public.
NAMES = {
    "cases_complainant.name",
    "cases_complainant.acts_for",
    "cases_consultation.name",
    "cases_callback.name",
    "businesses_enrolment.contact_name",
    "compensation_claim.payee.name",
    "education_press_contact.person",
    "governance_contact.name",
    "governance_pool_entry.name",
    "members_account.display_name",
}
SAID_OF_EVERYBODY = {"演示", "前台"}  # what the demo puts before its names; who answers a telephone


def personal() -> Personal:
    """All that sealed fields hold, opened."""
    found = Personal()
    for model in apps.get_models():
        fields = [one for one in model._meta.concrete_fields if isinstance(one, SealedTextField)]
        if not fields:
            continue
        rows: Any = models.QuerySet(model).only("pk", *(one.name for one in fields)).order_by()
        for row in rows.iterator(1_000):
            for one in fields:
                for name, text in _texts(f"{model._meta.db_table}.{one.name}", getattr(row, one.attname)):
                    found.add(text, is_name=name in NAMES)
    return found


def _texts(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(f"{name}.{key}", inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(name, inner)
    elif isinstance(value, str):
        yield name, value


def cells() -> Iterator[tuple[str, str]]:
    """Table.column and text of everything in the database, tables outside of models too."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- names of tables
            names = [f"{table}.{column[0]}" for column in cursor.description]
            for row in cast(Iterator[tuple[Any, ...]], cursor):
                yield from ((name, _as_text(value)) for name, value in zip(names, row, strict=True))


def _as_text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "ignore")
    return "" if value is None else str(value)


def in_clear(
    looked_for: Personal, texts: Iterable[tuple[str, str]], *, said_openly: Container[str] = ()
) -> dict[str, set[str]]:
    """Where something personal stands in clear, and what. In columns `said_openly` pieces of text are no find; names,
    numbers and addresses are one everywhere."""
    found: dict[str, set[str]] = {}
    for place, text in texts:
        if text and (here := looked_for.found_in(text, with_pieces=place not in said_openly)):
            found.setdefault(place, set()).update(here)
    return found
