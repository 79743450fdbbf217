"""No table that leaves the house runs anything where it is opened."""

import csv
import io
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from huaihai.desk import tables
from huaihai.insight.releases import content
from huaihai.insight.reports import excel
from huaihai.law.clauses import weights
from huaihai.packs import making

PACKAGE = Path(__file__).parents[2] / "huaihai"
HOSTILE = [
    '=HYPERLINK("http://127.0.0.1","x")',
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＠x",
    " =1",
]
# Their cells are names of the code book and numbers, and other programs compare the file byte for byte; or what the
# country's own tables say of its places and limits; weights of runs of characters.
CODES_ALONE = {Path(content.__file__), Path(making.__file__), Path(weights.__file__).with_name("commands.py")}


def modules_with(pattern: str) -> dict[Path, str]:
    found = {path: path.read_text() for path in PACKAGE.rglob("*.py") if "tests" not in path.parts}
    return {path: text for path, text in found.items() if re.search(pattern, text)}


def test_every_csv_goes_through_the_one_cell() -> None:
    writers = modules_with(r"csv\.(?:writer|DictWriter)\(")

    assert len(writers) >= 3
    assert {path for path, text in writers.items() if "kit.cells" not in text and "csv_text" not in text} == (
        CODES_ALONE
    )


def test_no_workbook_makes_formulas_of_texts() -> None:
    """Texts are written as texts, or the whole workbook knows no formulas."""
    writers = modules_with(r"xlsxwriter\.Workbook\(")

    assert len(writers) >= 4
    for path, text in writers.items():
        writes_as_it_likes = re.search(r"\bsheet\.write(?:_row|_column|_formula)?\(", text)
        assert not writes_as_it_likes or '"strings_to_formulas": False' in text, path


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_of_the_office_is_text_in_both_files(kind: str) -> None:
    rows = [SimpleNamespace(cells=[SimpleNamespace(plain=words)]) for words in HOSTILE]
    heads = [SimpleNamespace(label=HOSTILE[0])]
    made: Any = SimpleNamespace(heads=heads, rows=rows, caption=HOSTILE[0])

    answer = tables.file(made, "list", kind)

    if kind == "csv":
        lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
        assert [line[0] for line in lines] == [f"'{words}" for words in (HOSTILE[0], *HOSTILE)]
    else:
        assert b"<f>" not in unpacked(answer.content)


def test_a_report_is_text_in_its_workbook() -> None:
    from huaihai.desk.papers.document import Document, Section

    paragraphs = tuple(HOSTILE)
    document = Document(title=HOSTILE[0], summary=HOSTILE[2], sections=(Section(HOSTILE[1], paragraphs),))

    made = excel.workbook(document)

    assert b"<f>" not in unpacked(made)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == HOSTILE[0]


def unpacked(workbook: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return b"".join(package.read(name) for name in package.namelist() if "sheet" in name)
