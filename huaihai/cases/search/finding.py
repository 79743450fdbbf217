"""Asking: which of the cases that somebody may see are meant by some words.

All words must stand in the file, or the register must know the business by them, or they are the number of the file or
the whole telephone number of the consumer.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, partial
from itertools import batched, chain
from typing import Any

from django.db.models import Exists, QuerySet, Subquery

from huaihai.businesses.models import Business
from huaihai.cases import numbers, rights
from huaihai.cases.models import Case, Complainant, ElsewhereNumber, SearchKey
from huaihai.cases.models.case import CaseQuerySet
from huaihai.cases.search import folding, proposing, tables, texts, tokens
from huaihai.cases.search.indexing import place_of
from huaihai.kit import keyset, phones, sealing
from huaihai.kit.clock import local_day
from huaihai.kit.compiled import Compiled
from huaihai.kit.paging import COUNT_TO
from huaihai.kit.text.normalise import digits_in
from huaihai.members.actors import Actor

LONGEST, MOST_WORDS = 100, 5  # characters and words that are asked for
BUSINESSES_AT_ONCE = 500
MOST_IN_TAIL = 500  # cases not indexed yet that are opened when somebody searches
ENOUGH = COUNT_TO + 1  # found cases: more are not counted
BEGIN = 60  # cases, so that a page of them remains if some are not meant after all
MOST_SURE = 100  # of cases whose tokens say all: so many are opened, to be sure; of more, none
ONE_DAY = timedelta(days=1)
_PHONE_LENGTHS = range(7, 14)


def find(rows: CaseQuerySet, typed: str, *, by: Actor) -> CaseQuerySet:
    """Of these rows, those that the words mean: all of them up to a thousand, else 1,001 of the newest.

    Files are searched that the actor may see. Of other rows (lists of the alliance) the number is found, and the
    business by who reads the rows of all cities and no file.
    """
    search = Search(rows, _storable(typed)[:LONGEST], by)
    if not search.words:
        return rows
    found = search.found
    for key in chain.from_iterable(part() for part in search.parts):  # a case may be found in several
        found[key] = None
        if len(found) >= ENOUGH:
            break
    meant = rows.filter(pk__among=found)
    meant.counted, meant.unsearched = len(found), search.behind
    if len(found) == search.in_order:
        meant.begin = search.begin
    return meant


@dataclass
class Search:
    """One question. What needs a query is asked once, and only if needed."""

    rows: CaseQuerySet
    typed: str
    by: Actor
    found: dict[str, None] = field(default_factory=dict)  # keys of cases
    begin: Sequence[keyset.Key] = ()  # what comes first in the list, if the index says all of it at once,
    in_order: int = 0  # of so many

    @cached_property
    def words(self) -> list[str]:
        return folding.words_of(self.typed, most=MOST_WORDS)

    @property
    def parts(self) -> tuple[Callable[[], Iterator[str]], ...]:
        """Where a case may be found, the cheapest first."""
        return (
            self._by_number,
            self._by_phone,
            self._by_number_elsewhere,
            self._in_tail,
            self._in_index,
            self._by_business,
            self._by_title,
        )

    @cached_property
    def files(self) -> CaseQuerySet:
        """Those of the rows whose files the actor may see as an officer of a city."""
        return self.rows.files_of(self.by) if self._city else self.rows.none()

    @cached_property
    def keys(self) -> list[Any]:
        """Those of the index, with what is known of all cases."""
        return _search_keys()

    @cached_property
    def tail(self) -> frozenset[str]:
        """The newest of them that the index has not come to; mostly it has come to all."""
        if self.keys and not self.keys[0].is_behind:
            return frozenset()
        return frozenset(_keys(_waiting(self.files).order_by("-pk")[:MOST_IN_TAIL]))

    @property
    def behind(self) -> int:
        """How many of them are not looked through: the index has not come to them, and they are too many to be opened
        at once."""
        if len(self.tail) < MOST_IN_TAIL:
            return 0
        return _waiting(self.files).count() - MOST_IN_TAIL

    def _by_number(self) -> Iterator[str]:
        """Whole, however it was typed; parts of it stand in the index. Where no file is searched, any part."""
        with suppress(numbers.BadNumber):
            yield from _some(self.rows.filter(number=numbers.checked_number(self.typed)))
        typed = folding.fold(self.typed)
        if not self._city and digits_in(typed):
            yield from _some(self.rows.filter(number__contains=typed))

    def _by_phone(self) -> Iterator[str]:
        """Whole or not at all: it is masked on every page."""
        digits = digits_in(self.typed)
        if len(digits) in _PHONE_LENGTHS:
            index: Any = Complainant._meta.get_field("phone_index")
            wanted = [index.of(phones.stored(self.typed)), index.of(digits)]
            yield from _some(self.files.filter(complainant__phone_index__in=wanted))

    def _by_number_elsewhere(self) -> Iterator[str]:
        """The number under which another platform holds it, or part of it."""
        typed = self.typed.strip()
        if any(char.isdigit() for char in typed):
            known = ElsewhereNumber.objects.filter(number__icontains=typed).values("case")
            yield from _some(self.files.filter(pk__in=known))

    def _in_tail(self) -> Iterator[str]:
        if self.tail:
            words = texts.of_cases(list(Case.objects.filter(pk__among=self.tail)))
            yield from (tables.key_of(key) for key, text in words.items() if self._is_meant(text))

    def _in_index(self) -> Iterator[str]:
        grams = folding.wanted_grams(self.words)
        if not self._city or not grams:
            return
        for key in self.keys:
            city, salt, node = self._city, key.salt_of(self._city), self.by.organisation
            narrowed = [node.path] if node and texts.nodes_of(node) else []
            wanted = tokens.of_grams(grams, city=city, salt=salt)
            wanted += tokens.of_filters(narrowed, city=city, salt=salt)
            months = partial(_month_tokens, key, city, salt)
            for docs in proposing.candidates(wanted, months, brings_words=not self._is_said_by_tokens):
                yield from self._right_ones({doc[1]: doc for doc in docs if doc[1] not in self.tail})

    def _by_business(self) -> Iterator[str]:
        """Also one that was merged into it since, whose cases stay its own."""
        rows = self.rows if not self._city and rights.reads_all(self.by) else self.files
        known = Business.objects.matching(self.typed).values_list("pk", flat=True)
        for some in batched(known, BUSINESSES_AT_ONCE):
            yield from _some(rows.filter(business__in=some))
            merged = list(Business.objects.filter(merged_into__in=some).values_list("pk", flat=True))
            if merged:
                yield from _some(rows.filter(business__in=merged))

    def _by_title(self) -> Iterator[str]:
        """Single characters are in no index."""
        if max(map(len, self.words)) < folding.SHORTEST:
            rows = self.files
            for word in self.words:
                rows = rows.filter(title__icontains=word)
            yield from _some(rows)

    @cached_property
    def _city(self) -> str:
        node = self.by.organisation
        return node.city_code if node and self.by.may_open_files else ""

    @property
    def _is_said_by_tokens(self) -> bool:
        """Each word is one token, that another word has in one of many million documents: among more than a hundred
        nobody looks each of them up.
        """
        return all(len(word) == folding.SHORTEST for word in self.words)

    def _right_ones(self, docs: Mapping[str, proposing.Doc]) -> Iterable[str]:
        """Keys of those that are among the files, and in whose text the words stand. What changed since was looked
        through in the tail."""
        if not docs:
            return ()
        files = self.files.filter(pk__among=docs)
        is_keyed = keyset.is_keyed(files)
        begin, number = keyset.Walk.of(files if is_keyed else files.order_by("pk")).begin(BEGIN)
        if number < len(docs):
            seen = {tables.key_of(row[-1]) for row in begin}
            if number > len(begin):
                seen = set(_keys(files.order_by()))
            docs = {key: doc for key, doc in docs.items() if key in seen}
        if not (self._is_said_by_tokens and len(docs) > MOST_SURE):
            meant = set(self._meant_among(list(docs.values())))
            docs = {key: doc for key, doc in docs.items() if key in meant}
        if is_keyed and not self.found:
            self.begin, self.in_order = [row for row in begin if tables.key_of(row[-1]) in docs], len(docs)
        return docs

    def _meant_among(self, docs: Sequence[proposing.Doc]) -> Iterator[str]:
        words = [word.encode() for word in self.words]
        if any(doc[3] is None for doc in docs):
            docs = proposing.with_words(docs)
        sealed = ((text or b"", place_of(tables.spelled(key), city)) for _id, key, city, text in docs)
        for doc, opened in zip(docs, sealing.unseal_all(sealed), strict=True):
            if all(map(opened.__contains__, words)):
                yield doc[1]

    def _is_meant(self, text: str) -> bool:
        return all(word in text for word in self.words)


def _storable(typed: str) -> str:
    """Without what no text of the database has: NUL and halves of characters."""
    return typed.replace("\x00", "").encode(errors="ignore").decode()


def _waiting(rows: CaseQuerySet) -> CaseQuerySet:
    return rows.filter(to_index=True).exclude(stage__in=texts.UNSENT)


def _some(rows: QuerySet[Case, Any]) -> Iterator[str]:
    """As many as are counted, in no order: for one, a planner would walk all cases."""
    return _keys(rows.order_by()[:ENOUGH])


def _keys(rows: QuerySet[Case, Any]) -> Iterator[str]:
    return map(tables.key_of, rows.values_list("pk", flat=True))


def _month_tokens(key: Any, city: str, salt: bytes) -> list[int]:
    """Of all months from the newest back, as documents are marked (`texts.month_of`)."""
    months = []
    if key.last_at is not None:
        first, day = (local_day(moment).replace(day=1) for moment in (key.first_at, key.last_at))
        while day >= first:
            months.append(f"{day:%Y-%m}")
            day = (day - ONE_DAY).replace(day=1)
    return tokens.of_filters([*months, ""], city=city, salt=salt)


def _keys_and_more() -> QuerySet[SearchKey, Any]:
    """With the moments at which the first and the last case were received, and whether any waits for the index."""
    moments = Case.objects.exclude(submitted_at=None).values("submitted_at")
    first, last = (Subquery(moments.order_by(order)[:1]) for order in ("submitted_at", "-submitted_at"))
    behind = Exists(_waiting(Case.objects.all()))
    return SearchKey.objects.annotate(first_at=first, last_at=last, is_behind=behind)


_search_keys: Compiled[SearchKey] = Compiled(_keys_and_more)
