"""The plan of visits, read from the JSON in which it is registered, and what it lacks, in sentences."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.utils.translation import gettext as _

from huaihai.kit.text.normalise import fold
from huaihai.supervision.measures.alpha import LEVELS, Level

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


KEY = re.compile(r"[a-z0-9-]{1,40}")
MOST_ITEMS, MOST_PLACES, MOST_VISITS = 60, 500, 5


def problems(plan: Mapping[str, Any]) -> list[str]:
    """All that is missing or wrong; empty: nothing."""
    try:
        read = parse(plan)
    except NoPlan:
        return [_("The plan is damaged. Please write it anew.")]
    return [*_whole(read), *(said for item in read.items for said in _of_item(item))]


def _whole(plan: Plan) -> Iterator[str]:
    if not plan.what:
        yield _("Say which places are visited.")
    if not plan.script:
        yield _("Write the script: what the visitor does and says, step by step.")
    if not any(map(fold, plan.words)) and not plan.category:
        yield _(
            "Say which places of the register the sample is drawn from: words in their names, or a trade."
        )
    if not plan.seed:
        yield _("Give the draw a seed, so that anybody can draw it again.")
    if not 1 <= plan.places_per_city <= MOST_PLACES:
        yield _("The number of places per city must lie between 1 and %(most)s.") % {"most": MOST_PLACES}
    if not 1 <= plan.visits_per_place <= MOST_VISITS:
        yield _("The number of visits per place must lie between 1 and %(most)s.") % {"most": MOST_VISITS}
    if plan.show_from < 5:
        yield _("Results of fewer than 5 places are never shown.")
    yield from _rules(plan)
    yield from _items(plan)


def _rules(plan: Plan) -> Iterator[str]:
    if not 0 < plan.alpha_minimum < 1:
        yield _("The least alpha lies between 0 and 1.")
    known = plan.weak in ("drop", "mark") and plan.differ in ("leave-out", "mean")
    if not known or plan.names not in ("none", "good") or not 100 <= plan.draws <= 10_000:
        yield _("The plan is damaged. Please write it anew.")


def _items(plan: Plan) -> Iterator[str]:
    if not plan.items:
        yield _("Add at least one item to look at.")
    elif not any(item.counts for item in plan.items):
        yield _("At least one item must count into the score.")
    if len(plan.items) > MOST_ITEMS:
        yield _("A visit has %(most)s items at most.") % {"most": MOST_ITEMS}
    for key, times in Counter(item.key for item in plan.items).items():
        if times > 1:
            yield _("The key %(key)s stands here twice.") % {"key": key}


def _of_item(item: Item) -> Iterator[str]:
    said = {"item": item.name or item.key}
    if not KEY.fullmatch(item.key) or not item.name or item.photo not in PHOTOS:
        yield _("An item needs a name and a key of small letters, digits and hyphens: %(item)s") % said
    if item.type == "choice" and len(item.options) < 2:
        yield _("Give at least two answers to choose from: %(item)s") % said
    if item.type == "scale" and not 0 <= item.low < item.high <= 100:
        yield _("The scale must rise and lie between 0 and 100: %(item)s") % said
    if not 1 <= item.weight <= 100:
        yield _("The weight lies between 1 and 100: %(item)s") % said
    yield from _of_coding(item, said)
    yield from _of_good(item, said)


def _of_coding(item: Item, said: dict[str, str]) -> Iterator[str]:
    if not item.is_coded:
        return
    if item.type not in ("text", "photo"):
        yield _("Only words and photos are coded by two people: %(item)s") % said
    if len(item.codes) < 2:
        yield _("Give the coders at least two codes: %(item)s") % said
    if item.level not in LEVELS or (item.level in ("interval", "ratio") and not _are_numbers(item)):
        yield _("Codes on a scale of numbers are numbers: %(item)s") % said


def _of_good(item: Item, said: dict[str, str]) -> Iterator[str]:
    if not item.counts:
        return
    if item.good:
        known = {choice.key for choice in item.answers} | ({"yes", "no"} if item.type == "yes_no" else set())
        if not set(item.good) <= known:
            yield _("What is good must be one of its answers: %(item)s") % said
    elif item.type not in ("scale", "number"):
        yield _("Only numbers and scales have a least or most value: %(item)s") % said
    elif item.good_min is not None and item.good_max is not None and item.good_min > item.good_max:
        yield _("The least good value is above the most: %(item)s") % said


def _are_numbers(item: Item) -> bool:
    return all(re.fullmatch(r"\d{1,6}", choice.key) for choice in item.codes)
