"""The row of an entry in the catalogue: what it is narrowed by, made from what is true now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.db.models import Max
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from huaihai import alliance
from huaihai.brands.catalogue import words
from huaihai.brands.life import DIRECTORY
from huaihai.brands.models import CatalogueRow, Entry, EntryPicture, Snapshot, StoryVersion
from huaihai.brands.models.catalogue import Shown
from huaihai.brands.scoring.names import AXES, HEARTS
from huaihai.businesses.models import Pledge, PledgeSuspension, PledgeVersion
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.kit import local_words
from huaihai.kit.clock import local_day

HEART_NAMES: Final[dict[str, Promise | str]] = {
    "safe": pgettext_lazy("heart", "safe"),
    "ease": pgettext_lazy("heart", "at ease"),
    "care": pgettext_lazy("heart", "cared for"),
}
AXIS_NAMES: Final[dict[str, Promise | str]] = {
    "distinctive": pgettext_lazy("axis", "distinctive"),
    "well-made": pgettext_lazy("axis", "well made"),
    "reputed": pgettext_lazy("axis", "reputed"),
    "loved": pgettext_lazy("axis", "loved"),
}
PLEDGES: Final[tuple[str, ...]] = tuple(Pledge.Kind.values)
MONTHS: Final[tuple[str, ...]] = tuple(str(number) for number in range(1, 13))
NEUTRAL, NEWEST, ATTESTED = "", "newest", "attested"

# Name in an address → the field of the row and its values, the first of them bit 0.
BITS: Final[dict[str, tuple[str, Sequence[str]]]] = {
    "month": ("months", MONTHS),
    "heart": ("hearts", HEARTS),
    "axis": ("axes", AXES),
    "pledge": ("pledged", PLEDGES),
}
NUMBERS = (
    "days",
    "hours",
    "times",
)  # the number by which a pledge is called: the first of these in its terms


def bits(names: Iterable[str], known: Sequence[str]) -> int:
    """The set of these names as a number."""
    return sum(1 << known.index(name) for name in set(names) if name in known)


def names(held: int, known: Sequence[str]) -> list[str]:
    """The names in a set of bits, in their order."""
    return [name for place, name in enumerate(known) if held >> place & 1]


def position(city: str) -> int:
    """The place of a member city (by its code) in the alliance's own order, from 1; others come after all of them."""
    codes = alliance.load().city_codes
    return codes.index(city) + 1 if city in codes else len(codes) + 1


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
    pledged = bits((version.pledge.kind for version in versions), PLEDGES)
    snapshot = Snapshot.objects.filter(entry=entry).select_related("criteria").order_by("-at", "-pk").first()
    return Known(chips=chips, pledged=pledged, **_scored(snapshot))


def displayed_pledges(entry: Entry, *, on: date) -> list[PledgeVersion]:
    """The pledges in force for this entry, without those whose display is suspended."""
    held = pledges_facts.all_in_force(entry.business, on=on, place=entry.place)
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
    return bits((name for name, low in lows.items() if low is not None and low >= asked), names)


def _points(said: Any) -> Decimal | None:
    try:
        return Decimal(str(said))
    except InvalidOperation:
        return None


def _number(version: PledgeVersion) -> int:
    held = version.terms
    return next((int(held[name]) for name in NUMBERS if isinstance(held.get(name), int)), 0)


def refresh(entry: Entry, *, at: datetime) -> CatalogueRow | None:
    """Write the entry's row anew, or take it away if it does not stand in the directory. The caller holds its lock."""
    if entry.stage not in DIRECTORY or entry.listed_at is None:
        CatalogueRow.objects.filter(entry=entry).delete()
        return None
    row, _made = CatalogueRow.objects.update_or_create(entry=entry, defaults=_facts(entry, at))
    words.index(row)
    return row


def shown_story(entry: Entry) -> StoryVersion | None:
    """The story that the public reads."""
    found: StoryVersion | None = StoryVersion.objects.filter(entry=entry, state=Shown.SHOWN).first()
    return found


def next_number(entry: Entry, model: type[StoryVersion] | type[EntryPicture]) -> int:
    """The number of the next story or picture; the caller holds the entry's lock."""
    found = model.objects.filter(entry=entry).aggregate(last=Max("number"))["last"]
    return int(found or 0) + 1


def _facts(entry: Entry, at: datetime) -> dict[str, Any]:
    today = local_day(at)
    found, story = known(entry, on=today), shown_story(entry)
    picture = EntryPicture.objects.filter(entry=entry, state=Shown.SHOWN).first()
    return {
        "number": entry.number,
        "kind": entry.kind,
        "city": entry.body.region_code,
        "position": position(entry.body.region_code),
        "region_code": entry.place.region_code if entry.place else "",
        "name": entry.name,
        "name_en": story.name_en if story else "",
        "line_zh": story.line_zh if story else "",
        "line_en": story.line_en if story else "",
        "months": story.months if story else 0,
        "hearts": found.hearts,
        "axes": found.axes,
        "low": found.low,
        "is_suspended": entry.stage == "suspended",
        "held_until": entry.held_until if entry.stage == "held" else None,
        "chips": found.chips,
        "pledged": found.pledged,
        "kept": found.kept,
        "due": found.due,
        "picture": picture.number if picture else None,
        "picture_shows": picture.shows if picture else "",
        "picture_shows_en": picture.shows_en if picture else "",
        "folded": words.folded(_said(entry, story)),
        "listed_at": entry.listed_at,
        "refreshed_at": at,
        "checked_on": today,
    }


def _said(entry: Entry, story: StoryVersion | None) -> list[str]:
    """The texts in which a reader's words are looked for."""
    found = [entry.name, entry.what, entry.business.name]
    code = entry.place.region_code if entry.place else ""
    for city in alliance.load().cities:
        if city.code == entry.body.region_code:
            found.append(city.name)
            found += [county.name for county in city.counties if county.code == code]
            with translation.override("en"):
                found.append(local_words.place(city.name))
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found.append(str(entry.get_kind_display()))
    if story:
        found += [story.line_zh, story.name_en, story.line_en]
    return found
