"""The queue of writers, on a file of its own, whatever database the other tests run on."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.transaction import Atomic
from pytest_django import DjangoDbBlocker

from huaihai.kit.sqlite import base, driver, queue

INSERT = "INSERT INTO note (said, at) VALUES (%s, %s)"


def settings_for(path: Path) -> dict[str, Any]:
    own: dict[str, Any] = {
        **connections.settings[DEFAULT_DB_ALIAS],
        "ENGINE": "huaihai.kit.sqlite",
        "NAME": str(path),
        "OPTIONS": {},
    }
    return own


@pytest.fixture
def wrapper(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[base.DatabaseWrapper]:
    connection = base.DatabaseWrapper(settings_for(tmp_path / "own.sqlite3"), alias="own")
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE note (said text, at datetime)")
        yield connection
        connection.close()


@pytest.fixture
def atomic(wrapper: base.DatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> Atomic:
    monkeypatch.setattr("django.db.transaction.get_connection", lambda using=None: wrapper)
    return Atomic(using="own", savepoint=True, durable=False)


def pragma(wrapper: base.DatabaseWrapper, name: str) -> object:
    with wrapper.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


def is_free(wrapper: base.DatabaseWrapper) -> bool:
    turn = queue.turn_of(Path(wrapper.settings_dict["NAME"]))
    if not turn.take(timeout=0.05):
        return False
    turn.give_back()
    return True


def test_old_versions_keep_a_rollback_journal() -> None:
    assert driver.journal_mode((3, 51, 2)) == "PERSIST"
    assert driver.journal_mode((3, 46, 1)) == "PERSIST"
    assert driver.journal_mode((3, 51, 3)) == "WAL"


def test_every_connection_is_durable_and_keeps_foreign_keys(wrapper: base.DatabaseWrapper) -> None:
    expected = driver.journal_mode(driver.Database.sqlite_version_info).lower()
    assert pragma(wrapper, "journal_mode") == expected
    assert pragma(wrapper, "synchronous") == 2  # FULL
    assert pragma(wrapper, "foreign_keys") == 1


def test_a_connection_knows_how_many_parameters_it_takes(wrapper: base.DatabaseWrapper) -> None:
    most = wrapper.features.max_query_params
    assert most is not None
    with wrapper.cursor() as cursor:
        marks = ", ".join(["%s"] * most)
        cursor.execute(f"SELECT 1 WHERE 0 IN ({marks})", [1] * most)
        with pytest.raises(OperationalError):
            cursor.execute(f"SELECT 1 WHERE 0 IN ({marks}, %s)", [1] * (most + 1))


def test_the_queue_moves_on_after_commit_and_after_an_error(
    wrapper: base.DatabaseWrapper, atomic: Atomic
) -> None:
    with atomic:
        assert not is_free(wrapper)
    assert is_free(wrapper)

    with pytest.raises(ZeroDivisionError), atomic:
        _ = 1 / 0
    assert is_free(wrapper)


def test_the_queue_moves_on_when_the_connection_closes_in_a_transaction(
    wrapper: base.DatabaseWrapper, atomic: Atomic
) -> None:
    with atomic:
        wrapper.close()
        assert is_free(wrapper)


def test_a_nested_block_keeps_the_turn_of_the_outer_one(
    wrapper: base.DatabaseWrapper, atomic: Atomic
) -> None:
    with atomic:
        with atomic, wrapper.cursor() as cursor:
            cursor.execute(INSERT, ["inner", None])
        assert not is_free(wrapper)
    with wrapper.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM note").fetchone()[0] == 1


def test_what_waits_for_the_commit_may_write_itself(wrapper: base.DatabaseWrapper, atomic: Atomic) -> None:
    def write_more() -> None:
        with atomic, wrapper.cursor() as cursor:
            cursor.execute(INSERT, ["after", None])

    with atomic:
        wrapper.on_commit(write_more)
    with wrapper.cursor() as cursor:
        assert cursor.execute("SELECT said FROM note").fetchall() == [("after",)]


def test_a_writer_who_waits_too_long_is_told(
    wrapper: base.DatabaseWrapper, atomic: Atomic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "WAIT_FOR_WRITERS", 0.1)
    turn = queue.turn_of(Path(wrapper.settings_dict["NAME"]))
    assert turn.take(timeout=1)
    try:
        with pytest.raises(OperationalError, match="database is locked"):
            atomic.__enter__()
    finally:
        turn.give_back()


def test_another_process_waits_its_turn(tmp_path: Path) -> None:
    path = tmp_path / "shared.sqlite3"
    turn = queue.turn_of(path)
    assert turn.take(timeout=1)
    program = (
        "import sys; from pathlib import Path; from huaihai.kit.sqlite.queue import turn_of\n"
        "print(turn_of(Path(sys.argv[1])).take(float(sys.argv[2])), flush=True)"
    )

    def other(timeout: str) -> str:
        command = [sys.executable, "-c", program, str(path), timeout]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    assert other("0.1") == "False"
    turn.give_back()
    assert other("5") == "True"


def test_eight_threads_lose_no_write(wrapper: base.DatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "WAIT_FOR_WRITERS", 120)  # two hundred times the disk, however busy it is
    settings = wrapper.settings_dict
    errors: list[OperationalError] = []

    def write() -> None:
        own = base.DatabaseWrapper({**settings}, alias="own")
        try:
            for _ in range(25):
                own.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
                with own.cursor() as cursor:
                    cursor.execute(INSERT, [threading.current_thread().name, None])
                own.commit()
                own.set_autocommit(True)
        except OperationalError as error:
            errors.append(error)
        finally:
            own.close()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    with wrapper.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM note").fetchone()[0] == 200
