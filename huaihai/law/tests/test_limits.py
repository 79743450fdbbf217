"""Limits that bodies may set for themselves."""

from datetime import date

from huaihai.law import limits


def test_what_a_body_adopts_stands_in_the_sentence_too() -> None:
    for limit in limits.BY_NAME.values():
        if limit.adopted_by_body:
            adopted = limit.as_adopted(399, limit.unit, source="决议 2026-1", since=date(2027, 1, 1))
            assert adopted.term_zh in adopted.zh
            assert adopted.term_en in adopted.en
