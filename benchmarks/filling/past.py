"""A past of many cases: copies of cases of the demo's year, with other words, moved into the three years before it.

Everything stands there as the program writes it: sealed for its row, numbered, indexed. Written by COPY, with the
indexes of the tables made afterwards.
"""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, models
from stdnum.iso7064 import mod_11_10

from benchmarks.filling.bulk import Row, Sheets, analyse, bulk
from huaihai.businesses.models import Business, Place
from huaihai.cases import life
from huaihai.cases.models import Case, Complainant, Forwarding, SearchDoc, SearchKey
from huaihai.cases.search import folding, indexing, tables, texts, tokens
from huaihai.cases.tests import searched
from huaihai.kit import sealing
from huaihai.kit.clock import local_day
from huaihai.kit.fields import SealedTextField
from huaihai.kit.keys import sharing
from huaihai.members.rings import city_of
from huaihai.record.log import sequencing
from huaihai.record.models import Clock, Event

OPEN, PAST_DAYS, MOULDS = 2_000, 1_095, 60
AT_ONCE = 2_000  # cases
FIRST_CLOCK = 1_000_000_000  # ids of copies: no row of the demo comes near
STREETS = ("云桥", "古渡", "南湖", "北关", "柳巷", "东门", "石桥", "新城", "河畔", "老街")
TRADES = ("家电", "健身", "培训", "旅行", "美容", "汽修", "家具", "服饰", "水果", "超市", "餐饮", "通信")
ENDS = ("有限公司", "商行", "门市部", "服务部", "经营部")
CLOCKS_OF_FORWARDING = ("forward_clock_id", "take_clock_id", "decide_clock_id")
PHONE_INDEX: Any = Complainant._meta.get_field("phone_index")
WRITTEN = (Case, Complainant, Clock, Event, Forwarding, Business, Place, SearchDoc)


@dataclass(frozen=True)
class Shop:
    """A business with its one place."""

    key: UUID
    place: UUID
    name: str
    sign: str
    address: str


class Mould:
    """One row of the demo, to be copied: what it holds, its sealed texts open."""

    def __init__(self, row: models.Model) -> None:
        self.model, self.key = type(row), row.pk
        self.fields = [one for one in self.model._meta.concrete_fields if one.column]
        self.at = {one.attname: number for number, one in enumerate(self.fields)}
        self.values = [getattr(row, one.attname) for one in self.fields]
        self.sealed = {
            number: (one, self.values[number])
            for number, one in enumerate(self.fields)
            if isinstance(one, SealedTextField) and self.values[number]
        }
        self._moved: tuple[timedelta | None, Row] = (None, [])

    def copy(self, moved: timedelta, key: Any, *, owner: str = "", **changed: Any) -> Row:
        """Its values as the database takes them, days moved, under a new key; sealed texts for the new row, under the
        key of its owner."""
        if self._moved[0] != moved:
            self._moved = (moved, [self._stored(number, moved) for number in range(len(self.fields))])
        row = list(self._moved[1])
        row[self.at[self.model._meta.pk.attname]] = _key(key)
        open_texts = {self.fields[number].attname: text for number, (_field, text) in self.sealed.items()}
        for name, value in (open_texts | changed).items():
            one = self.fields[self.at[name]]
            if isinstance(one, SealedTextField) and value:
                place = f"{self.model._meta.db_table}.{one.column}:{key}"
                row[self.at[name]] = sealing.seal(one.closed(value), place=place, owner=owner)
            else:
                row[self.at[name]] = _key(value)
        return row

    def _stored(self, number: int, moved: timedelta) -> Any:
        one, value = self.fields[number], self.values[number]
        if number in self.sealed:
            return ""
        if isinstance(value, (date, datetime)):
            value = value + moved
        if isinstance(one, models.JSONField):
            return json.dumps(value, ensure_ascii=False)
        return one.get_db_prep_save(value, connection)


@dataclass
class Whole:
    """One case of the demo with what is copied with it."""

    case: Case
    mould: Mould
    person: Mould
    clocks: list[Mould]
    events: list[Mould]
    forwardings: list[Mould]
    cities: dict[str, set[str]]

    @classmethod
    def of(cls, case: Case, *, clocks_all: bool) -> "Whole":
        clocks = list(Clock.objects.filter(subject=case.record_key).order_by("pk"))
        forwardings = list(Forwarding.objects.filter(case=case))
        if not clocks_all:
            named = {
                key for one in forwardings for key in (getattr(one, label) for label in CLOCKS_OF_FORWARDING)
            }
            clocks = [one for one in clocks if one.pk in named] or clocks[:1]
        events = list(Event.objects.filter(subject=case.record_key).order_by("number"))
        month = texts.month_of(case)
        return cls(
            case,
            Mould(case),
            Mould(Complainant.objects.get(case=case)),
            [Mould(one) for one in clocks],
            [Mould(one) for one in (events[0], events[-1])],
            [Mould(one) for one in forwardings],
            {city: nodes - {month} for city, nodes in texts.cities_of(case).items()},
        )


