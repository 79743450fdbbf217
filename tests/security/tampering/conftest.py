"""Part of the demo's year, its log, and checkpoints that somebody else kept. Every tampering is taken back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from huaihai.kit import clock
from huaihai.record.log import sequencing
from huaihai.record.models import LogHead
from tests import demo_year
from tests.security.tampering import host, smaller

# What is asked of PostgreSQL is the same, and tested in record/tests/test_verify.py.
collect_ignore_glob = ["test_*.py"] if connection.vendor == "postgresql" else []
KEPT_EVERY = 5  # of the heads: a city looks now and then


@pytest.fixture(scope="package")
def checkpoints(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The folder of another city, which keeps heads of the log; the last one among them."""
    folder = tmp_path_factory.mktemp("kept")
    with demo_year.loaded(django_db_blocker):
        smaller.leave_few()
        number = 0
        while sequencing.sequence(at=clock.now()):
            number += 1
            if number % KEPT_EVERY == 0:
                _keep(folder)
        _keep(folder)
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


def _keep(folder: Path) -> None:
    head = LogHead.objects.get()
    (folder / f"{head.size}.txt").write_text(head.checkpoint)
