"""The demo's published keys open and verify; an installation seals and signs with its own."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from huaihai.brands.marks import payload, publishing
from huaihai.brands.marks.tests.test_payload import SHOP
from huaihai.governance import signed as governance_signed
from huaihai.kit import demo_keys, keyring, sealing, signing
from huaihai.kit.keyring import Keyring

PLACE = "a_table.a_column:1"


@pytest.fixture
def published(tmp_path: Path) -> Keyring:
    """The ring with which the year was played."""
    shutil.copy(demo_keys.FILE, tmp_path / keyring.FILE)
    return keyring.load_or_create(tmp_path)


def test_every_name_of_it_says_demo(published: Keyring) -> None:
    names = [*published.sealing, *published.signature_public, published.signature_current]
    assert [name for name in names if not name.startswith("demo-")] == []
    assert published.signing.startswith("demo-")


def test_a_demo_opens_the_rows_and_seals_with_its_own_key(settings: Any, published: Keyring) -> None:
    own = settings.KEYRING
    settings.KEYRING = published
    row, code, index = (sealed := sealing.seal("演示", place=PLACE)), *_fingerprints()
    settings.KEYRING = demo_keys.joined_to(own)

    assert sealing.unseal(row, place=PLACE) == "演示"
    assert sealed.startswith("a256gcm|demo-")
    assert sealing.seal("演示", place=PLACE).startswith(f"a256gcm|{own.sealing_current}|")
    assert (code, index) == _fingerprints()
    assert settings.KEYRING.signing == own.signing


def _fingerprints() -> tuple[str, str]:
    code = sealing.fingerprint_of_code("K7QF", purpose="receipt")
    return code, sealing.blind("16100000001", purpose="a_table.a_column")


def test_what_the_demo_signed_verifies_and_names_itself(settings: Any, published: Keyring) -> None:
    own = settings.KEYRING
    settings.KEYRING = published
    pem = signing.public_keys()[published.signature_current]
    signed = signing.sign(b"content")
    settings.KEYRING = demo_keys.joined_to(own)

    assert signed.key_id.startswith("demo-")
    assert signing.is_genuine(b"content", key_id=signed.key_id, value=signed.value)
    assert signing.sign(b"content").key_id == own.signature_current
    assert list(governance_signed.keys_from_pem(pem)) == [signed.key_id]
    file = governance_signed.wrap(
        '{"format": "huaihai-resolution-1"}', key_id=signed.key_id, signature=signed.value
    )
    assert governance_signed.read(file).key_id == signed.key_id


def test_a_mark_of_the_demo_is_read_and_verified(settings: Any, published: Keyring) -> None:
    settings.KEYRING = published
    mark = payload.make(SHOP, key_id=publishing.present(), sign=publishing.sign)

    assert payload.text_in(f"https://example.org/mark#{mark.lower()[:3]}{mark[3:]}") == mark
    assert payload.verify(mark, publishing.public_keys()) == SHOP


def test_outside_the_demo_its_signatures_are_unknown(settings: Any, published: Keyring) -> None:
    own = settings.KEYRING
    settings.KEYRING = published
    signed = signing.sign(b"content")
    settings.KEYRING = own

    assert not signing.is_genuine(b"content", key_id=signed.key_id, value=signed.value)
