"""Tables as CSV: what a spreadsheet would run is text."""

import csv
import io

import pytest

from huaihai.kit.csv_text import cell, csv_file


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86",
        "-2",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        " =1",
        "\ufeff=1",
        "\u200b@x",
    ],
)
def test_a_cell_that_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert cell(text) == "'" + text


@pytest.mark.parametrize("text", ["3203-2026-418207-5", "徐州", "a=b", "", "“=1”"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


def test_a_file_is_read_back_as_it_was_written() -> None:
    lines: list[list[object]] = [["徐州", 'a "quoted", part', None], ["=1", "two\nlines", 3]]

    answer = csv_file("list.csv", ["A", "B", "C"], lines)

    text = answer.content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["A", "B", "C"],
        ["徐州", 'a "quoted", part', ""],
        ["'=1", "two\nlines", "3"],
    ]
