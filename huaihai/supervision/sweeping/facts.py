"""The released file in rows for page and report: words beside numbers, shares with their intervals."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huaihai.supervision.sweeping.life import FINDING, KINDS, LIVING, SEVERITIES
from huaihai.supervision.sweeping.plan import Plan, parse

type File = Mapping[str, Any]


@dataclass(frozen=True)
class Share:
    """A share from 0 to 1 with the ends of its interval, as numbers."""

    share: float
    low: float
    high: float

    @property
    def whole(self) -> int:
        """Whole per cent."""
        return round(self.share * 100)


@dataclass(frozen=True)
class Fate:
    """What became of findings."""

    found: int
    rechecked: int
    cured: int
    partly: int
    uncured: int
    not_rechecked: int
    exposed: int
    handed: int
    cured_share: Share | None


@dataclass(frozen=True)
class ItemRow:
    """An item before and after."""

    name: str
    severity: str
    severity_label: str
    basis: tuple[str, ...]
    checked: int
    left: int
    before: Share | None
    after: Share | None
    fate: Fate


@dataclass(frozen=True)
class CityRow:
    """A city: how many places of how many it set out to check, and what became of its findings."""

    name: str
    target: int
    places: int
    hit: int
    fate: Fate


def plan_of(file: File) -> Plan:
    """The plan that counted: the last registered."""
    plans = file.get("plans") or [{"plan": {}}]
    return parse(plans[-1]["plan"])


def items(file: File) -> list[ItemRow]:
    """Each item of the checklist, in its order."""
    told = {row["item"]: row for row in file["results"]["items"]}
    return [
        ItemRow(
            name=item["name"],
            severity=item["severity"],
            severity_label=str(SEVERITIES[item["severity"]]),
            basis=tuple(item["basis"]),
            checked=told[item["key"]]["checked"],
            left=told[item["key"]]["left"],
            before=_share(told[item["key"]]["before"]),
            after=_share(told[item["key"]]["after"]),
            fate=_fate(told[item["key"]]),
        )
        for item in file["items"]
    ]


def cities(file: File) -> list[CityRow]:
    """Each city, in the alliance's order."""
    names = {row["key"]: row["name"] for row in file["cities"]}
    return [
        CityRow(
            name=names[row["city"]],
            target=row["target"],
            places=row["places"],
            hit=row["places_with_findings"],
            fate=_fate(row),
        )
        for row in file["results"]["cities"]
    ]


def whole(file: File) -> tuple[Fate, int, int, Share | None]:
    """All findings; all places, those with findings, and their share."""
    told = file["results"]["all"]
    return _fate(told), told["places"], told["places_with_findings"], _share(told["places_share"])


def measures(file: File) -> list[tuple[str, int]]:
    """How many of each measure were taken; withdrawn and called off ones left out."""
    counted = Counter(
        row["kind"] for row in file["measures"] if row["stage"] not in ("withdrawn", "called_off")
    )
    return [(str(KINDS[kind]), counted[kind]) for kind in KINDS]


def still_open(file: File) -> list[tuple[str, int]]:
    """The findings with which something is still to be done, by where they stand."""
    counted = Counter(row["stage"] for row in file["findings"])
    return [
        (str(FINDING.stages[stage]), counted[stage])
        for stage in FINDING.stages
        if stage in LIVING and counted[stage]
    ]


def _share(told: Mapping[str, str] | None) -> Share | None:
    return Share(float(told["share"]), float(told["low"]), float(told["high"])) if told else None


def _fate(told: Mapping[str, Any]) -> Fate:
    counts = {
        name: told[name]
        for name in (
            "found",
            "rechecked",
            "cured",
            "partly",
            "uncured",
            "not_rechecked",
            "exposed",
            "handed",
        )
    }
    return Fate(**counts, cured_share=_share(told["cured_share"]))
