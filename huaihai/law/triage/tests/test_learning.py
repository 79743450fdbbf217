"""Weights are written down once; where the program lies for reading alone they are read, or learned and not kept."""

from pathlib import Path

import pytest

from huaihai.law.triage import learning, reading
from huaihai.law.triage.tests.small import tree


@pytest.fixture
def shut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which no lock can be opened, as in a program that is installed."""
    place = tmp_path / "weights.npz"
    place.with_suffix(".lock").mkdir()
    monkeypatch.setattr(learning, "place", lambda: place)
    monkeypatch.setattr(reading, "with_all_sentences", tree)
    return place


def test_what_was_written_down_needs_no_lock(shut: Path) -> None:
    learning.keep(learning.learned(tree()))
    assert learning.kept_or_learned().cards == learning.learned(tree()).cards


def test_without_a_place_to_write_they_are_learned_and_not_kept(shut: Path) -> None:
    assert learning.kept_or_learned().cards == learning.learned(tree()).cards
    assert not shut.exists()
