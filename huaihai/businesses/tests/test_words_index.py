"""The index of words finds what a look at every row finds, however the rows were written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from huaihai.businesses.models import Business, words
from huaihai.kit import clock
from huaihai.kit.text.normalise import fold

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NAMES = (
    "云桥家电1号有限公司\n古渡路 12 号",
    "云桥家电12号商行",
    '南湖"健身"(馆)\nhttps://shop.example/a_b?c=1%',
    "南湖健身\n健身南湖",
    "水",
    "",
    "𠮷野家 o'neil",
)


def register(*texts: str) -> list[Business]:
    rows = [Business(name=text[:9], words=text, created_at=clock.now()) for text in texts]
    return Business.objects.bulk_create(rows)


def said(word: str) -> set[str]:
    return set(Business.objects.filter(words__says=word).values_list("words", flat=True))


def test_any_part_of_the_words_is_found_and_nothing_else() -> None:
    register(*NAMES)
    everything = [text for text in NAMES if text]

    @given(st.data())
    def check(data: st.DataObject) -> None:
        text = data.draw(st.sampled_from(everything))
        start = data.draw(st.integers(0, len(text) - 1))
        word = text[start : start + data.draw(st.integers(1, 6))]
        assert said(word) == {name for name in NAMES if word in name}

    check()


@pytest.mark.parametrize("word", ["%", "_", "'", '"', "\\", '" OR "', "a*", "没有这家", "云号", "号\n商"])
def test_signs_of_a_query_are_letters_like_others(word: str) -> None:
    register(*NAMES)

    assert said(word) == {name for name in NAMES if word in name}


def test_changed_words_are_found_at_once_and_old_ones_no_longer() -> None:
    one, other = register("云桥家电", "南湖健身")
    one.words = "柳巷美容"
    one.save(update_fields=["words"])
    Business.objects.filter(pk=other.pk).update(words="南湖健身\n北关汽修")
    assert said("云桥") == set()
    assert said("柳巷美容") == {"柳巷美容"}
    assert said("北关") == said("湖健") == {"南湖健身\n北关汽修"}
    other.delete()

    assert said("北关") == set()
    assert said("柳巷") == {"柳巷美容"}


def test_it_is_made_for_rows_that_are_there_already_and_only_once() -> None:
    register("云桥家电")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"DROP INDEX {words.GRAMS}_of")
        else:
            cursor.execute(f"DROP TRIGGER {words.CHANGED}")  # as when a migration makes the table anew
            cursor.execute(f"DELETE FROM {words.NUMBERS}")  # noqa: S608
    words.make()
    assert said("家电") == {"云桥家电"}
    with CaptureQueriesContext(connection) as asked:
        words.make()

    assert not any("INSERT" in one["sql"] or "DROP" in one["sql"] for one in asked)
    assert said("家电") == {"云桥家电"}


def test_nothing_walks_over_all_businesses() -> None:
    register(*(f"{fold(f'云桥家电{number}号')}" for number in range(3_000)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        sql, params = Business.objects.filter(words__says="电1234").values("pk").query.sql_with_params()
        prefix = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{prefix} {sql}", params)
        plan = str(cursor.fetchall())

    assert words.GRAMS in plan
    assert f"Seq Scan on {words.TABLE}" not in plan
    assert f"SCAN {words.TABLE}" not in plan
