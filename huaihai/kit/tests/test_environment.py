"""Settings and keys that come as files."""

import os
from pathlib import Path

import pytest

from huaihai.kit import environment


def test_a_file_stands_for_its_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("of tests\n")
    monkeypatch.setenv("HUAIHAI_METRICS_TOKEN", "")
    monkeypatch.setenv("HUAIHAI_METRICS_TOKEN_FILE", str(tmp_path / "secret"))
    environment.read_files()
    assert os.environ["HUAIHAI_METRICS_TOKEN"] == "of tests"


def test_what_is_set_outright_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUAIHAI_METRICS_TOKEN", "outright")
    monkeypatch.setenv("HUAIHAI_METRICS_TOKEN_FILE", str(tmp_path / "none"))
    environment.read_files()
    assert os.environ["HUAIHAI_METRICS_TOKEN"] == "outright"


def test_a_file_that_is_not_there_ends_the_program_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "none"))
    with pytest.raises(environment.Unreadable, match="DATABASE_URL_FILE"):
        environment.read_files()


def test_keys_are_put_where_there_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "var" / "keys.json"
    monkeypatch.setenv("HUAIHAI_KEYS", '{"first": 1}')
    environment.place_keys(path)
    assert path.read_text() == '{"first": 1}'
    assert path.stat().st_mode & 0o777 == 0o600
    assert "HUAIHAI_KEYS" not in os.environ
    monkeypatch.setenv("HUAIHAI_KEYS", "those of before a rotation")
    environment.place_keys(path)
    assert path.read_text() == '{"first": 1}'
