"""A drawing is made once for all that say the same, and anew for whoever reads another language or other numbers."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.template import engines
from django.utils import translation

from huaihai.desk.measured import Mark, Measured
from huaihai.desk.papers import written
from huaihai.desk.papers.document import Table

SHOW = "{% load papers %}{% report_table table %}"


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


def shown(number: str) -> str:
    table = Table("投诉", ("城市", "收到"), (("徐州", number),), frozenset({1}))
    return str(engines["django"].from_string(SHOW).render({"table": table}))


def test_the_same_words_with_another_mark_are_another_table() -> None:
    first, other = (shown(Measured("12", Mark("received", place, "2026"))) for place in ("320300", "341300"))
    assert 'data-place="320300"' in first
    assert 'data-place="341300"' in other
    assert "data-place" not in shown("12")


def test_each_language_has_its_own() -> None:
    assert "收到" in shown("12")
    with translation.override("en"):
        assert '<span lang="zh-Hans">收到</span>' in shown("12")
    with translation.override("zh-hant"):
        assert "投訴" in shown("12")


def test_it_is_made_once() -> None:
    made: list[str] = []

    def facts(number: str) -> dict[str, object]:
        made.append(number)
        return {"spark": None, "words": number}

    one, other = uuid4().hex, uuid4().hex
    for number in (one, one, other, one):
        drawn = written.written("desk/drawing/spark.html", facts, number)
        assert drawn == str(drawn.__html__())  # safe, and so not escaped again
    assert made == [one, other]
