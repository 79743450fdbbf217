"""The tables of the country in use: a CSV each, whose rows rooms ask for by name (`limits.NEGOTIATE`).

A module declares the names that rooms ask for, `NEGOTIATE: Limit`, or `Limit | None` where a country may have no such
rule: a row with nothing but its name says so. The checker asks for each of them.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from enum import Enum
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, get_type_hints

from huaihai.packs import country_folder, shapes
from huaihai.packs.files import Reading
from huaihai.packs.flaws import Flaw, PackError

COLUMNS: Final = {"sureness": "mark"}  # of a field, where it has another name


class Table[T]:
    """The rows of one file as what they are, by name, in the order of the file."""

    def __init__(
        self, module: str, kind: type[T], file: str, key: str = "code", *, may_ask: Iterable[str] = ()
    ) -> None:
        """`may_ask`: what rooms ask for in another way, and a country need not have."""
        self.module, self.kind, self.file, self.key = module, kind, file, key
        self.may_ask = dict.fromkeys(may_ask, False)

    @property
    def rows(self) -> Mapping[str, T]:
        """Of the country in use. Raises PackError, with all that is wrong in the file."""
        return _read(self, country_folder())

    def __getitem__(self, name: str) -> T:
        try:
            return self.rows[name]
        except KeyError:
            words = (f"has no row for {name}", f"没有 {name} 这一行")
            raise PackError.of(country_folder(), [Flaw(self.file, 0, *words)]) from None

    @cached_property
    def asked(self) -> Mapping[str, bool]:
        """What rooms ask for, and whether a country must have it."""
        hints = get_type_hints(sys.modules[self.module])
        kinds = (self.kind, self.kind | None)
        found = {self.name_of(name): hint is self.kind for name, hint in hints.items() if hint in kinds}
        return {**found, **self.may_ask}

    def name_of(self, name: str) -> str:
        """A row's name as rooms write it: MAKE_UP_QUANTITY for make-up-quantity."""
        return name if self.key == "name" else name.lower().replace("_", "-")

    def supply(self, **more: Callable[[], Any]) -> Callable[[str], Any]:
        """The `__getattr__` of its module: what it declares, and `more`."""

        def find(name: str) -> Any:
            if name in more:
                return more[name]()
            must = None if name.startswith("_") else self.asked.get(self.name_of(name))
            if must is None:
                raise AttributeError(f"{self.module} has no {name}")
            return self[self.name_of(name)] if must else self.rows.get(self.name_of(name))

        return find


@cache
def _read[T](table: Table[T], folder: Path) -> Mapping[str, T]:
    reading = Reading(folder)
    found = [row.values for row in reading.rows(table.file, shapes.TABLES[table.file], may_lack=True)]
    if reading.flaws:
        raise PackError.of(folder, reading.flaws)
    hints = get_type_hints(table.kind)
    return {row[table.key]: _made(table.kind, hints, row) for row in found if len(row) > 1}


def _made[T](kind: type[T], hints: Mapping[str, Any], row: Mapping[str, Any]) -> T:
    given = {}
    for field in fields(kind):  # type: ignore[arg-type]
        value, hint = row[COLUMNS.get(field.name, field.name)], hints[field.name]
        if value is not None:
            given[field.name] = hint(value) if isinstance(hint, type) and issubclass(hint, Enum) else value
    return kind(**given)
