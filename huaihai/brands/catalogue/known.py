"""What is known about an entry beside its own fields: pledges in force, strong hearts and axes, promises kept."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from huaihai.brands.catalogue import facets
from huaihai.brands.models import Entry, Snapshot
from huaihai.brands.scoring.names import AXES, HEARTS
from huaihai.businesses import pledges
from huaihai.businesses.models import PledgeSuspension, PledgeVersion

NUMBERS = (
    "days",
    "hours",
    "times",
)  # the number by which a pledge is called: the first of these in its terms


@dataclass(frozen=True)
class Known:
    """Strong in a heart or axis is what reaches, with the lower end of its interval, what the criteria ask of a heart.

    `low`: hundredths of a point, None without a score.
    """

    hearts: int = 0
    axes: int = 0
    low: int | None = None
    kept: int = 0
    due: int = 0
    chips: list[list[Any]] = field(default_factory=list)
    pledged: int = 0


def known(entry: Entry, *, on: date) -> Known:
    """What holds on this day."""
    versions = displayed_pledges(entry, on=on)
    chips = [[version.pledge.kind, _number(version)] for version in versions]
    pledged = facets.bits((version.pledge.kind for version in versions), facets.PLEDGES)
    snapshot = Snapshot.objects.filter(entry=entry).select_related("criteria").order_by("-at", "-pk").first()
    return Known(chips=chips, pledged=pledged, **_scored(snapshot))


def displayed_pledges(entry: Entry, *, on: date) -> list[PledgeVersion]:
    """The pledges in force for this entry, without those whose display is suspended."""
    held = pledges.all_in_force(entry.business, on=on, place=entry.place)
    hidden = PledgeSuspension.objects.filter(pledge__in=[one.pledge_id for one in held], lifted_at=None)
    gone = set(hidden.values_list("pledge_id", flat=True)) if held else set()
    return [one for one in held if one.pledge_id not in gone]


def _scored(snapshot: Snapshot | None) -> dict[str, Any]:
    if snapshot is None:
        return {}
    promises = snapshot.evidence.get("promises") or {}
    said = {"kept": int(promises.get("hits", 0)), "due": int(promises.get("of", 0))}
    result, criteria = snapshot.result, snapshot.criteria
    if not result or criteria is None:
        return said
    asked = _points(criteria.content.get("admission", {}).get("heart")) or Decimal(60)
    low = _points(result.get("low"))
    return said | {
        "hearts": _strong(result.get("hearts"), HEARTS, asked),
        "axes": _strong(result.get("axes"), AXES, asked),
        "low": None if low is None else int(low * 100),
    }


def _strong(found: Any, names: tuple[str, ...], asked: Decimal) -> int:
    lows = {name: _points((found or {}).get(name, {}).get("low")) for name in names}
    return facets.bits((name for name, low in lows.items() if low is not None and low >= asked), names)


def _points(said: Any) -> Decimal | None:
    try:
        return Decimal(str(said))
    except InvalidOperation:
        return None


def _number(version: PledgeVersion) -> int:
    held = version.terms
    return next((int(held[name]) for name in NUMBERS if isinstance(held.get(name), int)), 0)
