"""Pages of the documentation that are printed from data are fresh."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from huaihai.cases import commands

DOCS = Path(__file__).resolve().parents[3] / "docs"


@pytest.mark.parametrize(
    ("page", "run"),
    [("case-life.md", commands.run_diagram), ("consumer-words.md", commands.run_words)],
)
def test_the_page_is_fresh(
    page: str, run: Callable[[Namespace], int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(Namespace()) == 0

    assert (DOCS / page).read_text(encoding="utf-8") == capsys.readouterr().out


def test_the_picture_holds_every_stage(capsys: pytest.CaptureFixture[str]) -> None:
    from huaihai.cases import life

    commands.run_diagram(Namespace())

    said = capsys.readouterr().out
    assert not [name for name in life.STAGES if f"| {name} |" not in said]
    assert "[*] --> draft: start" in said
