"""Looking through a database: damage is told in words, and stops nothing; what is young is not accused."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, models, transaction
from hypothesis import given
from hypothesis import strategies as st

from huaihai.cli import main
from huaihai.record import events
from huaihai.record.log import kept, notes, sequencing, tree
from huaihai.record.models import Event, LogHead, LogLeaf
from huaihai.record.verify import whole
from huaihai.record.verify.growing import Growing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    """Two chains in the log, and its head as somebody else keeps it."""
    for number in range(1, 4):
        _write("case:1", number)
    _write("case:2", 1)
    return _kept(tmp_path)


def _write(subject: str, day: int, text: str = "What they said.") -> Event:
    with transaction.atomic():
        at = AT + timedelta(days=day)
        return events.write(
            subject=subject, verb="told", by="system:test", at=at, facts={"day": day}, text=text
        )


def _kept(folder: Path) -> Path:
    while sequencing.sequence(at=AT):
        pass
    path = folder / "checkpoint"
    path.write_text(LogHead.objects.get().checkpoint)
    return path


def _found(path: Path | None = None, *, with_keys: bool = True) -> list[str]:
    seen = whole.prepare([path] if path else [], [], with_keys=with_keys)
    return [str(one) for one in whole.findings(seen)]


def _raw(event: Event) -> "models.QuerySet[Event, Event]":
    return models.QuerySet(Event).filter(pk=event.pk)


@given(st.integers(0, 70))
def test_a_growing_tree_has_the_root_of_the_tree(size: int) -> None:
    leaves = [hashlib.sha256(bytes([number])).digest() for number in range(size)]
    growing = Growing()
    for leaf in leaves:
        growing.add(leaf)

    def read(level: int, first: int, width: int) -> list[bytes]:
        assert level == 0
        return leaves[first : first + width]

    assert growing.root() == tree.root(size, read)


def test_an_empty_database_fits(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "0 events in 0 chains" in said
    assert "No checkpoint from outside was given" in said
    assert main(["verify"]) == 0
    assert capsys.readouterr().out.endswith("全部对得上。\n")


def test_the_command_says_where_and_what_and_how_far_it_is_vouched_for(
    checkpoint: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "--lang", "en", "--checkpoint", str(checkpoint)]) == 0
    said = capsys.readouterr().out
    assert "4 events in 2 chains, 4 in the log" in said
    assert "holds 4 entries, up to 2026-03-05 18:00. 0 events are younger" in said

    _write("case:1", 9)
    _raw(events.history("case:1")[1]).update(by="account:somebody")
    assert main(["verify", "--lang", "en", "--checkpoint", str(checkpoint)]) == 1
    said, errors = capsys.readouterr()
    assert errors == "case:1, event 2: was changed: its hash does not fit what it says\n"
    assert "1 events are younger" in said
    assert "1 thing does not fit." in said


@pytest.mark.parametrize("arguments", [["--checkpoint", "/nowhere/at/all"], ["--key", "x"]])
def test_what_cannot_be_read_is_said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", *arguments]) == 2
    assert capsys.readouterr().err.startswith("huaihai: ")


def test_a_folder_without_a_checkpoint_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "note.txt").write_bytes(b"\xff\xfe")
    assert main(["verify", "--checkpoint", str(tmp_path)]) == 2
    assert "里没有留底" in capsys.readouterr().err


def test_a_checkpoint_that_nobody_known_signed_is_compared_all_the_same(checkpoint: Path) -> None:
    text = notes.read(checkpoint.read_text()).text
    checkpoint.write_text(f"{text}\n— other.example AAAAAAAA\n")
    assert any("compared all the same" in one for one in _found(checkpoint))

    LogLeaf.objects.filter(number=3).delete()
    assert any("its end was cut off" in one for one in _found(checkpoint))


def test_a_log_that_took_another_name_does_not_escape(checkpoint: Path) -> None:
    LogHead.objects.update(origin="another.example/log")
    LogLeaf.objects.filter(number=0).update(salt="00" * 16)
    said = "\n".join(_found(checkpoint))
    assert "the log's name" in said
    assert "something among them was changed" in said


def test_between_two_checkpoints_is_said_where(checkpoint: Path, tmp_path: Path) -> None:
    folder = tmp_path / "two"
    folder.mkdir()
    (folder / "early").write_text(checkpoint.read_text())
    _write("case:3", 9)
    (folder / "late").write_text(_kept(tmp_path).read_text())
    assert _found(folder) == []

    row = LogLeaf.objects.get(number=4)
    LogLeaf.objects.filter(pk=4).update(
        leaf_hash=kept.hash_of(LogLeaf(**{**_said(row), "salt": "0"})), salt="0"
    )
    assert any(one.startswith("log, entries 4 to 4: were others") for one in _found(folder))


def _said(leaf: LogLeaf) -> dict[str, object]:
    names = ("subject", "event_number", "event_hash", "rows", "salt")
    return {name: getattr(leaf, name) for name in names}


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("facts", "'{\"day\": '", "its hash does not fit"),
        ("at", "'some day'", "its hash does not fit"),
        ("text", "'damaged'", "its sealed text is damaged"),
        ("text", "''", "its sealed text is damaged|its text was exchanged"),
        ("text_salt", "''", "its text was exchanged"),
        ("number", "'two'", "has no number"),
        ("hash", "''", "its hash does not fit"),
    ],
)
def test_a_damaged_value_is_told_and_what_follows_is_looked_at(
    column: str, value: str, said: str, checkpoint: Path
) -> None:
    if connection.vendor == "postgresql" and column in ("facts", "at", "number"):
        pytest.skip("PostgreSQL takes no such value")
    event = events.history("case:1")[1]
    _raw(events.history("case:2")[0]).update(by="account:somebody")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        key = event.pk.hex if connection.vendor == "sqlite" else str(event.pk)
        cursor.execute(f'UPDATE record_event SET "{column}" = {value} WHERE id = %s', [key])  # noqa: S608
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
    found = _found(checkpoint)
    assert any(one in line for line in found for one in said.split("|"))
    assert any(line.startswith("case:2, event 1: was changed") for line in found)


def test_an_event_that_comes_late_is_young_and_one_that_is_dated_back_is_not(checkpoint: Path) -> None:
    _write("case:2", 4)
    assert _found(checkpoint) == []

    _write("case:9", 1)
    [found] = _found(checkpoint)
    assert found.startswith("case:9, event 1: is dated 2026-03-03 18:00")


def test_an_erased_text_is_counted_and_half_of_one_is_not_erased(checkpoint: Path) -> None:
    event = events.history("case:1")[0]
    _raw(event).update(text="", text_salt="")
    seen = whole.prepare([checkpoint], [], with_keys=True)
    assert list(whole.findings(seen)) == []
    assert seen.counted.erased == 1


def test_with_public_keys_alone_no_text_is_opened(checkpoint: Path) -> None:
    event = events.history("case:1")[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE record_event SET text = 'damaged'")
    assert _found(checkpoint, with_keys=False) == []

    _raw(event).update(verb="untold")
    assert len(_found(checkpoint, with_keys=False)) == 1


def test_a_chain_that_is_gone_is_one_finding(checkpoint: Path) -> None:
    models.QuerySet(Event).filter(subject="case:1").delete()
    assert _found(checkpoint) == ["case:1: its whole chain of 3 events is gone; the log holds them"]


def test_what_waits_for_the_log_is_not_accused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as all events of a database that gets a log: they come subject by subject."""
    monkeypatch.setattr(sequencing, "AT_ONCE", 2)
    for day in (1, 20):
        _write("case:1", day)
        _write("case:2", day)
    assert sequencing.sequence(at=AT) == 2
    assert _found() == []


def test_with_public_keys_alone_no_keys_are_asked_for_or_made(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "huaihai.sqlite3") as copy:
        copy.execute("CREATE TABLE something (id integer)")
    about = {"PATH": os.environ["PATH"], "HUAIHAI_VAR": str(tmp_path)}
    command = [sys.executable, "-m", "huaihai.cli", "verify"]
    asked, public = (
        subprocess.run([*command, *more], env=about, capture_output=True, text=True, check=False)
        for more in ([], ["--public"])
    )
    assert "没有密钥" in asked.stderr
    assert (public.returncode, "no such table" in public.stderr) == (2, True)
    assert not (tmp_path / "keys.json").exists()
