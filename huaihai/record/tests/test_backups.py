"""What was backed up comes back, to the byte; what is damaged is named; nothing is half there."""

import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pyrage import x25519

from huaihai import cli
from huaihai.kit import key_check, keyring, speaking
from huaihai.kit.filestore import sealed
from huaihai.kit.keys import recovery
from huaihai.record.backups import databases, drill, making, manifest, noting, restoring
from huaihai.record.models import Event
from tests.posts import load_alliance

pytestmark = pytest.mark.django_db(transaction=True)
A, B, C = (hashlib.sha256(letter * 3_000).hexdigest() for letter in (b"a", b"b", b"c"))
NIGHTS = [f"2026-11-{day:02}T193000Z" for day in range(20, 30)]


@pytest.fixture
def var(settings: Any, tmp_path: Path) -> Path:
    """The folder of a service with keys and two files, beside a database with events."""
    held = tmp_path / "var"
    held.mkdir()
    shutil.copy(settings.VAR / keyring.FILE, held / keyring.FILE)
    settings.VAR, settings.FILES = held, held / "files"
    sealed.keep_original(A, io.BytesIO(b"a" * 3_000))
    sealed.keep_original(B, io.BytesIO(b"b" * 3_000))
    load_alliance()
    key_check.settle()
    return held


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def back_up(place: Path, var: Path, night: int = 0, **more: Any) -> making.Made:
    given: dict[str, Any] = {
        "name": NIGHTS[night],
        "var": var,
        "files": var / "files",
        "database": connection.settings_dict,
    }
    return making.make(place, **(given | more))


