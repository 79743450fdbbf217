"""The nine-in-one charter and the table of duties, as the alliance's data tell them; who answers, and evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huaihai import alliance, reactions
from huaihai.alliance import Alliance, AllianceDataError
from huaihai.governance.models import CharterOwner, Evidence
from huaihai.governance.models.charter import EvidenceQuerySet
from huaihai.kit import local_words, spoken
from huaihai.kit.ways import way
from huaihai.members.models import Organisation
from huaihai.packs import shapes
from huaihai.packs.files import Reading

LEVELS = shapes.LEVELS
TABLES = {"duties.csv": shapes.DUTIES, "not_ours.csv": shapes.NOT_OURS}


@dataclass(frozen=True)
class Measure:
    """How one sees whether a part is kept. `since_on` is the first day measured; None: not measured yet.

    `value` is its number today in words, `url` where it stands with all that belongs to it; empty where none is live.
    """

    key: str
    words: str
    unit: str
    how: str
    since_on: date | None
    value: str = ""
    url: str = ""


@dataclass(frozen=True)
class Live:
    """What an upper room knows of a measure today (`reactions.CHARTER_MEASURES`)."""

    since_on: date
    value: str
    url: str


@dataclass(frozen=True)
class Part:
    """One of the nine: its name, what it means, and its measures."""

    key: str
    title: str
    meaning: str
    source: str
    mark: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class SharedDuty:
    """One duty that the law gives to associations, and what each level of the tree does of it."""

    item: int
    words: str
    article: str
    mark: str
    by_level: Mapping[str, str]


@dataclass(frozen=True)
class NotOurs:
    """What belongs to somebody else: whose it is, and the door to go to (`phone` may be empty)."""

    words: str
    whose: str
    door: str
    phone: str
    article: str
    mark: str


def parts(alliance: Alliance) -> list[Part]:
    """The nine, in the order of the data; empty if the alliance names none. Raises AllianceDataError."""
    return list(_parts(alliance, get_language()))


@lru_cache(maxsize=16)
def _parts(alliance: Alliance, _language: str | None) -> tuple[Part, ...]:
    return tuple(_part(row, alliance) for row in alliance.raw.get("nine", ()))


def part(alliance: Alliance, key: str) -> Part | None:
    """The one with this key."""
    return next((one for one in parts(alliance) if one.key == key), None)


def with_live(told: Iterable[Part], day: date) -> list[Part]:
    """The same parts, their measures with the numbers that are counted today; each room is asked once."""
    live: dict[str, Live] = {}
    for name in reactions.CHARTER_MEASURES:
        live |= import_string(name)(day)
    return [
        replace(part, measures=tuple(_alive(one, live.get(one.key)) for one in part.measures))
        for part in told
    ]


def duties(alliance: Alliance) -> list[SharedDuty]:
    """The table of duties, by the law's items."""
    return [
        SharedDuty(
            row["item"],
            _said(row),
            local_words.in_script(row["article"]),
            row["mark"],
            {level: said for level in LEVELS if (said := _said(row, f"{level}_"))},
        )
        for row in _rows(alliance, "duties.csv")
    ]


def not_ours(alliance: Alliance) -> list[NotOurs]:
    """What the alliance does not do, and who does."""
    return [
        NotOurs(
            _said(row),
            _said(row, "whose_"),
            _said(row, "door_"),
            row["door"] or "",
            local_words.in_script(row["article"]),
            row["mark"],
        )
        for row in _rows(alliance, "not_ours.csv")
    ]


def _part(row: Mapping[str, Any], alliance: Alliance) -> Part:
    try:
        return Part(
            row["key"],
            _said(row),
            _said(row, "text_"),
            local_words.in_script(row.get("source", "")),
            row.get("mark", ""),
            tuple(_measure(one) for one in row.get("measure", ())),
        )
    except KeyError as error:
        raise AllianceDataError(f"{alliance.folder}: one of the nine has no {error}") from error


