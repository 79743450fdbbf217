"""`huaihai brands recompute` works on a file alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from huaihai import cli
from huaihai.brands.scoring.tests.test_second import a_good_file

Captured = pytest.CaptureFixture[str]


def told(tmp_path: Path, file: object) -> str:
    path = tmp_path / "scores.json"
    path.write_text(json.dumps(file), encoding="utf-8")
    return str(path)


def test_a_good_file_comes_out_the_same(tmp_path: Path, capsys: Captured) -> None:
    assert cli.main(["brands", "recompute", told(tmp_path, a_good_file()), "--lang", "en"]) == 0
    assert capsys.readouterr().out == "3 entries, 3 the same\n"


def test_each_difference_is_named(tmp_path: Path, capsys: Captured) -> None:
    file = a_good_file()
    file["entries"][1]["result"]["parts"][2]["contribution"] = "99"
    key = file["entries"][1]["result"]["parts"][2]["key"]
    assert cli.main(["brands", "recompute", told(tmp_path, file), "--lang", "en"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"2026-2: result.parts.{key}.contribution: computed ")
    assert lines[1:] == ["3 entries, 2 the same"]


def test_what_is_no_file_of_scores_is_refused(tmp_path: Path, capsys: Captured) -> None:
    assert cli.main(["brands", "recompute", told(tmp_path, [])]) == 2
    assert cli.main(["brands", "recompute", str(tmp_path / "not-there.json")]) == 2
    assert capsys.readouterr().out == ""


def test_it_needs_no_database(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['django.db'] = None\n"
        "from huaihai import cli\n"
        "sys.exit(cli.main(['brands', 'recompute', sys.argv[1]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, told(tmp_path, a_good_file())], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
