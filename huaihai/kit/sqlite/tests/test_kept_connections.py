"""A connection that is kept from one request to the next is as good as a new one."""

import gc
import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from pytest_django import DjangoDbBlocker

from huaihai.kit.sqlite import base
from huaihai.kit.sqlite.tests.test_writers import settings_for

KEPT = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}


@pytest.fixture
def wrapper(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[base.DatabaseWrapper]:
    with django_db_blocker.unblock():
        connection = opened(tmp_path / "own.sqlite3")
        ask(connection, "CREATE TABLE note (said text)")
        yield connection
        connection.close()


def opened(path: Path) -> base.DatabaseWrapper:
    return base.DatabaseWrapper(settings_for(path) | KEPT, alias="own")


def ask(wrapper: base.DatabaseWrapper, statement: str) -> list[Any]:
    with wrapper.cursor() as cursor:
        return list(cursor.execute(statement).fetchall())


def next_request(wrapper: base.DatabaseWrapper) -> None:
    wrapper.close_if_unusable_or_obsolete()  # at the end of one
    wrapper.close_if_unusable_or_obsolete()  # at the begin of the next


def test_the_next_request_has_the_same_connection(wrapper: base.DatabaseWrapper) -> None:
    connection = wrapper.connection
    next_request(wrapper)
    ask(wrapper, "SELECT 1")
    assert wrapper.connection is connection


def test_a_file_that_was_put_back_from_a_backup_is_read_by_the_next_request(
    wrapper: base.DatabaseWrapper, tmp_path: Path
) -> None:
    ask(wrapper, f"VACUUM INTO '{tmp_path / 'backup'}'")
    ask(wrapper, "INSERT INTO note VALUES ('after the backup')")
    file = Path(wrapper.settings_dict["NAME"])
    for ending in ("-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
    shutil.move(tmp_path / "backup", file)
    next_request(wrapper)

    assert ask(wrapper, "SELECT * FROM note") == []
    ask(wrapper, "INSERT INTO note VALUES ('new')")
    other = opened(file)
    assert ask(other, "SELECT * FROM note") == [("new",)]
    other.close()


def test_a_changed_table_is_seen(wrapper: base.DatabaseWrapper) -> None:
    ask(wrapper, "SELECT * FROM note")
    other = opened(Path(wrapper.settings_dict["NAME"]))
    ask(other, "ALTER TABLE note ADD COLUMN at text")
    ask(other, "INSERT INTO note VALUES ('x', 'y')")
    other.close()
    next_request(wrapper)
    assert ask(wrapper, "SELECT * FROM note") == [("x", "y")]


def test_rows_that_nobody_fetched_hold_the_next_request_in_no_old_state(
    wrapper: base.DatabaseWrapper,
) -> None:
    ask(wrapper, "INSERT INTO note VALUES ('1'), ('2')")
    left = wrapper.cursor().cursor
    left.execute("SELECT * FROM note")
    left.fetchone()
    other = opened(Path(wrapper.settings_dict["NAME"]))
    ask(other, "INSERT INTO note VALUES ('3')")
    next_request(wrapper)

    assert ask(wrapper, "SELECT count(*) FROM note") == [(3,)]
    ask(wrapper, "BEGIN IMMEDIATE")
    ask(wrapper, "ROLLBACK")
    busy, log_pages, moved = ask(other, "PRAGMA wal_checkpoint(TRUNCATE)")[0]
    assert busy == 0
    assert log_pages == moved
    other.close()


def test_after_an_error_it_is_another_one(wrapper: base.DatabaseWrapper) -> None:
    connection = wrapper.connection
    with pytest.raises(OperationalError):
        ask(wrapper, "SELECT * FROM nothing")
    next_request(wrapper)
    ask(wrapper, "SELECT 1")
    assert wrapper.connection is not connection


def test_the_connection_of_a_thread_ends_with_it(wrapper: base.DatabaseWrapper) -> None:
    file = Path(wrapper.settings_dict["NAME"])
    gc.disable()
    try:
        before = len(open_files(file))
        for _again in range(5):
            thread = threading.Thread(target=lambda: ask(opened(file), "SELECT * FROM note"))
            thread.start()
            thread.join()
        assert len(open_files(file)) <= before + 1  # SQLite itself keeps one back while others hold locks
    finally:
        gc.enable()


def open_files(file: Path) -> list[str]:
    """Those of this process whose name begins like this one."""
    found = []
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            found.append(str(descriptor.readlink()))
    return [name for name in found if name.startswith(str(file))]
