"""An installation with keys of its own, a city that is ready to go, and a receipt for it."""

import shutil
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from huaihai import alliance
from huaihai.front.leaving import making
from huaihai.front.leaving.going import receipts
from huaihai.front.leaving.going.receipts import Receipt
from huaihai.front.leaving.receipt import FORMAT
from huaihai.governance import membership
from huaihai.governance.models import Membership
from huaihai.kit import keyring, sealing, signing
from huaihai.kit.keyring import Keyring
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.cast import Cast

HERE, THERE = "https://old.example", "https://new.example"
PROGRAM = Actor.system("tests")


@dataclass
class Place:
    """The old place; `there` are the keys of the new one."""

    settings: Any
    folder: Path
    there: Keyring

    def archived(self, city: str) -> Path:
        """Its archive, made now."""
        self.sent()
        path = self.folder / f"{city}.huaihai"
        path.unlink(missing_ok=True)
        to = making.Receiver(age_of(self.there), "新地方", THERE, self.there.signature_public)
        making.leave(city, path, to=to, by=PROGRAM, at=people.TUESDAY)
        return path

    def sent(self) -> None:
        """No message waits."""
        OutboxMessage.objects.filter(sent_at=None).update(sent_at=timezone.now())

    def receipt(self, city: str, **changes: Any) -> bytes:
        """As the new place signs it."""
        content = {
            "format": FORMAT,
            "city": city,
            "root": making.root(city),
            "receiver": {"title": "新地方", "address": THERE, "keys": self.there.signature_public},
        } | changes
        here, self.settings.KEYRING = self.settings.KEYRING, self.there
        signed = signing.file(content)
        self.settings.KEYRING = here
        return signed

    def ready(self, city: str) -> Receipt:
        """It has left the alliance, is archived, and was taken in."""
        body = directory.body_for(city)
        Membership.objects.filter(organisation=body).update(
            until_on=people.TUESDAY.date() - timedelta(days=1)
        )
        self.archived(city)
        return receipts.read(self.receipt(city))


def age_of(keys: Keyring) -> str:
    from pyrage import x25519

    from huaihai.kit.keys import bech32

    secret = bech32.encode("age-secret-key-", keys.passport[-1]).upper()
    return str(x25519.Identity.from_str(secret).to_public())


@pytest.fixture
def place(settings: Any, tmp_path: Path, files: Path, tuesday: None) -> Place:
    own = tmp_path / "var"
    own.mkdir()
    shutil.copy(settings.VAR / keyring.FILE, own)
    settings.VAR, settings.SITE_URL = own, HERE
    settings.KEYRING = keyring.load_or_create(own, alliance.load().city_codes)
    sealing.look_now()
    other = keyring.load_or_create(tmp_path / "there")
    there = replace(settings.KEYRING, **{name: getattr(other, name) for name in OF_ITS_OWN}, file=None)
    return Place(settings, tmp_path, there)


OF_ITS_OWN = ("signature_key", "signature_current", "signature_public", "receipts", "passport")


@pytest.fixture
def members(place: Place) -> Cast:
    """The cast, and the alliance's members."""
    found = people.assemble()
    membership.load(alliance.load(), by=PROGRAM, at=people.TUESDAY)
    return found


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    from huaihai.kit import clock

    monkeypatch.setattr(clock, "now", lambda: people.TUESDAY)
