"""Two versions of the criteria beside each other: what was changed, added and left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.brands.programme import problem_words

NOTHING = "–"


@dataclass(frozen=True)
class Change:
    """Where, and what stood there before and stands there now."""

    where: str
    before: str
    after: str


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Everything that the later version says otherwise, in its order; rows that are new or gone in one line each."""
    old, new = dict(_flat(before)), dict(_flat(after))
    old_rows, new_rows = _rows(old), _rows(new)
    added = [Change(_where(row, after), NOTHING, _("new")) for row in new_rows if row not in old_rows]
    gone = [
        Change(_where(row, before), _("was there"), _("left out")) for row in old_rows if row not in new_rows
    ]
    one_sided = set(old_rows) ^ set(new_rows)
    changed = [
        Change(_where(place, after), old.get(place, NOTHING), new.get(place, NOTHING))
        for place in {**new, **old}
        if _row(place) not in one_sided and old.get(place) != new.get(place)
    ]
    return [*added, *gone, *changed]


def _flat(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every single value by its place; rows of a list are named by their key."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(inner, f"{place}.{name}" if place else name)
    elif isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
        for row in value:
            yield from _flat(row, f"{place}.{row['key']}")
    else:
        yield place, _said(value)


def _said(value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, list):
        pieces = [": ".join(map(str, one)) if isinstance(one, list) else str(one) for one in value]
        return pgettext("list", ", ").join(pieces) or NOTHING
    return str(value)


def _rows(places: Mapping[str, str]) -> list[str]:
    """The rows that these places belong to, in their order."""
    return list(dict.fromkeys(row for place in places if (row := _row(place))))


def _row(place: str) -> str:
    """The criterion or rule that a place belongs to: "criteria.fund"; empty for others."""
    pieces = place.split(".")
    return ".".join(pieces[:2]) if pieces[0] in problem_words.NAMED and len(pieces) > 1 else ""


def _where(place: str, content: Mapping[str, Any]) -> str:
    return problem_words.place(place, content)
