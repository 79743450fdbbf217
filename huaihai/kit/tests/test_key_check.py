"""A start without the right keys stops before anything is sealed, and says what to do."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from huaihai.kit import first_keys, key_check, keyring
from huaihai.kit.models import KeyCheck


def on_file(database: Path) -> dict[str, Any]:
    return {"ENGINE": "huaihai.kit.sqlite", "NAME": database}


def anything(var: Path) -> "subprocess.CompletedProcess[str]":
    """Any program that reads the settings."""
    return subprocess.run(
        [sys.executable, "-c", "import huaihai.settings"],
        env={"HUAIHAI_VAR": str(var)},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db
def test_an_empty_database_notes_its_keys_and_knows_them_again(settings: Any) -> None:
    key_check.settle()
    sealing = {f"sealing {ring.current}" for ring in settings.KEYRING.rings.values()}
    assert "sealing k1" in sealing
    assert set(KeyCheck.objects.values_list("name", flat=True)) == sealing | {"indexing", "receipts"}
    key_check.settle()
    key_check.compare()


@pytest.mark.django_db
def test_other_keys_are_refused_at_every_start(settings: Any, tmp_path: Path) -> None:
    key_check.settle()
    settings.KEYRING = keyring.load_or_create(tmp_path)
    for ask in (key_check.compare, key_check.settle):
        with pytest.raises(keyring.Unusable, match="are others than those of the database") as caught:
            ask()
        assert str(settings.VAR / "keys.json") in str(caught.value)


@pytest.mark.django_db
@pytest.mark.parametrize("lost", ["indexing", "receipts"])
def test_a_ring_that_lacks_one_key_is_refused(settings: Any, lost: str) -> None:
    key_check.settle()
    settings.KEYRING = replace(settings.KEYRING, **{lost: b"x" * 32})
    with pytest.raises(keyring.Unusable):
        key_check.compare()


@pytest.mark.django_db
def test_a_new_sealing_key_beside_the_old_one_is_noted(settings: Any) -> None:
    key_check.settle()
    ring = settings.KEYRING
    settings.KEYRING = replace(ring, sealing={**ring.sealing, "k2": b"x" * 32}, sealing_current="k2")
    key_check.compare()
    key_check.settle()
    assert KeyCheck.objects.filter(name="sealing k2").exists()


@pytest.mark.django_db
def test_a_database_without_tables_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.introspection, "table_names", list)
    key_check.settle()
    assert not KeyCheck.objects.exists()


def test_keys_are_made_for_an_empty_database_alone(tmp_path: Path) -> None:
    database = tmp_path / "huaihai.sqlite3"
    first_keys.refuse_unless_empty(tmp_path, on_file(database))
    database.touch()
    first_keys.refuse_unless_empty(tmp_path, on_file(database))
    database.write_text("rows")
    with pytest.raises(
        keyring.Unusable, match=r"there are no keys in .*/keys.json, and the database .* not empty"
    ):
        first_keys.refuse_unless_empty(tmp_path, on_file(database))
    keyring.load_or_create(tmp_path)
    first_keys.refuse_unless_empty(tmp_path, on_file(database))


def test_beside_a_server_that_does_not_answer_no_keys_are_made(tmp_path: Path) -> None:
    database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "huaihai",
        "USER": "",
        "PASSWORD": "secret",
    }
    with pytest.raises(keyring.Unusable, match="does not answer") as caught:
        first_keys.refuse_unless_empty(
            tmp_path, {**database, "HOST": str(tmp_path), "PORT": "5432", "OPTIONS": {"connect_timeout": "5"}}
        )
    assert "secret" not in str(caught.value)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has a file")
def test_a_server_with_tables_is_not_empty(tmp_path: Path) -> None:
    with pytest.raises(keyring.Unusable, match="is not empty"):
        first_keys.refuse_unless_empty(tmp_path, connection.settings_dict)


@pytest.mark.parametrize("broken", ["", "{", "[]", "{}", '{"sealing": {"k1": "short"}}'])
def test_damaged_keys_are_one_line(tmp_path: Path, broken: str) -> None:
    (tmp_path / "keys.json").write_text(broken)
    with pytest.raises(keyring.Unusable, match="are damaged: put the file from your backup there"):
        keyring.load_or_create(tmp_path)
    assert (tmp_path / "keys.json").read_text() == broken


def test_a_key_that_was_cut_short_is_damage(tmp_path: Path) -> None:
    keyring.load_or_create(tmp_path)
    file = tmp_path / "keys.json"
    held = json.loads(file.read_text())
    held["indexing"] = held["indexing"][:20]
    file.write_text(json.dumps(held))
    with pytest.raises(keyring.Unusable):
        keyring.load_or_create(tmp_path)


def test_a_program_ends_with_that_line_and_makes_nothing(tmp_path: Path) -> None:
    (tmp_path / "huaihai.sqlite3").write_text("rows")
    ended = anything(tmp_path)
    assert ended.returncode == 1
    assert ended.stderr.startswith("huaihai: there are no keys in ")
    assert ended.stderr.count("\n") == 1
    assert [file.name for file in tmp_path.iterdir()] == ["huaihai.sqlite3"]
