"""The laboratory's own pages behind its link, its sheet, and the same for staff."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from huaihai.supervision.models import Laboratory, Reading
from huaihai.supervision.testing.laboratory import facts, verbs
from huaihai.supervision.testing.laboratory.sheets import COLUMNS, NoSheet, parse, rows_of, template
from huaihai.supervision.testing.laboratory.verbs import address_of
from huaihai.supervision.testing.tests import measured
from huaihai.supervision.testing.tests.kettles import ITEMS, PLAN
from huaihai.supervision.testing.tests.measured import SENT, Scene
from huaihai.supervision.tests.people import client_of
from huaihai.supervision.tests.test_packed import book

ITEM = {item["key"]: item for item in ITEMS}
KEYS = [("ABCDEFGHJK", "leakage", n, "first") for n in (1, 2, 3)]


def sheet(*rows: tuple[object, ...], head: tuple[str, ...] = COLUMNS) -> bytes:
    """An xlsx with these rows below a head."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, [f"[{key}]" for key in head])
    for number, row in enumerate(rows, start=1):
        page.write_row(number, 0, row)
    book.close()
    return written.getvalue()


def row(n: int, value: object, unit: str = "mA", **other: object) -> tuple[object, ...]:
    said = {
        "sample": "ABCDE-FGHJK",
        "round": "first",
        "item": "leakage",
        "n": n,
        "unit": unit,
        "value": value,
    }
    return tuple((said | other).get(key, "") for key in COLUMNS)


def test_a_sheet_from_the_page_comes_back_as_it_was_filled_and_no_formula_runs_in_it() -> None:
    filled = template(KEYS, ITEM | {"leakage": ITEM["leakage"] | {"name": "=1+1"}}, {})
    assert len(list(rows_of(filled))) == 1 + len(KEYS)
    with pytest.raises(NoSheet):  # nothing is filled in yet
        parse(filled, ITEM, KEYS)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(filled)).get_sheet_by_index(0).to_python()
    assert rows[1][COLUMNS.index("name")] == "=1+1"


def test_text_cells_keep_their_zeros_number_cells_their_digits_and_each_bad_cell_is_named() -> None:
    found = parse(sheet(row(1, "0.10"), row(2, 0.1), row(3, 0.00002, remark="")), ITEM, KEYS)
    assert [entry.cell.value for entry in found.entries] == ["0.10", "0.1"]
    assert [bad.cell for bad in found.bad] == ["I4"]  # below the detection limit
    wrong = (row(1, "0,2"), row(2, "0.2", unit="A"), row(3, "0.3"), row(3, "0.3"), row(7, "0.2"))
    assert [bad.cell for bad in parse(sheet(*wrong), ITEM, KEYS).bad] == ["I2", "I3", "I5", "A6"]


def test_what_is_no_sheet_is_refused() -> None:
    for content in (
        b"",
        b"hello",
        b"PK\x03\x04" + b"x" * 100,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        sheet(head=("sample", "n")),
        book(sheet=b'<row r="1048576"><c r="XFD1048576"/></row>'),  # a cell far away makes no room
    ):
        with pytest.raises(NoSheet):
            parse(content, ITEM, KEYS)


@pytest.fixture
def linked() -> tuple[Scene, str]:
    scene = measured.arrived()
    row = verbs.issue_link(scene.lab, by=scene.leader, at=SENT)
    Laboratory.objects.filter(pk=row.pk).update(link_until="2099-01-01T00:00+08:00")
    return scene, address_of(row)


@pytest.mark.django_db
def test_a_laboratory_sees_codes_items_and_limits_of_its_plan_and_no_brand(
    client: Client, linked: tuple[Scene, str]
) -> None:
    scene, address = linked
    code = measured.code(scene)
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"{code[:5]}-{code[5:]}" in page
    assert "泄漏电流" in page
    assert answer["Cache-Control"] == "no-store"
    for product in PLAN["products"]:
        assert product["brand"] not in page
        assert product["maker"] not in page
    limits = {item["detection"] for item in scene.project.registered.plan["items"] if item["detection"]}
    page = client.get(f"{address}{code}/first/").content.decode()
    assert limits
    assert all(f"低于检出限写 &lt;{limit}" in page for limit in limits)
    for none in ("x", "\x00", "%", "ABCDEFGHJK"):
        assert client.get(f"{address}{none}/first/").status_code == 404


