"""What the demo's people buy, what goes wrong, and how they tell it: vocabulary.toml, read once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from huaihai.law import kinds

PATH = Path(__file__).with_name("vocabulary.toml")
TOLD = ("fault", "flaw", "defect", "danger", "claim", "lack")  # what a problem may say of an item


@dataclass(frozen=True)
class Item:
    """Goods or a service: what it is called, who sells it, the usual price in yuan, how it fails."""

    category: str
    name: str
    shop: str
    yuan: int
    got: str = ""
    use: str = "用"
    faults: tuple[str, ...] = ()
    flaws: tuple[str, ...] = ()
    danger: str = ""
    claim: str = ""
    lack: str = ""
    traits: frozenset[str] = frozenset()
    months: tuple[int, ...] = tuple(range(1, 13))
    days: int = 0

    @property
    def is_service(self) -> bool:
        return kinds.BY_CODE[self.category] in kinds.SERVICES

    @property
    def online(self) -> bool:
        return "online" in self.traits

    @property
    def has(self) -> frozenset[str]:
        """Its traits and what can be told of it, by the names that problems use."""
        told: dict[str, object] = {
            "fault": self.faults,
            "flaw": self.flaws,
            "defect": self.faults or self.flaws,
        }
        told |= {"danger": self.danger, "claim": self.claim, "lack": self.lack}
        mended = {"repair"} if self.traits & {"send", "visit", "visitshop"} else set()
        return self.traits | mended | {name for name, value in told.items() if value}


@dataclass(frozen=True)
class Problem:
    """One way to complain of a nature, for goods, for services, or for any. `days` passed since the purchase."""

    nature: str
    kind: str
    title: str
    story: str
    remedies: tuple[str, ...]
    needs: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    opening: str = ""
    days: int = 8
    part: float = 1.0

    def fits(self, item: Item) -> bool:
        if not (self.needs | self._named) <= item.has or self.never & item.has:
            return False
        return self.kind in ("any", "service" if item.is_service else "goods")

    def remedies_for(self, item: Item) -> list[str]:
        """What may be asked for: nothing is mended that nobody mends, and no food or animal is exchanged."""
        barred: set[str] = set()
        if "repair" not in item.has:
            barred.add("repair")
        if "redo" not in item.traits:
            barred.add("redo")
        if item.traits & {"food", "pet"}:
            barred |= {"replace", "return"}
        return [code for code in self.remedies if code not in barred]

    @property
    def _named(self) -> set[str]:
        return {name for name in TOLD if f"{{{name}}}" in self.title + self.story}


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
    return Vocabulary(
        items=tuple(Item(**_frozen(row)) for row in raw["item"]),
        problems=tuple(Problem(**_frozen(row)) for row in raw["problem"]),
        surnames=raw["surnames"],
        ordinals=tuple(raw["ordinals"]),
        words=raw["words"],
        shop=raw["shop"],
    )


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    sets = {name: frozenset(row[name]) for name in ("traits", "needs", "never") if name in row}
    lists = {name: tuple(row[name]) for name in ("faults", "flaws", "months", "remedies") if name in row}
    return row | sets | lists


@cache
def choices(nature: str, category: str, month: int) -> tuple[tuple[Item, Problem], ...]:
    """All that can be complained of in this category, of this nature, in this month."""
    held = read()
    return tuple(
        (item, problem)
        for item in held.items
        if item.category == category and month in item.months
        for problem in held.problems
        if problem.nature == nature and problem.fits(item)
    )
