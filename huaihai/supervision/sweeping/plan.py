"""The plan of a sweep: one trade, one week, one checklist for all cities; plain JSON, and what it lacks.

{"trade": "S06", "what": …, "week": ["2026-12-07", "2026-12-13"], "target": 10,
 "cure_days": {"minor": 15, "serious": 7, "grave": 3},
 "follow": {"minor": ["advice"], "serious": ["advice", "promise"], "grave": ["talk", "promise"]},
 "items": [{"key", "name", "severity", "finding", "guidance", "basis": […], "photo": true}]}
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from huaihai.law import kinds
from huaihai.law.library import citations
from huaihai.law.library.citations import Place
from huaihai.law.limits import CURE_GRAVE, CURE_MINOR, CURE_SERIOUS, Limit, Unit
from huaihai.supervision.sweeping.life import SEVERITIES

LIMITS: Final[Mapping[str, Limit]] = {"minor": CURE_MINOR, "serious": CURE_SERIOUS, "grave": CURE_GRAVE}
FOLLOWING: Final = ("advice", "talk", "promise")
USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "minor": ("advice",),
    "serious": ("advice", "promise"),
    "grave": ("talk", "promise"),
}
MOST_ITEMS: Final = 40
MOST_TARGET: Final = 10_000
MOST_DAYS: Final = 180
_KEY: Final = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True)
class Item:
    """One line of the checklist. `finding` says what counts as a finding; `photo`: a photo of it is wanted."""

    key: str
    name: str
    severity: str
    finding: str = ""
    guidance: str = ""
    basis: tuple[str, ...] = ()
    photo: bool = False

    @property
    def severity_label(self) -> str:
        return str(SEVERITIES[self.severity])


@dataclass(frozen=True)
class Plan:
    """A whole plan. `target`: places per city, where the city has no share of its own. Days are calendar days."""

    trade: str = ""
    what: str = ""
    week: tuple[date | None, date | None] = (None, None)
    target: int = 0
    cure_days: tuple[tuple[str, int], ...] = ()
    follow: tuple[tuple[str, tuple[str, ...]], ...] = ()
    items: tuple[Item, ...] = ()

    def item(self, key: str) -> Item:
        """The item with this key; one that the plan does not know has its key for a name."""
        found = (item for item in self.items if item.key == key)
        return next(found, Item(key, key, "minor"))

    def cure_limit(self, severity: str, *, source: str, since: date) -> Limit:
        """How long a business has to cure: the plan's own number of days, or the working default."""
        limit, days = LIMITS[severity], dict(self.cure_days).get(severity, 0)
        if not days or days == limit.number:
            return limit
        return limit.as_adopted(days, Unit.DAYS, source=source, since=since)

    def follows(self, severity: str) -> tuple[str, ...]:
        """What follows from a finding of this severity."""
        return dict(self.follow).get(severity, USUAL[severity])


def parse(plan: Mapping[str, Any]) -> Plan:
    """What the mapping says, as far as it can be read; what cannot is left empty."""
    days = [_day(one) for one in _list(plan.get("week"))[:2]]
    cure, follow = _mapping(plan.get("cure_days")), _mapping(plan.get("follow"))
    return Plan(
        trade=_text(plan.get("trade")),
        what=_text(plan.get("what")),
        week=(days[0], days[1]) if len(days) == 2 else (None, None),
        target=_whole(plan.get("target")),
        cure_days=tuple((key, _whole(cure.get(key))) for key in SEVERITIES),
        follow=tuple((key, _kinds(follow.get(key), key)) for key in SEVERITIES),
        items=tuple(_items(plan.get("items"))),
    )


def written(plan: Plan) -> dict[str, Any]:
    """The plan as it is stored."""
    return {
        "trade": plan.trade,
        "what": plan.what,
        "week": [day.isoformat() if day else "" for day in plan.week],
        "target": plan.target,
        "cure_days": dict(plan.cure_days),
        "follow": {key: list(held) for key, held in plan.follow},
        "items": [
            {
                "key": item.key,
                "name": item.name,
                "severity": item.severity,
                "finding": item.finding,
                "guidance": item.guidance,
                "basis": list(item.basis),
                "photo": item.photo,
            }
            for item in plan.items
        ],
    }


