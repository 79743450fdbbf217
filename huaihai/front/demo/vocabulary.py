"""What the demo's people buy, what goes wrong, and how they tell it: vocabulary.toml, read once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from huaihai.law import kinds

PATH = Path(__file__).with_name("vocabulary.toml")


@dataclass(frozen=True)
class Item:
    """Goods or a service: what it is called, who sells it, the usual price in yuan, how it fails."""

    category: str
    name: str
    shop: str
    yuan: int
    faults: tuple[str, ...]
    got: str = "买了"
    danger: str = ""
    measured: bool = False
    repair: bool = False
    returnable: bool = False
    prepaid: bool = False
    online: bool = False

    @property
    def is_service(self) -> bool:
        return kinds.BY_CODE[self.category] in kinds.SERVICES


@dataclass(frozen=True)
class Problem:
    """One way to complain of a nature, for goods, for services, or for any."""

    nature: str
    kind: str
    title: str
    story: str
    needs: str = ""  # what the item must be or have, by the name of its field

    def fits(self, item: Item) -> bool:
        if self.needs and not getattr(item, self.needs):
            return False
        return self.kind in ("any", "service" if item.is_service else "goods")


@dataclass(frozen=True)
class Vocabulary:
    """`words` are sentences by what they are for; `shop` names made-up people and businesses."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    surnames: str
    ordinals: tuple[str, ...]
    words: dict[str, Any]
    shop: dict[str, str]


@cache
def read() -> Vocabulary:
    """The vocabulary in the package."""
    raw = tomllib.loads(PATH.read_text(encoding="utf-8"))
    items = [Item(**{**row, "faults": tuple(row["faults"])}) for row in raw["item"]]
    return Vocabulary(
        items=tuple(items),
        problems=tuple(Problem(**row) for row in raw["problem"]),
        surnames=raw["surnames"],
        ordinals=tuple(raw["ordinals"]),
        words=raw["words"],
        shop=raw["shop"],
    )


@cache
def choices(nature: str, category: str) -> tuple[tuple[Item, Problem], ...]:
    """All that can be complained of in this category, of this nature."""
    held = read()
    return tuple(
        (item, problem)
        for item in held.items
        if item.category == category
        for problem in held.problems
        if problem.nature == nature and problem.fits(item)
    )
