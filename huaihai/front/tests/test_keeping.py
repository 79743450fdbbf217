"""What is kept and what goes: stored files and their rows, visits that ended, the state of the database."""

import hashlib
import io
import json
import os
import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from huaihai import alliance, cli
from huaihai.front.demo import installing, rows
from huaihai.front.operating import readiness
from huaihai.kit import filestore, integrity
from huaihai.kit.filestore import keeping as files
from huaihai.kit.filestore import sealed
from huaihai.kit.models import KeyCheck
from huaihai.record import clock_doubt, events, keeping
from tests.cast import TUESDAY, filed
from tests.posts import load_tree

pytestmark = pytest.mark.django_db
TWO_DAYS = 2 * 24 * 60 * 60


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, settings: object) -> None:
    settings.FILES = tmp_path / "files"  # type: ignore[attr-defined]


def kept(content: bytes, *, age: float = TWO_DAYS) -> str:
    """A stored original without a row."""
    name = hashlib.sha256(content).hexdigest()
    sealed.keep_original(name, io.BytesIO(content))
    return aged(name, age)


def aged(name: str, age: float = TWO_DAYS) -> str:
    os.utime(sealed.original_path(name), (time.time() - age,) * 2)
    return name


def evidence(name: str, **columns: object) -> None:
    row = {
        "by": "consumer",
        "party": "consumer",
        "name": "a",
        "kind": "application/pdf",
        "size": 1,
        "added_at": TUESDAY,
    }
    load_tree()
    filed().case.evidence.create(**row | {"sha256": name} | columns)


def test_what_has_no_row_for_a_day_goes_and_all_else_stays() -> None:
    named, orphan, young = kept(b"named"), kept(b"orphan"), kept(b"young", age=60)
    evidence(named)
    draft = sealed.original_path(orphan).with_name(f".{orphan}.abcd")
    draft.write_bytes(b"half")
    os.utime(draft, (time.time() - TWO_DAYS,) * 2)
    assert keeping.once(at=TUESDAY) == 2
    assert [sealed.original_path(one).exists() for one in (named, orphan, young)] == [True, False, True]
    assert not draft.exists()
    assert keeping.once(at=TUESDAY) == 0


def test_a_file_that_is_handed_in_again_is_young_again() -> None:
    again = kept(b"again")
    named = kept(b"named")
    evidence(named)
    found = files.look()
    assert [path.name for path in found.orphans] == [again]
    sealed.keep_original(again, io.BytesIO(b"again"))  # its row is on the way
    assert files.sweep(found) == 0
    assert sealed.original_path(again).exists()


def test_photos_that_wait_with_a_form_are_dropped_from_it_once_they_are_gone() -> None:
    stored = filestore.store(SimpleUploadedFile("a.txt", b"words", "text/plain"))
    aged(stored.sha256)
    assert filestore.is_still_there(stored)
    assert files.look().orphans == []
    sealed.original_path(stored.sha256).unlink()
    assert not filestore.is_still_there(stored)


def test_a_database_that_names_nothing_sweeps_nothing() -> None:
    orphan = kept(b"of another database")
    assert keeping.once(at=TUESDAY) == 0
    assert sealed.original_path(orphan).exists()
    assert keeping.last() == {"missing": 0, "too_many": 1}
    assert not readiness.checks(TUESDAY)[0].is_there


def test_too_many_at_once_wait_for_somebody(capsys: pytest.CaptureFixture[str]) -> None:
    evidence(kept(b"named"))
    for number in range(files.MOST + 1):
        kept(b"%d" % number)
    assert keeping.once(at=TUESDAY) == 0
    assert cli.main(["record", "check", "--sweep", "--lang", "en"]) == 1
    assert "--release" in capsys.readouterr().err
    assert cli.main(["record", "check", "--sweep", "--release", "--lang", "en"]) == 0
    assert f"{files.MOST + 1} swept" in capsys.readouterr().out


def test_nothing_is_swept_by_a_clock_that_is_doubted(capsys: pytest.CaptureFixture[str]) -> None:
    evidence(kept(b"named"))
    orphan = kept(b"orphan")
    clock_doubt.look(TUESDAY)
    clock_doubt.look(TUESDAY + timedelta(days=60))
    assert keeping.once(at=TUESDAY) == 0
    assert cli.main(["record", "check", "--sweep", "--lang", "en"]) == 1
    assert "nothing was swept" in capsys.readouterr().err
    assert sealed.original_path(orphan).exists()


def test_a_file_that_is_gone_is_told_once_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    gone, damaged = kept(b"gone"), kept(b"damaged")
    evidence(gone)
    evidence(damaged)
    sealed.original_path(gone).unlink()
    for _ in range(2):
        keeping.once(at=TUESDAY)
    told = events.history(keeping.SUBJECT)
    assert [event.facts for event in told] == [{"missing": 1, "too_many": 0, "swept": 0}]
    check = readiness.checks(TUESDAY)[0]
    assert not check.is_there
    assert "1" in check.how
    assert cli.main(["record", "check", "--lang", "en"]) == 1
    said = capsys.readouterr()
    assert f"{gone} is missing: cases.Evidence" in said.err
    path = sealed.original_path(damaged)
    held = path.read_bytes()
    path.write_bytes(held[:-1] + bytes([held[-1] ^ 1]))
    assert cli.main(["record", "check", "--contents", "--lang", "en"]) == 1
    assert f"{damaged} is damaged: cases.Evidence" in capsys.readouterr().err
    kept(b"gone")
    kept_before = sealed.original_path(damaged)
    kept_before.unlink()
    kept(b"damaged")
    assert cli.main(["record", "check", "--contents", "--lang", "en"]) == 0
    assert keeping.last() == {"missing": 0, "too_many": 0}


def test_visits_that_ended_go() -> None:
    now = timezone.now()
    for key, left in (("a" * 32, -1), ("b" * 32, 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(days=left))
    keeping.once(at=TUESDAY)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["b" * 32]


def test_every_file_of_the_demo_year_is_named_by_a_column_that_is_known() -> None:
    """The year has files of all rooms: what names one under another name would have it swept."""
    folder = alliance.DEFAULT_FOLDER / installing.FOLDER
    names = {path.name for path in (folder / installing.FILES).iterdir()}
    known = {(model._meta.db_table, column) for model, column in files.columns()}
    found: dict[str, set[tuple[str, str]]] = {name: set() for name in names}
    for table in rows.read(folder):
        for line in table.lines:
            if any(name in line for name in re.findall(r"[0-9a-f]{64}(?:\.jpg)?", line) if name in names):
                for column, value in zip(table.columns, json.loads(line), strict=True):
                    if isinstance(value, str) and value in names:
                        found[value].add((table.name, column))
    assert found
    assert [name for name, places in found.items() if not places & known] == []


@pytest.mark.django_db(transaction=True)
def test_the_database_is_asked_for_its_state(capsys: pytest.CaptureFixture[str]) -> None:
    assert integrity.faults() == []
    if connection.vendor != "sqlite":
        return
    KeyCheck.objects.create(name="a", fingerprint="b")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute(
            "INSERT INTO record_clockpause (clock_id, from_on, reason) VALUES (999, '2026-01-01', '')"
        )
        found = integrity.faults()
        cursor.execute("DELETE FROM record_clockpause")
        cursor.execute("PRAGMA foreign_keys = ON")
    assert len(found) == 1
    assert "record_clock" in found[0]