@dataclass
class Index:
    """The documents of the search, as `cases.search.indexing` writes them, tokens remembered."""

    key: SearchKey
    known: dict[str, dict[str, int]] = field(default_factory=dict)
    made: int = 0

    def add(self, sheets: Sheets, key: UUID, text: str, cities: Mapping[str, set[str]], month: str) -> None:
        parts = folding.grams(text)
        for city, nodes in cities.items():
            salt = self.key.salt_of(city)
            known = self.known.setdefault(city, {})
            new = [part for part in parts if part not in known]
            if new:
                known.update(zip(new, tokens.of_grams(new, city=city, salt=salt), strict=True))
            found = {known[part] for part in parts}
            found.update(self._filters(city, frozenset(nodes | {month}), salt))
            self.made += 1
            sealed = sealing.seal_bytes(text.encode(), place=indexing.place_of(key, city), owner=city)
            row = [self.made, _key(key), city, self.key.pk, sealed]
            columns = ["id", "case_id", "city", "key_id", "text"]
            if connection.vendor == "postgresql":
                held = "{" + ",".join(map(str, sorted(found))) + "}"
                sheets.add_to(tables.DOC, [*columns, "tokens"], [*row, held])
            else:
                sheets.add_to(tables.DOC, columns, row)
                held = " ".join(f"{token & 0xFFFFFFFF:08x}" for token in found)
                sheets.add_to(tables.FTS, ["rowid", "tokens"], [self.made, held])

    def _filters(self, city: str, filters: frozenset[str], salt: bytes) -> list[int]:
        kept: dict[Any, Any] = self.known.setdefault(f"{city} filters", {})
        if filters not in kept:
            kept[filters] = tokens.of_filters(filters, city=city, salt=salt)
        found: list[int] = kept[filters]
        return found


