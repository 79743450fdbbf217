"""Entries in the catalogue for tests: quickly made, with stories, and with rows as the program writes them."""

from datetime import datetime
from typing import Any

from huaihai.brands.catalogue import rows
from huaihai.brands.models import CatalogueRow, Entry, StoryVersion
from huaihai.brands.models.catalogue import Shown
from huaihai.brands.tests.people import MONDAY, People, an_entry
from huaihai.businesses.models import Business, Place
from tests.posts import body

NEAR_SHOP: dict[str, Any] = {"city": "city:411400", "region": "411402"}


def a_shop(
    people: People,
    name: str,
    *,
    stage: str = "listed",
    city: str = "city:320300",
    region: str = "320302",
    at: datetime = MONDAY,
    story: dict[str, Any] | None = None,
    **said: Any,
) -> Entry:
    """An entry of a business of its own, in the catalogue."""
    business = Business.objects.create(name=f"演示{name}公司", created_at=at)
    place = Place.objects.create(business=business, sign=name, address="演示路 2 号", region_code=region)
    entry = an_entry(people, stage, at=at, business=business, place=place, name=name, body=body(city), **said)
    if story is not None:
        a_story(people, entry, **story)
    rows.refresh(entry, at=at)
    return entry


def a_story(people: People, entry: Entry, *, state: str = Shown.SHOWN, **said: Any) -> StoryVersion:
    """A story, as it is once somebody has read it."""
    facts: dict[str, Any] = {
        "number": rows.next_number(entry, StoryVersion),
        "line_zh": "石磨芝麻香油，街坊吃了三代人。",
        "text_zh": "演示故事：1956 年开张。\n每天早晨磨油。",
        "by_city": True,
        "written_by_id": people.home.account_id,
        "answered_by_id": people.near.account_id if state == Shown.SHOWN else None,
        "at": entry.opened_at,
        "state": state,
    }
    return StoryVersion.objects.create(entry=entry, **(facts | said))


def strong(entry: Entry, **facts: Any) -> None:
    """Its row says that it is strong in something, as if a snapshot had said so."""
    CatalogueRow.objects.filter(entry=entry).update(**facts)
