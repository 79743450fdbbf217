"""What came with a city is counted and looked at by night, though the pack there knows no other city of it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from huaihai.front.leaving import taking
from huaihai.front.leaving.tests.conftest import BIG, Archives
from huaihai.insight.models import Night
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.packs import making as packs
from huaihai.record import due

pytestmark = pytest.mark.django_db


def test_nothing_fails_in_the_night_after(
    archives: Archives, begin: Callable[..., None], tmp_path: Path
) -> None:
    packs.new(tmp_path / "pack", [BIG])
    begin(tmp_path / "pack")
    taking.take_in(archives.paths[BIG], archives.identity, by=Actor.system("tests"), at=clock.now())

    assert due.fall_due(at=clock.now(), brake=None).acts > 0
    night = Night.objects.get()
    assert (night.cases > 0, night.day) == (True, clock.today() - timedelta(days=1))
