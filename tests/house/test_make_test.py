"""The tool behind `make test`: how it counts, and when it may do without a browser."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"


@pytest.fixture
def tool() -> ModuleType:
    """A fresh copy, under a name that the standard library's own `test` does not have."""
    spec = importlib.util.spec_from_file_location("make_test", TOOLS / "test.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def no_browser(tool: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool.chromium, "is_ready", lambda: False)
    monkeypatch.setattr(tool.os, "geteuid", lambda: 1000)


def test_closing_lines_add_up(tool: ModuleType) -> None:
    tool.totals.add_closing_line("763 passed, 2 skipped, 48 warnings in 9.76s")
    tool.totals.add_closing_line("2 failed, 760 passed, 1 error in 9.32s")
    assert tool.totals == {"passed": 1523, "failed": 3, "skipped": 2}


def test_a_failing_step_is_named_and_the_others_still_run(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tool, "STEPS", {"one": lambda: True, "two": lambda: False, "three": lambda: True})
    monkeypatch.setattr(sys, "argv", ["test.py"])
    assert tool.main() == 1
    said = capsys.readouterr().out
    assert "== three: good" in said
    assert "FAILED: two\n0 passed, 1 failed\n" in said


BESIDE = "print('== types', 'FAILED: types', '3 passed, 1 failed', sep='\\n'); raise SystemExit(1)"


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (BESIDE, (["types"], {"passed": 3, "failed": 1})),
        ("print('5 passed, 0 failed, 1 skipped')", ([], {"passed": 5, "failed": 0, "skipped": 1})),
        ("raise RuntimeError", (["types", "journeys"], {})),
    ],
)
def test_steps_that_run_beside_the_others_are_heard_counted_and_named(
    tool: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    program: str,
    expected: tuple[list[str], dict[str, int]],
) -> None:
    (tmp_path / "beside.py").write_text(program)
    monkeypatch.setattr(tool, "__file__", str(tmp_path / "beside.py"))
    assert (tool.Others(["types", "journeys"]).end(), tool.totals) == expected


@pytest.mark.usefixtures("no_browser")
def test_without_a_browser_the_journeys_are_skipped_with_one_loud_line(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert tool.journeys()
    assert "apt-get install chromium-headless-shell fonts-noto-cjk" in capsys.readouterr().out


@pytest.mark.usefixtures("no_browser")
def test_without_a_browser_continuous_integration_fails(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    assert not tool.journeys()


def test_a_step_that_is_not_there_is_an_error(tool: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["test.py", "journey"])
    with pytest.raises(SystemExit) as left:
        tool.main()
    assert left.value.code == 2


SLOW = "for _ in 1 2 3 4 5 6 7 8; do printf .; sleep 0.25; done"


def test_a_step_that_is_slow_but_not_silent_goes_on(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tool, "SILENCE", 1.5)
    assert tool.run("sh", "-c", SLOW)


def test_a_step_that_falls_silent_is_ended_with_all_that_it_started(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tool, "SILENCE", 1)
    child = "import subprocess; subprocess.run(['sleep', '60'])"
    assert not tool.run(sys.executable, "-c", child)
    assert "nothing was heard for 1 s" in capfd.readouterr().out
