"""A database that was filled before it held fingerprints of its keys."""

from pathlib import Path
from typing import Any

import pytest

from huaihai.kit import key_check, keyring
from huaihai.kit.models import KeyCheck
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage
from tests.cast import TUESDAY


@pytest.mark.django_db
def test_an_older_database_is_asked_for_something_sealed(settings: Any, tmp_path: Path) -> None:
    outbox.queue(effect_key="a", subject="case:1", channel="sms", address="138", text="您好", at=TUESDAY)
    own, settings.KEYRING = settings.KEYRING, keyring.load_or_create(tmp_path)
    with pytest.raises(keyring.Unusable):
        key_check.settle()
    assert not KeyCheck.objects.exists()
    settings.KEYRING = own
    key_check.settle()
    assert KeyCheck.objects.exists()
    assert OutboxMessage.objects.get().text.startswith("您好")
