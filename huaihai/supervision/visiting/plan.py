"""The plan of visits, read from the JSON in which it is registered."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from huaihai.supervision.measures.alpha import Level

type Type = Literal["yes_no", "scale", "choice", "number", "text", "photo"]

TYPES: tuple[Type, ...] = ("yes_no", "scale", "choice", "number", "text", "photo")
PHOTOS = ("", "may", "must")
NOT_SEEN = "na"  # noted where an item could not be seen or does not apply
DEFAULTS: dict[str, Any] = {
    "what": "",
    "script": [],
    "items": [],
    "frame": {"words": [], "category": ""},
    "places_per_city": 12,
    "visits_per_place": 1,
    "seed": "",
    "alpha": {"minimum": "0.667", "weak": "drop", "differ": "leave-out"},
    "show_from": 10,
    "names": "none",
    "draws": 1000,
}


class NoPlan(ValueError):
    """The mapping does not have the form of a plan; the message names the part."""


@dataclass(frozen=True)
class Choice:
    """An answer or a code that can be given."""

    key: str
    name: str


@dataclass(frozen=True)
class Item:
    """One thing to look at. What is `good` counts into the score with `weight`; empty: it only describes.

    `good` holds keys of answers (or of codes, if two blind coders code it), or the least and most number.
    """

    key: str
    name: str
    type: Type
    guidance: str = ""
    options: tuple[Choice, ...] = ()
    low: int = 1
    high: int = 5
    unit: str = ""
    photo: str = ""
    is_required: bool = True
    good: tuple[str, ...] = ()
    good_min: Decimal | None = None
    good_max: Decimal | None = None
    weight: int = 1
    is_coded: bool = False
    codes: tuple[Choice, ...] = ()
    level: Level = "nominal"

    @property
    def counts(self) -> bool:
        """Whether it counts into the score."""
        return bool(self.good) or self.good_min is not None or self.good_max is not None

    @property
    def answers(self) -> tuple[Choice, ...]:
        """What can be chosen: of a coded item its codes."""
        return self.codes if self.is_coded else self.options

    @property
    def takes_photos(self) -> bool:
        return self.type == "photo" or bool(self.photo)

    def is_good(self, value: str) -> bool:
        """Whether an answer (or code) is as it should be. Only for items that count."""
        if self.good:
            return value in self.good
        number = Decimal(value)
        above = self.good_min is None or number >= self.good_min
        return above and (self.good_max is None or number <= self.good_max)


@dataclass(frozen=True)
class Plan:
    """The whole plan. `alpha_minimum`, `weak` and `differ` are the rule for what two coders agree on too little."""

    what: str
    script: tuple[str, ...]
    items: tuple[Item, ...]
    words: tuple[str, ...]
    category: str
    places_per_city: int
    visits_per_place: int
    seed: str
    alpha_minimum: Decimal
    weak: str
    differ: str
    show_from: int
    names: str
    draws: int

    @property
    def by_key(self) -> dict[str, Item]:
        return {item.key: item for item in self.items}

    @property
    def coded(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.is_coded)


def parse(plan: Mapping[str, Any]) -> Plan:
    """Read a plan, complete or not (`problems` says what it lacks). Raises NoPlan."""
    held = DEFAULTS | dict(plan)
    try:
        rule, frame = DEFAULTS["alpha"] | held["alpha"], DEFAULTS["frame"] | held["frame"]
        return Plan(
            what=str(held["what"]),
            script=tuple(map(str, held["script"])),
            items=tuple(_item(row) for row in held["items"]),
            words=tuple(map(str, frame["words"])),
            category=str(frame["category"]),
            places_per_city=int(held["places_per_city"]),
            visits_per_place=int(held["visits_per_place"]),
            seed=str(held["seed"]),
            alpha_minimum=Decimal(rule["minimum"]),
            weak=str(rule["weak"]),
            differ=str(rule["differ"]),
            show_from=int(held["show_from"]),
            names=str(held["names"]),
            draws=int(held["draws"]),
        )
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise NoPlan(f"this is no plan of visits: {error!r}") from error


def _item(row: Mapping[str, Any]) -> Item:
    if row["type"] not in TYPES:
        raise NoPlan(f"{row['type']} is no type of an item")
    good = row.get("good") or []
    bounds = good if isinstance(good, Mapping) else {}
    return Item(
        key=str(row["key"]),
        name=str(row["name"]),
        type=row["type"],
        guidance=str(row.get("guidance", "")),
        options=_choices(row.get("options", ())),
        low=int(row.get("low", 1)),
        high=int(row.get("high", 5)),
        unit=str(row.get("unit", "")),
        photo=str(row.get("photo", "")),
        is_required=bool(row.get("required", True)),
        good=() if bounds else tuple(map(str, good)),
        good_min=_decimal(bounds.get("min")),
        good_max=_decimal(bounds.get("max")),
        weight=int(row.get("weight", 1)),
        is_coded=bool(row.get("coded", False)),
        codes=_choices(row.get("codes", ())),
        level=row.get("level", "nominal"),
    )


def _choices(rows: Any) -> tuple[Choice, ...]:
    return tuple(Choice(str(row["key"]), str(row["name"])) for row in rows)


def _decimal(value: Any) -> Decimal | None:
    if value in (None, ""):
        return None
    found = Decimal(str(value))
    if not found.is_finite():
        raise NoPlan(f"{value} is no number")
    return found
