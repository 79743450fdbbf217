"""`huaihai supervision lint` and `recompute`: a file, and nothing else."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from huaihai import cli
from huaihai.supervision.grading.tests.planted import with_errors

type Stored = Callable[..., str]


BROKEN = (
    b"",
    b"[]",
    b"{",
    b'{"a": NaN}',
    b'{"a": 1, "a": 2}',
    b"\xff\xfe\xfd",
    b"[" * 100_000,
    b'{"n": ' + b"9" * 5000 + b"}",
)


@pytest.fixture
def stored(tmp_path: Path) -> Stored:
    """Writes a file of kettles, with these errors planted, and says where."""

    def store(*planted: str) -> str:
        path = tmp_path / "test.json"
        path.write_text(json.dumps(with_errors(*planted)), encoding="utf-8")
        return str(path)

    return store


def test_a_clean_file_is_called_clean_and_what_is_wrong_is_said_in_both_languages(
    stored: Stored, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["supervision", "lint", stored()]) == 0
    assert capsys.readouterr().out == "这份文件没有发现问题。\n"
    path = stored("downgrade lost", "other unit")
    assert cli.main(["supervision", "lint", path]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "读数“s-p01-boil-1”，单位：单位是“min”，应为“s”。",
        "p02：应当适用降级规则“unsafe”，却没有写明；文件评的是 C。",
        "共发现 2 处问题。",
    ]
    assert cli.main(["supervision", "lint", path, "--lang", "en"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "Findings: 2."


def test_findings_can_be_read_by_programs(stored: Stored, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["supervision", "lint", stored("place untrue"), "--json", "--lang", "en"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert [(one["code"], one["place"]) for one in said] == [
        ("rank-wrong", "results.p02.rank"),
        ("rank-wrong", "results.p03.rank"),
    ]
    assert said[0]["facts"]["wanted"] == "3"
    assert said[0]["words"].startswith("result of “p02”, place: ")


def test_what_comes_out_again_otherwise_or_not_at_all_is_named(
    stored: Stored, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["supervision", "recompute", stored(), "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "p01  88.0  B  1",
        "p02  61.6  E  3",
        "p03  70.7  C  2",
        "3 of 3 products come out as in the file.",
    ]
    path = stored("downgrade lost")
    assert cli.main(["supervision", "recompute", path, "--lang", "en"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[1] == "p02  61.6  E  3  ≠ downgrades, grade"
    assert said[-1] == "2 of 3 products come out as in the file."
    assert cli.main(["supervision", "recompute", path, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)[1]["grade"] == "E"
    assert cli.main(["supervision", "recompute", stored("reading missing")]) == 2
    assert "p01，boil：应有 3 个读数，现有 2 个。" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["lint", "recompute"])
def test_what_is_no_file_is_refused(verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "test.json"
    for content, begins in (
        *((broken, "huaihai: ") for broken in BROKEN),
        (b"{}", "This is no test file"),
        (b'{"format": "huaihai-supervision-visit/1", "plans": [{"plan": {}}]}', "This is no test file"),
        (None, "huaihai: "),
    ):
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
        assert cli.main(["supervision", verb, str(path), "--lang", "en"]) == 2, content
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith(begins), content
        assert len(said.err.splitlines()) == 1
        assert "Errno" not in said.err
    assert said.err.endswith("test.json: There is no such file.\n")


def test_a_file_of_nothing_is_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "test.json"
    path.write_text('{"format": "huaihai-supervision-test/1"}', encoding="utf-8")
    assert cli.main(["supervision", "lint", str(path), "--lang", "en"]) == 1
    assert "The file has no plan." in capsys.readouterr().out
    assert cli.main(["supervision", "recompute", str(path), "--lang", "en"]) == 2


def test_neither_settings_nor_django_are_needed(stored: Stored) -> None:
    program = (
        "import sys; from huaihai import cli; code = cli.main(['supervision', 'lint', sys.argv[1]]); "
        "assert 'django' not in sys.modules, sorted(m for m in sys.modules if m.startswith('django')); sys.exit(code)"
    )
    command = [sys.executable, "-c", program, stored()]
    ran = subprocess.run(
        command, env={"PATH": os.environ["PATH"]}, check=False, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr) == (0, "")
