"""A catalogue of many entries, written as the program writes its rows, in bulk."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import batched, product
from typing import Any

from django.db import connection, transaction

from huaihai import alliance
from huaihai.brands.catalogue import rows as catalogue_rows
from huaihai.brands.catalogue import words
from huaihai.brands.models import CatalogueGram, CatalogueRow, Entry, StoryVersion
from huaihai.businesses.models import Business, Place
from huaihai.members.models import Organisation
from tests.posts import post_at

BATCH = 2000
STREETS = ("老街", "河畔", "东门", "云桥", "古渡", "南湖", "北关", "柳巷", "石桥", "新城")
GOODS = ("香油", "面馆", "茶馆", "糕点", "羊肉汤", "竹编", "鱼馆", "客栈", "书局", "布鞋", "烧饼", "果园")
ENDS = ("坊", "店", "铺", "号", "记")
LINES = (
    "石磨慢转，一斤芝麻出四两油。",
    "凌晨三点起锅，只卖到中午。",
    "临水的老房子，下午有琴书。",
    "面当天和、当天擀。",
    "用本地小麦粉，现做现卖。",
    "鱼是早上从湖里打的。",
    "三代人编竹篮，也教孩子编。",
    "三月到五月，自己动手摘。",
)
RARE_LINE, RARE_EVERY = "一棵老银杏，树下一口井。", 2500
STAGES = ("listed", "held", "listed", "notice", "held", "suspended")


def fill(until: int, at: datetime) -> None:
    """Go on until there are so many entries."""
    bodies = {body.region_code: body for body in Organisation.objects.cities()}
    writer = post_at("city:320300", username="writer").account if not Entry.objects.exists() else None
    writer = writer or StoryVersion.objects.select_related("written_by").first().written_by  # type: ignore[union-attr]
    made = Entry.objects.count()
    for numbers in batched(range(made, until), BATCH):
        with transaction.atomic():
            _batch(numbers, bodies, writer, at)
    with connection.cursor() as cursor:
        # As autovacuum does in a server that has run for a while: only then an index answers alone.
        vacuums = connection.vendor == "postgresql" and not connection.in_atomic_block
        cursor.execute("VACUUM ANALYZE" if vacuums else "ANALYZE")


def _batch(numbers: Sequence[int], bodies: dict[str, Organisation], writer: Any, at: datetime) -> None:
    entries = [_entry(number, bodies, at) for number in numbers]
    Business.objects.bulk_create([entry.business for entry in entries])
    Place.objects.bulk_create([entry.place for entry in entries])  # type: ignore[misc]
    Entry.objects.bulk_create(entries)
    StoryVersion.objects.bulk_create([_story(entry, writer.pk, at) for entry in entries])
    held = [_row(number, entry, at) for number, entry in zip(numbers, entries, strict=True)]
    rows = CatalogueRow.objects.bulk_create(held)
    _copy(sorted((gram, row.pk) for row in rows for gram in words.grams_of(row.folded)))


def _entry(number: int, bodies: dict[str, Organisation], at: datetime) -> Entry:
    chance = random.Random(number)  # noqa: S311 # the same world each time
    city = alliance.load().cities[number % len(bodies)]
    street, goods, end = _names()[number % len(_names())]
    name = f"{street}{goods}{end}{number}"
    business = Business(name=f"{name}公司", created_at=at)
    place = Place(business=business, sign=name, region_code=chance.choice(city.counties).code)
    stage = STAGES[chance.randrange(len(STAGES))]
    since = at.date() if stage in ("held", "suspended") else None
    return Entry(
        number=f"2026-{number + 1}",
        year=2026,
        kind=Entry.Kind.values[chance.randrange(len(Entry.Kind.values))],
        origin="self",
        business=business,
        place=place,
        name=name,
        body=bodies[city.code],
        stage=stage,
        opened_at=at,
        opened_by="bench",
        listed_at=at + timedelta(seconds=number),
        held_since=since,
        held_until=since + timedelta(days=365) if since else None,
    )


def _story(entry: Entry, writer: Any, at: datetime) -> StoryVersion:
    line = _line(int(entry.number.partition("-")[2]) - 1)
    return StoryVersion(
        entry=entry,
        number=1,
        line_zh=line,
        text_zh=line * 8,
        by_city=True,
        written_by_id=writer,
        at=at,
        state="shown",
    )


def _row(number: int, entry: Entry, at: datetime) -> CatalogueRow:
    chance = random.Random(number)  # noqa: S311 # the same world each time
    city = entry.body.region_code
    code = entry.place.region_code if entry.place else ""
    said = [*_places(city, code), str(entry.get_kind_display()), _line(number)]
    return CatalogueRow(
        entry=entry,
        number=entry.number,
        kind=entry.kind,
        city=city,
        position=catalogue_rows.position(city),
        region_code=code,
        name=entry.name,
        line_zh=_line(number),
        months=chance.choice((0, 0b111, 0b111000, 0xFFF)),
        hearts=chance.randrange(8),
        axes=chance.randrange(16),
        low=chance.randrange(4000, 9500) if entry.stage == "held" else None,
        is_suspended=entry.stage == "suspended",
        held_until=entry.held_until if entry.stage == "held" else None,
        chips=[["no_reason_return", 7]] if number % 2 else [],
        pledged=number % 2,
        kept=number % 20,
        due=20,
        folded=f" {entry.name}" + "".join(_folded(part) for part in said),
        listed_at=entry.listed_at or at,
        refreshed_at=at,
        checked_on=at.date(),
    )


def _line(number: int) -> str:
    return RARE_LINE if number % RARE_EVERY == 7 else LINES[number % len(LINES)]


@cache
def _names() -> list[tuple[str, str, str]]:
    return list(product(STREETS, GOODS, ENDS))


@cache
def _places(city: str, code: str) -> list[str]:
    held = alliance.load().city(city)
    return [held.name, *(county.name for county in held.counties if county.code == code)]


@cache
def _folded(part: str) -> str:
    return words.folded([part])


def _copy(pairs: Sequence[tuple[str, int]]) -> None:
    """Grams by the million: the server's own COPY, or one statement for many."""
    table = connection.ops.quote_name(CatalogueGram._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} (gram, row_id) FROM STDIN") as copy:
                for pair in pairs:
                    copy.write_row(pair)
        else:
            cursor.executemany(f"INSERT INTO {table} (gram, row_id) VALUES (%s, %s)", pairs)  # noqa: S608
