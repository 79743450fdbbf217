"""Writing the index: in the background, some cases at a time; what an erased case leaves behind goes, too.

A case whose words changed says so itself (`Case.to_index`), in the transaction of the change. Until the worker has come
to it, `finding` reads it as it stands.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet

from huaihai.cases.models import Case, SearchBand, SearchDoc, SearchKey
from huaihai.cases.models.search import SALT_PLACE, SALTS_PLACE
from huaihai.cases.search import folding, sketches, tables, texts, tokens
from huaihai.kit import sealing
from huaihai.kit.fields import Sealed, resealed
from huaihai.kit.keys.columns import Column, SealedColumn

log = logging.getLogger(__name__)
AT_ONCE = {"sqlite": 10, "postgresql": 20}  # cases in a transaction: on SQLite all other writers wait for it


def index_some(*, at: datetime) -> int:
    """One batch of cases; returns how many there were (0: nothing is left to do)."""
    done = _index_changed(at) or _renew(at)
    if not done:
        _erase_traces()
    return done


def changed(case: Case) -> None:
    """Something was written into the file without a verb of the case, whose row the caller holds."""
    case.to_index = True
    case.save(update_fields=["to_index"])


def forget(case: Case) -> None:
    """Erase what the index has of a case, in the caller's transaction; the worker erases its traces."""
    if SearchDoc.objects.filter(case=case).delete()[0]:
        _note_erasure()


def rotate(*, at: datetime) -> None:
    """From now on tokens are made with new keys; the worker writes the old ones anew. Also for what no case notices
    by itself: a body that was moved in the tree."""
    SearchKey.objects.create(made_at=at)


def _index_changed(at: datetime) -> int:
    if not Case.objects.filter(to_index=True).exists():
        return 0  # asks for no turn to write
    with transaction.atomic():
        cases = list(_held(Case.objects.filter(to_index=True))[: AT_ONCE[connection.vendor]])
        key = SearchKey.objects.first() or SearchKey.objects.create(made_at=at)
        _write(cases, key)
        Case.objects.filter(pk__in=[case.pk for case in cases]).update(to_index=False)
    return len(cases)


def _renew(at: datetime) -> int:
    """Documents under an older key; keys that no document has any more go."""
    keys = list(SearchKey.objects.all())
    if keys and keys[0].lacks_a_city:
        rotate(at=at)
        return 1
    if len(keys) < 2:  # the usual night: one key
        return 0
    with transaction.atomic():
        old = SearchDoc.objects.filter(key__in=keys[1:]).order_by("id").values("case")
        some = [doc["case"] for doc in old[: AT_ONCE[connection.vendor]]]
        cases = list(_held(Case.objects.filter(pk__in=some)))
        _write(cases, keys[0])
        if not some:
            SearchKey.objects.filter(pk__in=[key.pk for key in keys[1:]]).delete()
            _note_erasure()
    return len(cases)


def _held(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Oldest first, so that ids of documents rise with time. Who changes words holds the row as well."""
    held = cases.select_for_update(of=("self",), skip_locked=True)
    return held.select_related("home", "lead", "responsible").order_by("pk")


def _write(cases: Sequence[Case], key: SearchKey) -> None:
    try:
        words = texts.of_cases(cases)
    except sealing.CannotOpen:
        if len(cases) > 1:
            for case in cases:
                _write([case], key)
        else:  # one damaged row keeps no other case out of the index
            log.exception("the words of case %s cannot be read, so it is not found by them", cases[0])
            forget(cases[0])
        return
    _forget_cities(cases)
    names, bands = texts.names_of(cases), dict[int, list[int]]()
    for case in cases:
        cities, text = texts.cities_of(case), words[case.pk]
        parts = folding.grams(text) if cities else set()
        shingles = sketches.shingles(f"{case.title}\n{case.story}", without=names[case.pk])
        for city, filters in cities.items():
            salt = key.salt_of(city)
            found = tokens.of_grams(parts, city=city, salt=salt)
            found += tokens.of_filters(filters, city=city, salt=salt)
            sealed = sealing.seal_bytes(text.encode(), place=place_of(case.pk, city), owner=city)
            doc = tables.write(case.pk, city, key.pk, sealed, found)
            bands[doc] = sketches.of_bands(shingles, city=city, salt=salt)
    SearchBand.objects.filter(doc__in=bands).delete()
    SearchBand.objects.bulk_create(
        SearchBand(doc_id=doc, token=token) for doc, some in bands.items() for token in some
    )


def _forget_cities(cases: Sequence[Case]) -> None:
    """Documents of cities whose officers may no longer see the case."""
    cities = {case.pk: texts.cities_of(case) for case in cases}
    docs = SearchDoc.objects.filter(case__in=cities).values_list("pk", "case", "city")
    gone = [pk for pk, case_id, city in docs if city not in cities[case_id]]
    if gone:
        SearchDoc.objects.filter(pk__in=gone).delete()
        _note_erasure()


def place_of(case_id: object, city: str) -> str:
    """To what a document is sealed."""
    return f"{tables.DOC}.text:{case_id}:{city}"


def sealed_columns() -> list[Column]:
    """Where the words lie, and what the keys of tokens are derived from."""
    words = SealedColumn(
        SearchDoc,
        "text",
        lambda row: place_of(row["case_id"], row["city"]),
        ("case_id", "city"),
        lambda row: str(row["city"]),
    )
    return [
        words,
        SealedColumn(SearchKey, "salt", lambda _row: SALT_PLACE),
        Salts(SearchKey, "salts", lambda _row: SALTS_PLACE),
    ]


class Salts(SealedColumn):
    """Of the salts each belongs to its city."""

    def is_old(self, row: Mapping[str, Any]) -> bool:
        return not all(sealing.is_current(salt, owner=city) for city, salt in (row[self.name] or {}).items())

    def renewed(self, row: Mapping[str, Any]) -> dict[str, str]:
        salts = (row[self.name] or {}).items()
        return {city: resealed(Sealed(salt), place=SALTS_PLACE, owner=city) for city, salt in salts}


def _note_erasure() -> None:
    SearchKey.objects.update(erased=F("erased") + 1)


def _erase_traces() -> None:
    key = SearchKey.objects.filter(erased__gt=F("cleaned")).first()
    if key is not None and not connection.in_atomic_block:
        tables.clean()
        SearchKey.objects.filter(pk=key.pk).update(cleaned=key.erased)  # not what was erased meanwhile
