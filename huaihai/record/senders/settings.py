"""What an operator writes down for providers: `HUAIHAI_SENDERS` names a TOML file; keys come from the environment."""

import os
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final

from huaihai.record.senders.answers import Refused
from huaihai.record.senders.templates import Template

FILE: Final = "HUAIHAI_SENDERS"
OF_ALL: Final = "*"  # the budget of every body that has none of its own


@dataclass(frozen=True)
class Way:
    """One table of the file, such as [sms]."""

    name: str
    values: dict[str, Any] = field(default_factory=dict)
    templates: tuple[Template, ...] = ()

    def text(self, key: str, default: str = "") -> str:
        """A value as words. Raises Refused if it is needed and missing."""
        value = str(self.values.get(key, default)).strip()
        if not value and not default:
            raise Refused("settings", f"{self.name}.{key}")
        return value

    @property
    def price(self) -> Decimal:
        """Yuan for one part."""
        try:
            return Decimal(str(self.values.get("price", "0")))
        except InvalidOperation:
            raise Refused("settings", f"{self.name}.price") from None

    def budget(self, body: str) -> Decimal | None:
        """Yuan a month for this body, by its key; None: nobody said."""
        found: dict[str, Any] = self.values.get("budget") or {}
        value = found.get(body, found.get(OF_ALL))
        try:
            return None if value is None else Decimal(str(value))
        except InvalidOperation:
            raise Refused("settings", f"{self.name}.budget") from None


def way(name: str) -> Way:
    """The table of this way. Raises Refused if the file cannot be read."""
    path = os.environ.get(FILE, "")
    if not path:
        raise Refused("settings", FILE)
    try:
        changed = Path(path).stat().st_mtime_ns
        table = _read(path, changed).get(name, {})
        templates = tuple(Template.of(row) for row in table.get("template", ()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise Refused("settings", FILE) from None
    return Way(name, table, templates)


def secret(name: str) -> str:
    """A key of the environment. Raises Refused if it is missing."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise Refused("settings", name)
    return value


def faults(
    name: str, texts: Iterable[str], secrets: Iterable[str], *, needs_templates: bool
) -> Iterator[str]:
    """What is missing for this way, as a message would keep it as its last error."""
    asked = [partial(secret, one) for one in secrets]
    try:
        found = way(name)
        asked += [partial(found.text, one) for one in texts]
        waiting = sum(not one.id for one in found.templates)
        if needs_templates and (waiting or not found.templates):
            yield f"unapproved {waiting}"
    except Refused as error:
        yield str(error)
    for ask in asked:
        try:
            ask()
        except Refused as error:
            yield str(error)


@lru_cache(maxsize=2)
def _read(path: str, _changed: int) -> dict[str, Any]:
    with Path(path).open("rb") as file:
        return tomllib.load(file)