def fill(cases: int, businesses: int, at: datetime) -> Iterator[int]:
    """Go on until there are so many cases and businesses. Yields how many cases there are."""
    SearchDoc.objects.all().delete()
    SearchKey.objects.all().delete()
    index = Index(SearchKey.objects.create(made_at=at))
    held = Case.objects.count()
    numbers = set(Case.objects.values_list("number", flat=True))
    with bulk(WRITTEN):
        shops = _businesses(businesses, at)
        left = max(cases - held, 0)
        fresh = min(OPEN, left // 2)
        began = [Whole.of(one, clocks_all=False) for one in _moulds(_ended(), MOULDS)]
        going = [Whole.of(one, clocks_all=True) for one in _moulds(_open(), MOULDS)]
        copier = Copier(index, shops, numbers)
        for number in range(left):
            is_past = number < left - fresh
            moulds = began if is_past else going
            whole = moulds[number % len(moulds)]
            copier.add(
                whole, number, _moved(whole.case, number, left - fresh, at) if is_past else timedelta()
            )
            if (number + 1) % AT_ONCE == 0:
                copier.sheets.write()
                yield held + number + 1
        copier.sheets.write()
    Case.objects.filter(to_index=False, search_docs=None).update(to_index=True)
    searched.index_all(at)
    analyse()
    sequencing.sequence_all(AT_ONCE)  # as on a server that has run for a while: nothing waits for the log
    yield Case.objects.count()


@dataclass
class Copier:
    """Writes cases with all their rows."""

    index: Index
    shops: list[Shop]
    taken: set[str | None]  # numbers of cases
    sheets: Sheets = field(default_factory=Sheets)
    clock: int = FIRST_CLOCK  # the next free id of one

    def add(self, whole: Whole, number: int, moved: timedelta) -> None:
        """The case once more, with other words and another business."""
        name, title, story = searched.written(number)
        submitted = (whole.case.submitted_at or whole.case.created_at) + moved
        key = _id(submitted, number, 0)
        shown = _number(whole.case.number or "", submitted.year, number, self.taken)
        shop = self.shops[number * 7919 % len(self.shops)]
        about: dict[str, Any] = {"number": shown, "title": title, "story": story, "client_key": ""}
        about |= {"business_id": shop.key, "place_id": shop.place, "pledge_id": None, "return_place_id": None}
        about |= {"linked_to_id": None, "to_index": False}
        owner = Case.owner_by(key, Case.owner_fact(vars(whole.case)))
        about["lead_key"] = sharing.wrapped(owner, city=city_of(whole.case.lead_id))
        self.sheets.add(Case, whole.mould.copy(moved, key, owner=owner, **about))
        phone = f"139{number * 7919 % 10**8:08}"  # nobody else's
        person = {"case_id": key, "name": name, "phone": phone, "phone_index": PHONE_INDEX.of(phone)}
        self.sheets.add(
            Complainant, whole.person.copy(moved, _id(submitted, number, 1), owner=owner, **person)
        )
        self._add_record(whole, number, moved, key)
        stated = [str(whole.case.stated_business.get(label, "")) for label in texts.STATED]
        said = [shown, shown.replace("-", ""), whole.case.regulator_number, title, story, name, *stated]
        text = folding.joined([*said, shop.name, shop.sign, shop.address])
        self.index.add(self.sheets, key, text, whole.cities, f"{local_day(submitted):%Y-%m}")

    def _add_record(self, whole: Whole, number: int, moved: timedelta, key: UUID) -> None:
        """Its clocks, events and forwardings."""
        submitted, subject = (whole.case.submitted_at or whole.case.created_at) + moved, f"case:{key}"
        renamed = {}
        for one in whole.clocks:
            renamed[one.key] = self.clock
            self.sheets.add(Clock, one.copy(moved, self.clock, subject=subject))
            self.clock += 1
        for turn, one in enumerate(whole.events):
            bare: dict[str, Any] = {"subject": subject, "number": turn + 1}
            bare |= {"text": "", "text_salt": "", "text_hash": ""}
            self.sheets.add(Event, one.copy(moved, _id(submitted, number, 2 + turn), **bare))
        for turn, one in enumerate(whole.forwardings):
            ids: dict[str, Any] = {
                label: renamed[one.values[one.at[label]]] for label in CLOCKS_OF_FORWARDING
            }
            self.sheets.add(Forwarding, one.copy(moved, _id(submitted, number, 8 + turn), case_id=key, **ids))


def _ended() -> models.QuerySet[Case]:
    final = [name for name, stage in life.STAGES.items() if stage.is_final and name != "abandoned"]
    return Case.objects.filter(stage__in=final).exclude(number=None).order_by("submitted_at", "pk")


def _open() -> models.QuerySet[Case]:
    return Case.objects.open().exclude(number=None).filter(submitted_at__isnull=False).order_by("pk")


def _moulds(rows: models.QuerySet[Case], most: int) -> list[Case]:
    """Spread over all of them, so that every city and every end is among them."""
    found = list(rows.with_parties())  # type: ignore[attr-defined]
    chosen = random.Random(most).sample(found, min(most, len(found)))  # noqa: S311 # the same ones each time
    return sorted(chosen, key=lambda case: case.pk)


def _moved(case: Case, number: int, many: int, at: datetime) -> timedelta:
    """Into the three years before the demo's: number by number towards its begin. All of a week on one day, so that
    most of a row is worked out once."""
    back = (366 + PAST_DAYS - number * PAST_DAYS // many) // 7 * 7
    return timedelta(days=(at - timedelta(days=back) - (case.submitted_at or case.created_at)).days)


def _id(at: datetime, number: int, which: int) -> UUID:
    """A version 7 UUID at that moment, the same each time."""
    value = int(at.timestamp() * 1000) << 80 | 0x7 << 76 | 0b10 << 62 | (number + 1) << 8 | which
    return UUID(int=value)


def _number(like: str, year: int, number: int, taken: set[str | None]) -> str:
    for tried in range(year, year - 30, -10):
        digits = f"{like[:4]}{tried}{number:06}"
        shown = f"{digits[:4]}-{tried}-{number:06}-{mod_11_10.calc_check_digit(digits)}"
        if shown not in taken:
            break
    return shown


def _key(value: Any) -> Any:
    """As the database takes it."""
    if isinstance(value, UUID):
        return str(value) if connection.vendor == "postgresql" else value.hex
    return value


def _businesses(until: int, at: datetime) -> list[Shop]:
    """Businesses of recombined names, each with one place."""
    like = (
        Place.objects.exclude(business__name="").exclude(sign="").select_related("business").order_by("pk")[0]
    )
    business, place, sheets, made = Mould(like.business), Mould(like), Sheets(), []
    for number in range(max(until - Business.objects.count(), 1)):
        start = STREETS[number % 10] + TRADES[number // 10 % 12]
        name, sign = f"{start}{number}号{ENDS[number // 120 % 5]}", f"{start}{number}号"
        key, place_key, address = (
            _id(at, number, 3),
            _id(at, number, 4),
            f"{STREETS[number // 600 % 10]}路{number}号",
        )
        plain: dict[str, Any] = {
            "credit_code": None,
            "parent_id": None,
            "merged_into_id": None,
            "phone": "",
            "phone_index": "",
        }
        plain |= {"payee": "", "platform": "", "shop_link": "", "is_gone": False, "kind": "unidentified"}
        words = folding.fold(f"{name} {sign} {address}")
        sheets.add(Business, business.copy(timedelta(), key, name=name, words=words, **plain))
        at_place: dict[str, Any] = {"business_id": key, "sign": sign, "address": address, "phone": ""}
        sheets.add(Place, place.copy(timedelta(), place_key, **at_place))
        made.append(Shop(key, place_key, name, sign, address))
    sheets.write()
    return made
