"""The folder of the service is for its user alone."""

import stat
from pathlib import Path

import pytest
from django.db import connection

from huaihai.kit import private_folder
from huaihai.kit.sqlite.base import DatabaseWrapper


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_that_stood_open_is_closed_with_all_that_is_in_it(tmp_path: Path) -> None:
    var, outside = tmp_path / "var", tmp_path / "outside"
    (var / "files" / "originals").mkdir(parents=True)
    for file in (var / "huaihai.sqlite3", var / "files" / "originals" / "a", outside):
        file.touch()
        file.chmod(0o664)
    (var / "program").touch()
    (var / "program").chmod(0o755)
    (var / "link").symlink_to(outside)
    for folder in (var, var / "files", var / "files" / "originals"):
        folder.chmod(0o755)

    assert private_folder.tighten(var) == 6
    assert private_folder.tighten(var) == 0

    assert {mode_of(folder) for folder in (var, var / "files", var / "files" / "originals")} == {0o700}
    assert mode_of(var / "huaihai.sqlite3") == mode_of(var / "files" / "originals" / "a") == 0o600
    assert mode_of(var / "program") == 0o700
    assert mode_of(outside) == 0o664


def test_a_new_folder_is_closed(tmp_path: Path) -> None:
    assert private_folder.tighten(tmp_path / "a" / "var") == 0
    assert mode_of(tmp_path / "a" / "var") == 0o700


def test_a_folder_of_another_user_stays_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError

    tmp_path.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", refuse)
    assert private_folder.tighten(tmp_path) == 0
    assert private_folder.is_open(tmp_path)


@pytest.mark.django_db
def test_a_new_database_and_what_lies_beside_it_are_for_one_user(tmp_path: Path) -> None:
    database = DatabaseWrapper(
        {**connection.settings_dict, "NAME": tmp_path / "new.sqlite3", "OPTIONS": {}}, "new"
    )
    try:
        with database.cursor() as cursor:
            cursor.execute("CREATE TABLE one (number)")
        modes = {file.suffix: mode_of(file) for file in tmp_path.iterdir()}
    finally:
        database.close()
    assert ".sqlite3" in modes
    assert set(modes.values()) == {0o600}
