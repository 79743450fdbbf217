"""A worker that is killed in the middle: nobody is lost, and nobody gets it twice."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection, transaction

from huaihai.education.models import Delivery
from huaihai.education.sending import verbs as sending_verbs
from huaihai.education.tests import killed_worker
from huaihai.education.tests.cast import AT
from huaihai.education.tests.one_voice_cast import a_warning
from huaihai.education.tests.subscribers import subscribers
from tests.effort import examples

MANY = examples(90, long=300)
PATIENCE = 300  # seconds


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_nobody_and_nobody_gets_it_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribers(MANY)
    with transaction.atomic():
        a_warning()
    provider = tmp_path / "provider"
    monkeypatch.setenv(killed_worker.PROVIDER, str(provider))
    monkeypatch.setenv("HUAIHAI_EMAIL_SENDER", "huaihai.education.tests.killed_worker.send")
    worker = started()
    until = time.monotonic() + PATIENCE
    while len(killed_worker.taken(provider)) < MANY // 3 and time.monotonic() < until:
        time.sleep(0.01)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    at_death = len(killed_worker.taken(provider))
    assert at_death == MANY // 3
    claimed = Delivery.objects.waiting().filter(claimed_until__gt=AT).count()
    while sending_verbs.send_due(at=AT):  # what the dead one had claimed is still its own
        pass
    assert Delivery.objects.waiting().count() == claimed
    while sending_verbs.send_due(at=AT + sending_verbs.LEASE):
        pass
    effects = killed_worker.taken(provider)
    assert len(set(effects)) == MANY == Delivery.objects.filter(state="sent").count()
    assert len(effects) - MANY <= 1  # the one in hand when it died; its key lets the provider drop the repeat
    assert len({line.split()[1] for line in effects}) == MANY


def started() -> "subprocess.Popen[bytes]":
    """A worker of its own, on this test's database and keys."""
    told = {
        "DJANGO_SETTINGS_MODULE": "huaihai.settings",
        killed_worker.HOLDS: str(MANY // 3),
        "HUAIHAI_TEST_DATABASE": str(connection.settings_dict["NAME"]),
    }
    return subprocess.Popen(
        [sys.executable, "-m", killed_worker.__name__, AT.isoformat()], env={**os.environ, **told}
    )
