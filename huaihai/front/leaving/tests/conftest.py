"""Two archives of the demo's year, made once; and an installation without anything, with keys of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pyrage import x25519
from pytest_django import DjangoDbBlocker

from huaihai import alliance
from huaihai.front import starting
from huaihai.front.leaving import belonging, making
from huaihai.kit import clock, keyring, sealing, versions
from huaihai.members.actors import Actor
from huaihai.record.models import Event, LogHead, LogLeaf, LogTile
from tests import demo_year

BIG, SMALL = "320300", "340600"  # one with texts, funds and projects; one with cases of the log


@dataclass(frozen=True)
class Archives:
    """Where they are, by city; `identity` opens them, `key` signed them."""

    paths: dict[str, Path]
    recipient: str
    identity: str
    key: str


@pytest.fixture(scope="package")
def archives(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Archives:
    folder = tmp_path_factory.mktemp("leaving")
    identity = x25519.Identity.generate()
    recipient = str(identity.to_public())
    paths = {city: folder / f"{city}.age" for city in (BIG, SMALL)}
    with demo_year.loaded(django_db_blocker):
        Event.objects.exclude(subject__in=list(belonging.subjects(SMALL))).update(is_in_log=True)
        for city, path in paths.items():
            to = making.Receiver(recipient)
            making.leave(city, path, to=to, by=Actor.system("tests"), at=clock.now())
        key = settings.KEYRING.signature_current
        for model in (LogLeaf, LogTile, LogHead):  # the demo has none, and takes none away
            model.objects.all().delete()
    return Archives(paths, recipient, str(identity), key)


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Callable[..., None]:
    """An installation of the alliance in this folder, with keys and files of its own."""

    def begun(folder: Path | None = None) -> None:
        if folder is not None:
            monkeypatch.setenv("HUAIHAI_ALLIANCE", str(folder))
        settings.VAR, settings.FILES = tmp_path / "var", tmp_path / "var" / "files"
        settings.VAR.mkdir(exist_ok=True)
        settings.KEYRING = keyring.load_or_create(settings.VAR, alliance.load().city_codes)
        sealing.look_now()
        versions.forget()
        starting.load_alliance()

    return begun