@pytest.mark.django_db
def test_a_wrong_or_ended_link_gets_one_and_the_same_answer(
    client: Client, linked: tuple[Scene, str]
) -> None:
    scene, address = linked
    wrong = client.get(f"{address[:-2]}{'1' if address[-2] == '0' else '0'}/")
    nobody = client.get(address.replace(str(scene.lab.pk), str(scene.project.pk)))
    verbs.end_link(Laboratory.objects.get(pk=scene.lab.pk), by=scene.leader, at=SENT)
    ended = client.get(address)
    assert {wrong.status_code, nobody.status_code, ended.status_code} == {404}
    assert all("这个链接打不开内容" in answer.content.decode() for answer in (wrong, nobody, ended))


@pytest.mark.django_db
def test_the_laboratory_types_its_readings(client: Client, linked: tuple[Scene, str]) -> None:
    scene, address = linked
    code = measured.code(scene)
    said = {"sample": code, "item": "leakage", "n": "1", "unit": "A", "value": "0.2"}
    bad_sheet = sheet(tuple(said.get(key, "") for key in COLUMNS))
    answer = client.post(address, {"sheet": SimpleUploadedFile("r.xlsx", bad_sheet), "reason": ""})
    assert answer.status_code == 200
    assert "I2" in answer.content.decode()
    assert not Reading.objects.exists()
    form = f"{address}{code}/first/"
    bad = client.post(form, {"r-leakage-1": "0,2", "r-leakage-2": "0.21"})
    assert bad.status_code == 200
    assert 'value="0,2"' in bad.content.decode()
    assert 'value="0.21"' in bad.content.decode()
    good = client.post(form, {"r-leakage-1": "0.20", "r-leakage-2": "<0.01"})
    assert good.status_code == 302
    rows = Reading.objects.filter(sample=code).order_by("n")
    assert [(row.value, row.below) for row in rows] == [("0.20", False), (None, True)]
    assert rows[0].by == f"laboratory:{scene.lab.key}"
    page = client.post(form, {"r-leakage-1": "0.21"}).content.decode()  # why is it corrected?
    assert "泄漏电流 第 1 次）" in page
    assert "leakage 1" not in page


@pytest.mark.django_db
def test_staff_take_a_whole_sheet_for_the_laboratory_and_those_of_another_city_read_only() -> None:
    scene = measured.arrived()
    staff, other = client_of(scene.leader), client_of(scene.kettles.people.partner)
    address = f"/office/supervision/{scene.project.pk}/laboratories/{scene.lab.pk}/"
    assert other.get(address).status_code == 200
    assert other.get(f"{address}readings/{measured.code(scene)}/first/").status_code == 404
    assert other.post(address, {}).status_code == 404
    assert other.get(f"{address}change/").status_code == 404
    entries = measured.entries(scene)
    held = {
        entry.key: Reading(value=entry.cell.value, below=entry.cell.below, na=entry.cell.na)
        for entry in entries
    }
    filled = template([entry.key for entry in entries], facts.items_of(scene.project), held)
    answer = staff.post(address, {"sheet": SimpleUploadedFile("r.xlsx", filled), "reason": ""})
    assert answer.status_code == 302
    assert Reading.objects.filter(project=scene.project).count() == len(entries)
    assert staff.get(f"{address}readings.xlsx").status_code == 200
    assert staff.get(address).status_code == 200


@pytest.mark.django_db
def test_a_laboratory_is_added_and_changed_on_its_page() -> None:
    scene = measured.arrived()
    staff = client_of(scene.leader)
    base = f"/office/supervision/{scene.project.pk}/laboratories/"
    typed = {
        "seen": "0",
        "name": "演示第二检测中心",
        "cnas": "L0001",
        "cnas_until": "2028-01-01",
        "contract": "2",
        "contract_on": "2026-11-02",
        "items": ["leakage"],
    }
    assert staff.post(f"{base}new/", typed | {"cnas": ""}).status_code == 200
    made = staff.post(f"{base}new/", typed)
    assert made.status_code == 302
    own = made["Location"]
    lab = Laboratory.objects.get(name="演示第二检测中心")
    assert staff.post(f"{own}change/", typed | {"seen": "99"}).status_code == 409
    first = address_of(lab)
    assert first in staff.get(own).content.decode()  # it has its link at once
    assert staff.post(f"{own}link/").status_code == 302
    assert staff.get(f"{own}samples/retest/").status_code == 200
    lab.refresh_from_db()
    assert address_of(lab) != first
    assert address_of(lab) in staff.get(own).content.decode()
