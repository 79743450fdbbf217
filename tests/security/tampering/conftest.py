"""Part of the demo's year, its log, and checkpoints that somebody else kept. Every tampering is taken back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from huaihai.record.log import kept, sequencing
from huaihai.record.log.notes import Checkpoint
from tests import demo_year
from tests.security.tampering import host, smaller

# What is asked of PostgreSQL is the same, and tested in record/tests/test_verify.py.
collect_ignore_glob = ["test_*.py"] if connection.vendor == "postgresql" else []


@pytest.fixture(scope="package")
def checkpoints(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The folder of another city, which keeps heads of the log; the last one among them."""
    folder = tmp_path_factory.mktemp("kept")
    with demo_year.loaded(django_db_blocker):
        smaller.leave_few()
        size = sequencing.sequence_all()
        for number in (size // 3, size // 2, size):
            note = kept.signed(Checkpoint(kept.origin(), number, kept.root(number)))
            (folder / f"{number}.txt").write_text(note.written)
        yield folder


@pytest.fixture
def held(checkpoints: Path, db: None, tmp_path: Path) -> Iterator[Path]:
    """The same, with files that a test may take away and change."""
    shutil.copytree(settings.FILES, tmp_path / "before")
    with host.without_guards():
        yield checkpoints
    transaction.set_rollback(True)  # without asking whether keys still lead somewhere
    shutil.rmtree(settings.FILES)
    shutil.move(tmp_path / "before", settings.FILES)
