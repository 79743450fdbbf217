"""The platform's signature under documents."""

import base64
import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.kit import keyring, signing

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.binary())
def test_what_was_signed_is_genuine(content: bytes) -> None:
    signed = signing.sign(content)
    assert signing.is_genuine(content, key_id=signed.key_id, value=signed.value)
    assert signing.verify(content, signed.value, signing.public_keys()[signed.key_id])


@given(st.binary(min_size=1), st.data())
def test_one_changed_bit_of_the_content_is_noticed(content: bytes, data: st.DataObject) -> None:
    signed = signing.sign(content)
    place = data.draw(st.integers(0, len(content) * 8 - 1))
    changed = bytearray(content)
    changed[place // 8] ^= 1 << place % 8
    assert not signing.is_genuine(bytes(changed), key_id=signed.key_id, value=signed.value)
    assert not signing.is_genuine(content + b" ", key_id=signed.key_id, value=signed.value)


@given(st.integers(0, 87), st.characters(codec="ascii"))
def test_one_changed_letter_of_the_signature_is_noticed(place: int, letter: str) -> None:
    signed = signing.sign(b"resolution 2026-1")
    other = signed.value[:place] + letter + signed.value[place + 1 :]
    is_same = other == signed.value
    assert signing.is_genuine(b"resolution 2026-1", key_id=signed.key_id, value=other) is is_same


@pytest.mark.parametrize(
    "value", ["", "no base64", "签名", "AAAA", base64.b64encode(bytes(64)).decode(), "\0"]
)
def test_what_is_no_signature_is_not_genuine(value: str) -> None:
    key_id = next(iter(signing.public_keys()))
    assert not signing.is_genuine(b"x", key_id=key_id, value=value)


def test_an_unknown_key_vouches_for_nothing() -> None:
    signed = signing.sign(b"x")
    assert not signing.is_genuine(b"x", key_id="0" * 16, value=signed.value)
    assert not signing.is_genuine(b"x", key_id=signed.key_id, value=signed.value, keys={})


def test_another_key_under_the_same_id_does_not_fit(tmp_path: Any) -> None:
    signed = signing.sign(b"x")
    other = keyring.load_or_create(tmp_path)
    pem = other.signature_public[other.signature_current]
    assert not signing.is_genuine(b"x", key_id=signed.key_id, value=signed.value, keys={signed.key_id: pem})


@pytest.mark.parametrize(
    "pem", ["", "no key", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"]
)
def test_what_is_no_key_vouches_for_nothing(pem: str) -> None:
    assert not signing.verify(b"x", signing.sign(b"x").value, pem)


def test_a_key_of_another_kind_vouches_for_nothing() -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

    public = generate_private_key(SECP256R1()).public_key()
    pem = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()
    assert not signing.verify(b"x", signing.sign(b"x").value, pem)


def test_after_a_rotation_old_signatures_stay_genuine(tmp_path: Any, settings: Any) -> None:
    settings.KEYRING = keyring.load_or_create(tmp_path)
    old = signing.sign(b"minutes")
    settings.KEYRING = keyring.rotate_signature(tmp_path)
    new = signing.sign(b"minutes")
    assert new.key_id != old.key_id
    assert set(signing.public_keys()) == {old.key_id, new.key_id}
    for signed in (old, new):
        assert signing.is_genuine(b"minutes", key_id=signed.key_id, value=signed.value)


def test_who_checks_needs_only_the_public_key() -> None:
    signed = signing.sign(b"minutes")
    program = (
        "import sys; from huaihai.kit.signing import canonical, verify; "
        "assert canonical({'b': 1, 'a': 2}) == b'{\"a\":2,\"b\":1}'; "
        "sys.exit(0 if verify(b'minutes', sys.argv[1], sys.argv[2]) else 1)"
    )
    pem = signing.public_keys()[signed.key_id]
    ran = subprocess.run([sys.executable, "-c", program, signed.value, pem], env={}, check=False)
    assert ran.returncode == 0


@given(json_values)
def test_one_value_has_one_spelling(value: Any) -> None:
    spelled = signing.canonical(value)
    assert json.loads(spelled) == value
    assert signing.canonical(json.loads(spelled)) == spelled


@given(st.dictionaries(st.text(), st.integers(), min_size=2))
def test_the_order_of_keys_says_nothing(value: dict[str, int]) -> None:
    assert signing.canonical(dict(reversed(value.items()))) == signing.canonical(value)


def test_chinese_stands_as_it_is() -> None:
    assert signing.canonical({"决议": [1, "徐州"]}) == '{"决议":[1,"徐州"]}'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_what_json_cannot_say_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"JSON|surrogates"):
        signing.canonical({"x": value})
