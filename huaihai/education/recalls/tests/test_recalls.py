"""A list of recalls is read, stored once, and compared with what people own; the newest of a source counts."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from xlsxwriter import Workbook

from huaihai import cli
from huaihai.education.models import RecalledProduct, RecallList
from huaihai.education.recalls import reading
from huaihai.education.recalls.reading import Product
from huaihai.kit.text.files import UnreadableFileError
from huaihai.record.models import Event

HEADS = "产品名称,品牌,型号,生产者,商品条码,批号,生产日期,缺陷,召回措施,网址"
KETTLE = "演示水壶,演示牌,K1,演示电器厂,6901234567892,A1、A2-A9,2024年1月1日至2024年6月30日,漏电,免费更换,https://example.org/k1"
BED = "演示童床,演示牌,B2,演示家具厂,,,2023-05-01,夹手,退货,"


def _csv(*rows: str) -> bytes:
    return "\n".join((HEADS, *rows)).encode()


def test_the_columns_are_found_by_their_heads() -> None:
    kettle, bed = reading.read(_csv(KETTLE, BED))
    assert kettle == Product(
        name="演示水壶",
        brand="演示牌",
        model="K1",
        maker="演示电器厂",
        barcode="6901234567892",
        batches="A1\nA2-A9",
        made_from=date(2024, 1, 1),
        made_until=date(2024, 6, 30),
        defect="漏电",
        remedy="免费更换",
        address="https://example.org/k1",
    )
    assert (bed.made_from, bed.made_until) == (date(2023, 5, 1), date(2023, 5, 1))


def test_a_workbook_is_read_like_a_csv() -> None:
    held = BytesIO()
    with Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate((HEADS.split(","), KETTLE.split(","))):
            sheet.write_row(row, 0, cells)
    assert reading.read(held.getvalue()) == reading.read(_csv(KETTLE))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        _csv(),
        "品牌,型号\n演示牌,K1".encode(),
        _csv(",演示牌,K1,,,,,,,"),
        _csv("演示水壶,,,,,,2024-02-30,,,"),
        _csv("演示水壶,,,,,,2024-06-30至2024-01-01,,,"),
        b"PK\x03\x04broken",
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r".+"):
        reading.read(raw)


@pytest.mark.parametrize(
    ("written", "kept"), [("690-1234 567892", "6901234567892"), ("12345", ""), ("见包装", "")]
)
def test_only_a_barcode_is_kept_as_one(written: str, kept: str) -> None:
    assert reading.read(_csv(f"演示水壶,,,,{written},,,,,"))[0].barcode == kept


def _load(tmp_path: Path, raw: bytes, *more: str, dated: str = "2026-11-01") -> int:
    file = tmp_path / "recalls.csv"
    file.write_bytes(raw)
    return cli.main(
        ["education", "load-recalls", str(file), "--source", "演示召回中心", "--dated", dated, *more]
    )


@pytest.mark.django_db
def test_nothing_is_stored_before_somebody_says_so(tmp_path: Path) -> None:
    assert _load(tmp_path, _csv(KETTLE)) == 0
    assert not RecallList.objects.exists()
    assert _load(tmp_path, b"") == 2


@pytest.mark.django_db
def test_the_same_file_is_stored_once(tmp_path: Path) -> None:
    for _time in range(2):
        assert _load(tmp_path, _csv(KETTLE, BED), "--save") == 0
    assert RecalledProduct.objects.count() == 2
    assert Event.objects.filter(verb="recall_list_loaded").count() == 1


@pytest.mark.django_db
def test_the_newest_list_of_a_source_counts(tmp_path: Path, client: Client) -> None:
    _load(tmp_path, _csv(KETTLE), "--save", dated="2026-11-01")
    first = client.get("/check/products.json")
    assert [product["name"] for product in first.json()["products"]] == ["演示水壶"]
    assert first.json()["warnings"][0]["is_recall"] is True

    _load(tmp_path, _csv(BED), "--save", dated="2026-11-02")
    second = client.get("/check/products.json", headers={"if-none-match": first["ETag"]})
    assert [product["name"] for product in second.json()["products"]] == ["演示童床"]

    _load(tmp_path, _csv(KETTLE), "--save", dated="2026-10-01")
    third = client.get("/check/products.json")
    assert third.json() == second.json()


@pytest.mark.django_db
def test_the_goods_stand_on_a_page_with_source_and_day(tmp_path: Path, client: Client) -> None:
    assert (
        "load"
        not in client.get("/check/recalls/").content.decode().lower().split("<main")[1].split("<form")[0]
    )
    _load(tmp_path, _csv(KETTLE, BED), "--save")
    page = client.get("/check/recalls/").content.decode()
    for words in ("演示水壶", "漏电", "免费更换", "演示召回中心", "2026-11-01"):
        assert words in page
    assert "演示召回中心" in client.get("/check/").content.decode()
