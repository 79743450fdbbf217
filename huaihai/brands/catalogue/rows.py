"""The row of an entry in the catalogue: made from what is true now, in the transaction of whatever changed it."""

from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import translation

from huaihai import alliance
from huaihai.brands.catalogue import facets, words
from huaihai.brands.catalogue.known import known
from huaihai.brands.lives import DIRECTORY
from huaihai.brands.models import CatalogueRow, Entry, EntryPicture, StoryVersion
from huaihai.brands.models.catalogue import Shown
from huaihai.kit import local_words
from huaihai.kit.clock import local_day


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
        "position": facets.position(entry.body.region_code),
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
