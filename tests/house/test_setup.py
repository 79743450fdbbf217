"""`make run` installs what serving needs, `make test` everything; each step is done once."""

import re
from pathlib import Path

import poppler
import pytest
import setup
import tesseract

PINNED = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE)


def test_what_serving_needs_is_part_of_what_the_tests_need_at_the_same_versions() -> None:
    base, dev = (
        dict(PINNED.findall((setup.REQUIREMENTS / name).read_text())) for name in ("base.txt", "dev.txt")
    )
    assert len(base) > 30
    assert base.items() <= dev.items()
    assert {"pytest", "mypy", "babel"} & base.keys() == set()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(setup, "TOOLS", tmp_path)
    (tmp_path / "list.txt").write_text("one")
    return tmp_path


def a_step(folder: Path, name: str, done: list[str]) -> setup.Step:
    def work() -> None:
        done.append(name)
        (folder / "made").touch()

    work.__name__ = name
    return setup.Step(name, work, lambda: [folder / "list.txt"], lambda: [folder / "made"])


def test_a_step_is_done_again_when_its_inputs_change_or_what_it_made_is_gone(folder: Path) -> None:
    done: list[str] = []
    step = a_step(folder, "step", done)
    assert [step.do(), step.do()] == [True, False]
    (folder / "list.txt").write_text("two")
    assert [step.do(), step.do()] == [True, False]
    (folder / "made").unlink()
    assert [step.do(), step.do()] == [True, False]
    assert done == ["step"] * 3


@pytest.mark.parametrize(
    ("asked", "is_all_there", "installed"),
    [("run", False, ["some"]), ("run", True, []), ("", False, ["all"]), ("", True, [])],
)
def test_a_run_installs_less_and_takes_nothing_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch, asked: str, is_all_there: bool, installed: list[str]
) -> None:
    done: list[str] = []
    steps = {name: a_step(folder, name, done) for name in ("all", "some", "others")}
    if is_all_there:
        steps["all"].do()
    steps["others"].do()
    done.clear()
    monkeypatch.setattr(setup, "PACKAGES", steps["all"])
    monkeypatch.setattr(setup, "RUN_PACKAGES", steps["some"])
    for name in ("UV_ITSELF", "TEXTS", "CARDS", "CHARTS", "STATIC"):
        monkeypatch.setattr(setup, name, steps["others"])
    monkeypatch.setattr(setup, "papers", lambda: False)
    assert setup.main(asked) == 0
    assert done == installed


def test_without_poppler_and_without_the_right_to_install_it_the_command_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(poppler, "is_there", lambda: False)
    monkeypatch.setattr(poppler.os, "geteuid", lambda: 1000)

    assert not poppler.install()
    assert poppler.COMMAND in capsys.readouterr().out


def test_without_tesseract_and_without_the_right_to_install_it_the_command_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tesseract, "is_there", lambda: False)
    monkeypatch.setattr(tesseract.os, "geteuid", lambda: 1000)

    assert not tesseract.install()
    assert tesseract.COMMAND in capsys.readouterr().out