def _items(given: Any) -> Iterator[Item]:
    for row in _list(given)[:MOST_ITEMS]:
        if isinstance(row, Mapping) and _KEY.fullmatch(_text(row.get("key"))):
            severity = _text(row.get("severity"))
            yield Item(
                key=_text(row["key"]),
                name=_text(row.get("name")),
                severity=severity if severity in SEVERITIES else "minor",
                finding=_text(row.get("finding")),
                guidance=_text(row.get("guidance")),
                basis=tuple(_text(line) for line in _list(row.get("basis")) if _text(line)),
                photo=row.get("photo") is True,
            )


def _kinds(given: Any, severity: str) -> tuple[str, ...]:
    if given is None:
        return USUAL[severity]
    return tuple(kind for kind in FOLLOWING if kind in _list(given))


def _day(given: Any) -> date | None:
    try:
        return date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        return None


def _whole(given: Any) -> int:
    return given if isinstance(given, int) and not isinstance(given, bool) and given >= 0 else 0


def _text(given: Any) -> str:
    return given.strip() if isinstance(given, str) else ""


def _list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []


def _mapping(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, Mapping) else {}


LONGEST: Final = timedelta(days=13)
_CITED: Final = re.compile(r"《[^《》]*》|第[0-9〇零一二三四五六七八九十百千]+条")


def problems(plan: Mapping[str, Any]) -> list[str]:
    """What it lacks before it can be registered, in sentences."""
    held = parse(plan)
    rows = plan.get("items")
    unread = isinstance(rows, list) and len(rows) != len(held.items)
    lost = [_("An item of the checklist cannot be read.")] if unread else []
    return [*_of_the_whole(held), *lost, *(said for item in held.items for said in _of_an_item(item))]


def unresolved(line: str) -> list[str]:
    """The laws and articles that this line names and the law library does not hold."""
    places = citations.find(line)
    lost = [line[place.start : place.end] for place in places if citations.missing(place)]
    named = [cited for cited in _CITED.finditer(line) if not any(_meet(cited, place) for place in places)]
    return [*lost, *(cited.group() for cited in named)]


def _of_the_whole(plan: Plan) -> Iterator[str]:
    first, last = plan.week
    if plan.trade not in kinds.BY_CODE or not plan.what:
        yield _("Please say which trade is checked.")
    if first is None or last is None:
        yield _("Please give the first and the last day of the week.")
    elif not timedelta(0) <= last - first <= LONGEST:
        yield _("A sweep lasts at least a day and at most two weeks.")
    if not 1 <= plan.target <= MOST_TARGET:
        yield _("Please say how many places each city checks.")
    if any(not 1 <= days <= MOST_DAYS for _key, days in plan.cure_days):
        yield _("For each severity, please say how many days there are to cure a finding.")
    if any(not kinds_ for _key, kinds_ in plan.follow):
        yield _("For each severity, please say what follows from a finding.")
    if not plan.items:
        yield _("The checklist is empty.")
    if len({item.key for item in plan.items}) != len(plan.items):
        yield _("Two items of the checklist have the same key.")


def _of_an_item(item: Item) -> Iterator[str]:
    said = {"name": item.name or item.key}
    if not item.name or not item.finding:
        yield _("“%(name)s”: please say what is looked at and what counts as a finding.") % said
    if not item.basis:
        yield _("“%(name)s”: please say which rule it rests on.") % said
    for line in item.basis:
        for cited in unresolved(line):
            yield _("“%(name)s”: the law library does not hold %(cited)s.") % {**said, "cited": cited}


def _meet(cited: re.Match[str], place: Place) -> bool:
    return place.start < cited.end() and cited.start() < place.end