def _alive(measure: Measure, live: Live | None) -> Measure:
    if live is None:
        return measure
    return replace(measure, since_on=measure.since_on or live.since_on, value=live.value, url=live.url)


def _measure(row: Mapping[str, Any]) -> Measure:
    return Measure(row["key"], _said(row), _said(row, "unit_"), _said(row, "how_"), row.get("since"))


def _said(row: Mapping[str, Any], prefix: str = "") -> str:
    return local_words.either(zh=row.get(f"{prefix}zh") or "", en=row.get(f"{prefix}en") or "")


@cache
def _rows(alliance: Alliance, file: str) -> tuple[Mapping[str, Any], ...]:
    """The alliance's own table, else its country's. Raises AllianceDataError."""
    folder = next((one for one in (alliance.folder, alliance.country.folder) if (one / file).exists()), None)
    if folder is None:
        return ()
    reading = Reading(folder)
    rows = reading.rows(file, TABLES[file])
    if reading.flaws:
        raise AllianceDataError.of(folder, reading.flaws)
    return tuple(row.values for row in rows)


NEWEST = 3  # pieces of evidence of each part on the page of all


@dataclass(frozen=True)
class EvidenceRow:
    """One piece of evidence. `url` is empty where the thing itself has no public page."""

    row: Evidence
    text: str
    on: date
    body: str
    link_words: str
    url: str
    withdrawn_at: datetime | None
    reason: str


@dataclass(frozen=True)
class ShownPart:
    """One of the nine, with who answers for it on the day and its newest evidence."""

    part: Part
    owner: str
    since_on: date | None
    evidence: list[EvidenceRow]


def all_parts(day: date) -> list[ShownPart]:
    """All parts, in two queries and those that live measures need."""
    owners = {row.key: row for row in CharterOwner.objects.on(day).select_related("organisation")}
    newest = with_links(Evidence.objects.standing()).newest_of_each(NEWEST)
    evidence: dict[str, list[EvidenceRow]] = {}
    for row in newest:
        evidence.setdefault(row.key, []).append(row_of(row))
    return [
        _row_of_part(part, owners.get(part.key), evidence.get(part.key, []))
        for part in with_live(parts(alliance.load()), day)
    ]


def with_links(rows: EvidenceQuerySet) -> EvidenceQuerySet:
    """The rows with all that a line names."""
    return rows.select_related("organisation", "resolution", "meeting", "agreement")


def rows_of(rows: Iterable[Evidence]) -> list[EvidenceRow]:
    return [row_of(row) for row in rows]


def row_of(row: Evidence) -> EvidenceRow:
    words, url = _link(row)
    return EvidenceRow(
        row,
        local_words.in_script(row.text),
        row.on,
        body_words(row.organisation),
        words,
        url,
        row.withdrawn_at,
        local_words.in_script(row.withdrawn_reason),
    )


def body_words(body: Organisation) -> str:
    """The short name of a body; what the alliance itself does, its secretariat does."""
    if body.kind == Organisation.Kind.ALLIANCE:
        return _("the alliance's secretariat")
    return local_words.in_script(body.short_name)


def _row_of_part(part: Part, owner: CharterOwner | None, evidence: list[EvidenceRow]) -> ShownPart:
    if owner is None:
        return ShownPart(part, "", None, evidence)
    return ShownPart(part, body_words(owner.organisation), owner.from_on, evidence)


def _link(row: Evidence) -> tuple[str, str]:
    if row.resolution is not None:
        words = _("Resolution %(number)s") % {"number": row.resolution.number}
        return words, way("resolution", row.resolution.number)
    if row.meeting is not None:
        return _("Meeting %(number)s") % {"number": row.meeting.number}, ""
    if row.agreement is not None:
        return row.agreement.shown_title, way("alliance-agreement")
    if row.kind == Evidence.Kind.FILE:
        words = _("File “%(name)s” (%(size)s)") % {
            "name": row.file_name,
            "size": spoken.file_size(row.file_size),
        }
        return words, reverse("alliance-nine-file", args=[row.pk])
    return _("Page %(path)s of this site") % {"path": row.path}, row.path
