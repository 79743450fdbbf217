"""`huaihai doctor` as a command: it runs where nothing else would, changes nothing, and its exit code says enough."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from huaihai.front.health import facts
from huaihai.kit import keyring
from huaihai.record.backups import noting
from tests.posts import AT, load_alliance


def doctor(var: Path, *asked: str, **more: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "HUAIHAI"))}
    kept.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "huaihai.cli", "doctor", *asked],
        env=kept | {"HUAIHAI_VAR": str(var)} | more,
        capture_output=True,
        text=True,
        check=False,
    )


def test_where_nothing_was_started_yet_it_says_what_is_missing_and_makes_nothing(tmp_path: Path) -> None:
    done = doctor(tmp_path / "var", "--lang", "en")
    assert done.returncode == 1, done.stderr
    assert "links in messages lead nowhere" in done.stdout
    assert "The keys are missing" not in done.stdout  # the first start makes them
    assert not (tmp_path / "var").exists()


def test_damaged_keys_and_proxies_that_cannot_be_read_are_findings(tmp_path: Path) -> None:
    (tmp_path / keyring.FILE).write_text("{}")
    (tmp_path / keyring.FILE).chmod(0o644)
    done = doctor(tmp_path, "--lang", "en", HUAIHAI_PROXIES="nowhere")
    assert done.returncode == 1, done.stderr
    for words in (
        "The keys cannot be used",
        "Others on this machine can read",
        "HUAIHAI_PROXIES cannot be read",
    ):
        assert words in done.stdout
    assert json.loads((tmp_path / keyring.FILE).read_text()) == {}


def test_a_database_that_does_not_answer_is_said_in_chinese(tmp_path: Path) -> None:
    keyring.load_or_create(tmp_path)
    done = doctor(tmp_path, DATABASE_URL="postgresql://127.0.0.1:1/huaihai")
    assert done.returncode == 1, done.stderr
    assert "数据库没有回应" in done.stdout


@pytest.mark.django_db
def test_facts_of_a_new_installation() -> None:
    load_alliance()
    kept = facts.of_database()
    assert (kept.work.messages_late, kept.work.index_behind, kept.backup.made_at) == (0, 0, None)
    assert abs(kept.seconds_apart) < 60
    assert kept.work.log_behind > 0
    assert facts.of_keys(facts.settings.VAR).state == "there"
    assert connection.vendor[:6] in kept.server.lower()


@pytest.mark.django_db
def test_what_is_known_of_backups_is_read_from_the_record() -> None:
    noting.note(noting.MADE, at=AT, facts={"apart": True})
    noting.note(noting.TRIED, at=AT, facts={"good": False})
    noting.note(noting.TRIED, at=AT, facts={"good": True})
    assert noting.known() == noting.Known(AT, True, AT, True)
