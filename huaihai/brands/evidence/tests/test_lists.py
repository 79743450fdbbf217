"""Lists of authorities: what is read, what is refused and why, and that nothing hostile gets through."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.brands.evidence import lists
from huaihai.brands.evidence.lists import FactRow, NotTheList, ReadList, read
from huaihai.brands.evidence.tests.lists import HEADS, LICENCE_HEADS, code, csv_of, row, xlsx_of
from huaihai.desk.spreadsheets import CannotRead

TODAY = date(2026, 11, 2)


def told(raw: bytes, about: str = "penalties") -> ReadList:
    return read(raw, about, today=TODAY)


def reasons(raw: bytes) -> list[tuple[int, str]]:
    return [(one.line, one.reason) for one in told(raw).refused]


@pytest.mark.parametrize("raw", [csv_of(row()), csv_of(row(), encoding="gb18030"), xlsx_of(row())])
def test_a_row_reads_the_same_from_every_kind_of_file(raw: bytes) -> None:
    assert told(raw).rows == (
        FactRow(
            line=2,
            credit_code=code(),
            authority="演示市场监督管理局",
            number="演示罚〔2026〕1号",
            kind="罚款",
            source="https://example.org/1",
            change="",
            decided_on=date(2026, 3, 5),
            gravity="minor",
            what="价签与实际不符",
        ),
    )


@pytest.mark.parametrize("day", ["2026-03-05", "2026/3/5", "2026年3月5日", "20260305", "2026-03-05 00:00:00"])
def test_days_are_read_as_people_write_them(day: str) -> None:
    assert told(csv_of(row(day=day))).rows[0].decided_on == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"code": "320323199001011234"}, "code"),
        ({"code": "91320300MA1TEST1X7"}, "code"),
        ({"number": ""}, "missing"),
        ({"day": "2026-02-30"}, "day"),
        ({"day": "yesterday"}, "day"),
        ({"day": "2026-11-03"}, "day-far"),
        ({"day": "1999-12-31"}, "day-far"),
        ({"gravity": "大概"}, "gravity"),
        ({"what": "=HYPERLINK(1)"}, "formula"),
        ({"number": "＝1+1"}, "formula"),
        ({"what": "经营者：张三，销售过期食品"}, "person"),
        ({"what": "长" * 301}, "long"),
        ({"number": "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace") + "\x00"}, "file"),
        ({"source": "javascript:alert(1)"}, "source"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_with_its_line(said: dict[str, str], reason: str) -> None:
    raw = csv_of(row(1), row(2, **said), row(3))
    if reason == "file":
        with pytest.raises(CannotRead):
            told(raw)
        return
    assert reasons(raw) == [(3, reason)]
    assert [one.line for one in told(raw).rows] == [2, 4]
    assert all(lists.refusal(one) for one in told(raw).refused)


def test_a_decision_twice_is_read_once_without_persons_and_numbers() -> None:
    assert reasons(csv_of(row(), row(what="别的"))) == [(3, "twice")]
    raw = csv_of([*row(), "张三"], heads=[*HEADS, "法定代表人姓名"])
    found = told(raw)
    assert found.left_out == ("法定代表人姓名",)
    assert "张三" not in repr(found.rows)
    assert "13800000001" not in told(csv_of(row(what="电话 13800000001 推销"))).rows[0].what


def test_titles_above_the_heads_do_not_matter_and_another_table_is_refused() -> None:
    raw = csv_of(HEADS, row(), heads=["演示市行政处罚公示"])
    assert told(raw).rows[0].line == 3
    with pytest.raises(NotTheList) as caught:
        told(csv_of(["1", "2"], heads=["统一社会信用代码", "别的"]))
    assert "处罚机关" in caught.value.missing
    assert "统一社会信用代码" not in caught.value.missing


def test_licences_end_on_a_day_or_never() -> None:
    rows = [
        [code(), "机关", "许1", "食品经营许可证", "2027-01-31", ""],
        [code(), "机关", "许2", "营业执照", "长期", ""],
    ]
    found = told(csv_of(*rows, heads=LICENCE_HEADS), "licences")
    assert [one.valid_until for one in found.rows] == [date(2027, 1, 31), None]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "empty"),
        (b"\0" * 100, "empty"),
        (b"PK\x03\x04" + b"\0" * 100, "broken"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "broken"),
        (b"x" * (10 * 1024 * 1024 + 1), "big"),
        (b"a\0b,c", "kind"),
    ],
)
def test_what_is_no_table_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(CannotRead) as caught:
        told(raw)
    assert caught.value.why == why


def test_five_megabytes_are_too_many_rows_and_refused_as_such() -> None:
    with pytest.raises(CannotRead) as caught:
        told(csv_of(*[row(n) for n in range(30_000)]))
    assert caught.value.why == "rows"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        found = told(csv_of(row()) + raw)
    except CannotRead:
        return
    assert found.rows_read >= 1