@contextmanager
def empty(tmp_path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Folder and database of another machine."""
    folder = tmp_path / "other"
    folder.mkdir()
    with databases.another(connection.settings_dict, folder) as database:
        yield folder, database


def put_back(made: making.Made, folder: Path, database: dict[str, Any], **more: Any) -> restoring.Restored:
    return restoring.restore(made.folder, var=folder, files=folder / "files", database=database, **more)


def test_everything_comes_back(var: Path, place: Path, tmp_path: Path) -> None:
    made = back_up(place, var)
    assert made.manifest.counts["record_event"] == Event.objects.count() > 0
    with empty(tmp_path) as (folder, database):
        done = put_back(made, folder, database)
        assert databases.counts(database) == databases.counts(connection.settings_dict)
    assert (done.files, done.damaged, done.has_keys) == (2, [], False)
    for path in (path for path in (var / "files").rglob("*") if path.is_file()):
        assert (folder / path.relative_to(var)).read_bytes() == path.read_bytes()
    assert not (folder / keyring.FILE).exists()  # the backup does not hold them


def test_a_second_backup_copies_what_is_new_alone(var: Path, place: Path) -> None:
    assert back_up(place, var).new_files == 2
    sealed.keep_original(C, io.BytesIO(b"c" * 3_000))
    sealed.original_path(A).unlink()
    os.utime(sealed.original_path(B))  # somebody handed in the same again
    second = back_up(place, var, 1)
    assert (second.new_files, second.manifest.files) == (1, 2)
    assert {Path(one.path).name for one in manifest.read_list(second.folder)} == {B, C}


def test_old_backups_go_with_what_nobody_else_needs(var: Path, place: Path) -> None:
    first = back_up(place, var)
    sealed.original_path(A).unlink()
    back_up(place, var, 1)
    back_up(place, var, 2)
    assert making.let_go(place, keep=2) == 1
    assert not first.folder.exists()
    assert len(list((place / manifest.STORE).glob("*/*"))) == 1
    assert making.let_go(place, keep=0) == 0


def test_files_of_the_day_come_along_and_take_the_place_of_no_night(
    var: Path, place: Path, tmp_path: Path
) -> None:
    nights = [back_up(place, var, night) for night in range(2)]
    between = [back_up(place, var, night, database=None) for night in range(2, 4)]
    sealed.keep_original(C, io.BytesIO(b"c" * 3_000))
    last = back_up(place, var, 4, database=None)
    assert making.let_go(place, keep=2) == len(between)
    assert [folder.name for folder in manifest.all_in(place)] == [NIGHTS[0], NIGHTS[1], NIGHTS[4]]
    assert manifest.chosen(place) == nights[1].folder
    with empty(tmp_path) as (folder, database):
        assert put_back(nights[1], folder, database, later=last.folder).files == 3
    (last.folder / manifest.LIST).write_text("", encoding="utf-8")
    with pytest.raises(manifest.BadBackup, match=manifest.LIST):
        put_back(nights[1], tmp_path / "third", connection.settings_dict, later=last.folder)


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_damaged_file_is_named_and_the_others_come_back(
    var: Path, place: Path, tmp_path: Path, harm: str
) -> None:
    made = back_up(place, var)
    one = next(manifest.read_list(made.folder))
    stored = manifest.stored(place, one.sha256)
    stored.unlink() if harm == "gone" else stored.write_bytes(b"else")
    with empty(tmp_path) as (folder, database):
        done = put_back(made, folder, database)
    assert (done.damaged, done.files) == ([one.path], 1)
    assert not (folder / "files" / one.path).exists()


@pytest.mark.parametrize("part", [manifest.LIST, "database"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    var: Path, place: Path, tmp_path: Path, part: str
) -> None:
    made = back_up(place, var)
    name = manifest.DATABASES[made.manifest.kind] if part == "database" else part
    (made.folder / name).write_bytes(b"else")
    with (
        empty(tmp_path) as (folder, database),
        pytest.raises(manifest.BadBackup, match="take another backup"),
    ):
        put_back(made, folder, database)
    assert not list(folder.iterdir())


def test_nothing_that_is_there_is_written_over(var: Path, place: Path, tmp_path: Path) -> None:
    made = back_up(place, var)
    with pytest.raises(restoring.CannotRestore, match="is not empty: move it away"):
        put_back(made, var, connection.settings_dict)
    with pytest.raises(restoring.CannotRestore, match="is not empty: move it away"):
        put_back(made, tmp_path / "new", connection.settings_dict)  # files would have room, the database not
    beside = tmp_path / "huaihai.sqlite3-wal"
    beside.touch()
    if made.manifest.kind == "sqlite":  # SQLite would play it into the new one
        with pytest.raises(restoring.CannotRestore, match="left of another database"):
            put_back(
                made, tmp_path / "new", {**connection.settings_dict, "NAME": tmp_path / "huaihai.sqlite3"}
            )
    assert not (tmp_path / "new").exists()


def test_a_backup_of_the_other_sort_of_database_says_what_to_set(
    var: Path, place: Path, tmp_path: Path
) -> None:
    made = back_up(place, var)
    is_file = made.manifest.kind == "sqlite"
    other = {"ENGINE": "django.db.backends.postgresql" if is_file else "huaihai.kit.sqlite", "NAME": "x"}
    with pytest.raises(
        restoring.CannotRestore, match="leave DATABASE_URL out" if is_file else "set DATABASE_URL"
    ):
        put_back(made, tmp_path / "new", other)


def test_keys_come_back_with_the_age_key_that_lies_elsewhere(var: Path, place: Path, tmp_path: Path) -> None:
    identity = x25519.Identity.generate()
    (tmp_path / "age.txt").write_text(f"# ours\n{identity}\n")
    made = back_up(place, var, keys_for=str(identity.to_public()))
    with empty(tmp_path) as (folder, database):
        done = put_back(made, folder, database, identity=tmp_path / "age.txt")
    assert done.has_keys
    assert keyring.load_or_create(folder) == keyring.load_or_create(var)


def test_two_shares_open_the_keys_of_a_backup(var: Path, place: Path, tmp_path: Path) -> None:
    shares = recovery.share(var)
    made = back_up(place, var)
    with empty(tmp_path) as (folder, database):
        done = put_back(made, folder, database)
    assert (done.has_keys, done.has_shares) == (False, True)
    assert keyring.same(var, recovery.recover(folder, shares[1:]))


def test_a_backup_that_fails_leaves_nothing(var: Path, place: Path) -> None:
    with pytest.raises(databases.CannotCopy, match="age key"):
        back_up(place, var, keys_for="age1nothing")
    assert manifest.all_in(place) == []
    assert [path.name for path in place.iterdir() if path.name.startswith(f".{NIGHTS[0]}")] == []
    with pytest.raises(manifest.BadBackup, match="no backup in"):
        manifest.chosen(place)


def test_a_place_inside_the_service_and_two_at_once_are_refused(var: Path, place: Path) -> None:
    with pytest.raises(databases.CannotCopy, match="choose another disk"):
        back_up(var / "backups", var)
    with making.alone(place), pytest.raises(databases.CannotCopy, match="another backup works"):
        back_up(place, var)


def test_a_list_that_leads_outside_is_refused(var: Path, place: Path, tmp_path: Path) -> None:
    made = back_up(place, var)
    written = (made.folder / manifest.LIST).read_text().replace("originals/", "../../../")
    (made.folder / manifest.LIST).write_text(written)
    held = json.loads((made.folder / manifest.NAME).read_text())
    held["list_sha256"] = manifest.digest(made.folder / manifest.LIST)
    (made.folder / manifest.NAME).write_text(json.dumps(held))
    with (
        empty(tmp_path) as (folder, database),
        pytest.raises(manifest.BadBackup, match="outside of the store"),
    ):
        put_back(made, folder, database)


def test_a_drill_looks_at_all_of_it_and_takes_it_away(var: Path, place: Path) -> None:
    made = back_up(place, var)
    outcome = drill.drill(made.folder, var=var, database=connection.settings_dict)
    assert outcome.answers[0] == "全部对得上。"
    assert outcome.wrong == []
    assert (outcome.files, outcome.tables) == (2, len(made.manifest.counts))
    assert [path.name for path in place.iterdir() if path.name.startswith(".drill")] == []


def test_a_drill_with_other_keys_or_a_lost_file_says_so(var: Path, place: Path, tmp_path: Path) -> None:
    made = back_up(place, var)
    manifest.stored(place, next(manifest.read_list(made.folder)).sha256).unlink()
    keyring.load_or_create(tmp_path / "others")
    outcome = drill.drill(made.folder, var=tmp_path / "others", database=connection.settings_dict)
    said = "\n".join(outcome.wrong)
    assert "备份里的文件缺了或者坏了" in said
    assert "keys.json 里的密钥不是数据库" in said


def test_the_command_says_how_it_went_and_the_record_knows(
    settings: Any, var: Path, place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.DATABASES, "default", connection.settings_dict)
    monkeypatch.setenv("HUAIHAI_BACKUPS", str(place))
    assert cli.main(["backup", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "Files: 2, " in said
    assert "The keys are not in it" in said
    assert cli.main(["backup", "--drill"]) == 0
    assert "全部恢复" in capsys.readouterr().out
    known = noting.known()
    assert known.made_at is not None
    assert known.is_good
    assert cli.main(["restore", "--lang", "en"]) == 2
    assert "is not empty: move it away first" in capsys.readouterr().err
    assert cli.main(["restore"]) == 2
    assert "里已经有内容，请先移开" in capsys.readouterr().err
    monkeypatch.delenv("HUAIHAI_BACKUPS")
    assert cli.main(["backup", "--lang", "en"]) == 2
    assert "Say where backups lie" in capsys.readouterr().err
    assert noting.known() == known


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("postgresql://u:p@h/a?sslmode=require", "postgresql://u:p@h/b?sslmode=require"),
        ("postgresql:///a?host=/var/run/postgresql", "postgresql:///b?host=/var/run/postgresql"),
        ("postgresql://h/a", "postgresql://h/b"),
    ],
)
def test_a_drill_asks_another_database_of_the_same_server(url: str, other: str) -> None:
    assert drill._of_database(url, "b") == other


def test_a_disk_that_the_service_may_not_use_is_named_with_what_to_do() -> None:
    found = speaking.in_words(PermissionError(13, "Permission denied", "/disk/.lock"))
    assert "chown -R huaihai: /disk/.lock" in found
