"""The index on the disk: what erasure leaves of it, how it is asked, and that two cities share no token."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from huaihai.cases.models import Case, SearchDoc, SearchKey
from huaihai.cases.search import finding, folding, indexing, proposing, tables, texts, tokens
from huaihai.cases.tests import searched
from tests import cast as people

NOW = people.TUESDAY
MARK = "onlyhere"


def tokens_of(word: str, city: str) -> list[int]:
    return tokens.of_grams(
        folding.grams(folding.fold(word)), city=city, salt=SearchKey.objects.first().salt_of(city)
    )  # type: ignore[union-attr]


@pytest.mark.django_db
def test_equal_words_have_equal_tokens_in_one_city_and_others_in_another() -> None:
    grams = sorted(folding.grams("电热水壶漏电 13800000001"))
    one = tokens.of_grams(grams, city="320300", salt=b"a")

    assert one == tokens.of_grams(grams, city="320300", salt=b"a")
    assert not set(one) & set(tokens.of_grams(grams, city="411400", salt=b"a"))
    assert not set(one) & set(tokens.of_grams(grams, city="320300", salt=b"b"))
    assert not set(one) & set(tokens.of_filters(grams, city="320300", salt=b"a"))
    assert len(set(one)) == len(grams)
    assert all(-(2**31) <= token < 2**31 for token in one)


@pytest.mark.django_db
def test_the_document_is_sealed_for_its_case_and_city() -> None:
    cast = people.assemble(NOW)
    people.forwarded(cast, NOW)
    searched.index_all(NOW)
    docs = list(SearchDoc.objects.order_by("city"))

    assert [doc.city for doc in docs] == sorted([people.HOME, people.LEAD])
    assert not any("漏电".encode() in bytes(doc.text) for doc in docs)


@pytest.mark.django_db(transaction=True)
def test_an_erased_case_leaves_no_token_in_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = people.assemble(NOW)
    kept, gone = people.filed(NOW).case, people.filed(NOW + timedelta(days=1)).case
    SearchKey.objects.create(made_at=NOW)
    wanted = tokens_of("只此一件的奇怪说法", people.HOME)
    plain = tables.word
    monkeypatch.setattr(tables, "word", lambda token: plain(token) + MARK * (token in wanted))
    Case.objects.filter(pk=gone.pk).update(title="只此一件的奇怪说法")
    searched.index_all(NOW)
    assert hits(wanted) == 1
    with transaction.atomic():
        indexing.forget(gone)

    assert hits(wanted) == 0
    assert SearchDoc.objects.get().case_id == kept.pk
    assert is_in_files() or connection.vendor == "postgresql"
    searched.index_all(NOW)

    assert not is_in_files()
    assert SearchKey.objects.get().cleaned == 1
    assert finding.find(Case.objects.all(), "漏电", by=cast.wang).get() == kept


def hits(wanted: list[int]) -> int:
    return sum(len(some) for some in proposing.candidates(wanted, list, brings_words=False))


def is_in_files() -> bool:
    """Whether a marked token stands in any file of the database. On PostgreSQL, where keys of the index stay, whether
    the table holds rows that are deleted."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT n_dead_tup FROM pg_stat_all_tables WHERE relname = %s", [tables.DOC])
            return bool(cursor.fetchone()[0])
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file = Path(connection.settings_dict["NAME"])
    held = [path for path in file.parent.glob(f"{file.name}*") if path.suffix != ".lock"]
    return any(MARK.encode() in path.read_bytes() for path in held)


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite's cross join leaves nothing to plan")
def test_the_server_walks_no_table_for_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = people.assemble(NOW)
    everywhere = [(cast.home, cast.home)] * 17 + [
        (cast.lead, cast.lead),
        (cast.lead, cast.county),
    ]
    searched.many(3_000, between=everywhere, at=NOW)
    searched.index_all(NOW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    city, county = people.HOME, people.LEAD
    small = tokens.of_filters([cast.county.path], city=county, salt=SearchKey.objects.get().salt_of(county))

    assert walked(tokens_of(searched.RARE, city)) == set()
    assert walked(tokens_of("绝无此词", city)) == set()
    assert walked(tokens_of("只有合同的一半", city)) == set()
    assert walked(tokens_of("希望", county) + small) == set()
    assert walked(tokens_of("希望", city), months=[1, 2, 3]) == set()


def walked(wanted: list[int], months: Sequence[int] = ()) -> set[str]:
    """The tables that the plan reads from end to end."""
    statement = f"SELECT id FROM {tables.DOC} WHERE tokens @> %s::integer[] LIMIT {proposing.FEW}"  # noqa: S608
    params: list[Any] = [wanted]
    if months:
        statement, params = proposing.BY_MONTH.format(columns="doc.id"), [months, wanted, proposing.AT_ONCE]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", params)
        plan = cursor.fetchone()[0]
    return set(_walked((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))


def _walked(node: dict[str, Any]) -> Any:
    if node["Node Type"] == "Seq Scan":
        yield node["Relation Name"]
    for below in node.get("Plans", ()):
        yield from _walked(below)


@pytest.mark.django_db
def test_what_narrows_are_the_nodes_below_the_city_and_the_month() -> None:
    cast = people.assemble(NOW)
    case = people.taken(cast, NOW)
    case.responsible = cast.county

    assert texts.cities_of(case) == {
        people.HOME: {"2026-11"},
        people.LEAD: {"2026-11", cast.county.path},
    }
