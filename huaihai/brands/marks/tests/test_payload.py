"""The text of a mark: made, read, and refused in every other spelling."""

import json
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from huaihai.brands.marks import payload
from huaihai.brands.marks.payload import Content, MarkError
from huaihai.brands.models import Entry
from huaihai.brands.scoring.names import KINDS
from huaihai.kit.keyring import key_id_of

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PRIVATE.public_key().public_bytes_raw()
KEY_ID = key_id_of(PUBLIC)
KEYS = {KEY_ID: PUBLIC}
SHOP = Content(
    number="2026-7-1",
    kind="shop",
    name="演示水壶店",
    credit_code="91320300MA1TEST1X7",
    since=date(2026, 11, 2),
    until=date(2027, 11, 1),
    sign="演示水壶店（鼓楼店）",
    address="鼓楼区演示路 1 号",
)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."


def signed(content: Content = SHOP) -> str:
    return payload.make(content, key_id=KEY_ID, sign=PRIVATE.sign)


def of_body(body: bytes) -> str:
    """A text whose signature is right, whatever its body is."""
    signature = payload.encoded(PRIVATE.sign(payload.CONTEXT + body))
    return ".".join(("HH1", payload.encoded(body), KEY_ID, signature))


def refused(text: str, **more: object) -> str:
    with pytest.raises(MarkError) as raised:
        payload.verify(text, KEYS, **more)  # type: ignore[arg-type]
    assert raised.value.code in payload.CODES
    return raised.value.code


def test_what_was_signed_is_read_again_also_after_the_key_was_changed() -> None:
    assert payload.verify(signed(), KEYS) == SHOP
    newer = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    assert payload.verify(signed(), {**KEYS, key_id_of(newer): newer}) == SHOP
    with pytest.raises(MarkError, match="unknown-key"):
        payload.verify(signed(), {})
    assert refused(signed(), revoked=[KEY_ID]) == "key-revoked"


def test_the_kinds_are_those_of_entries() -> None:
    assert list(KINDS) == Entry.Kind.values


@given(place=st.integers(0, len(signed()) - 1), other=st.sampled_from(ALPHABET))
@settings(max_examples=400)
def test_any_other_character_is_refused(place: int, other: str) -> None:
    text = signed()
    assume(text[place] != other)
    refused(text[:place] + other + text[place + 1 :])


@given(length=st.integers(0, len(signed()) - 1))
def test_a_text_that_was_cut_is_refused(length: int) -> None:
    refused(signed()[:length])


@given(st.text(max_size=2000) | st.text(ALPHABET, max_size=1300).map("HH1.".__add__))
def test_hostile_text_raises_nothing_else(text: str) -> None:
    refused(text)


@given(st.binary(max_size=600))
def test_a_signed_body_of_anything_is_refused(body: bytes) -> None:
    refused(of_body(body))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not-a-mark"),
        ("HH1", "not-a-mark"),
        ("hh1" + signed()[3:], "not-a-mark"),
        ("HH2" + signed()[3:], "other-format"),
        ("HH١" + signed()[3:], "not-a-mark"),
        (signed() + ".x", "not-a-mark"),
        (signed() + "\n", "not-a-mark"),
        (" " + signed(), "not-a-mark"),
        (signed() + "=", "not-a-mark"),
        ("HH1." + "A" * 5000, "not-a-mark"),
        (signed().replace("HH1.", "HH1.é"), "not-a-mark"),
        (of_body(b"[" * 300), "not-a-mark"),
        (of_body(b"\xff\xfe"), "not-a-mark"),
        (of_body(b'"\\ud800"'), "not-a-mark"),
        (of_body(b"[]"), "bad-content"),
        (of_body(b"NaN"), "not-a-mark"),
    ],
)
def test_what_is_no_mark_has_a_reason(text: str, code: str) -> None:
    assert refused(text) == code


def test_a_signature_has_one_spelling() -> None:
    text = signed()
    last = ALPHABET.index(text[-1])
    assert refused(text[:-1] + ALPHABET[last + 1]) == "not-canonical"


@pytest.mark.parametrize(
    "spelled",
    [
        lambda body: body.replace(b'"k":', b'"k": '),
        lambda body: body.replace(b'"k":"shop"', b'"k":"shop","k":"shop"'),
        lambda body: json.dumps(json.loads(body), sort_keys=True, separators=(",", ":")).encode(),
        lambda body: json.dumps(
            dict(reversed(json.loads(body).items())), ensure_ascii=False, separators=(",", ":")
        ).encode(),
    ],
    ids=["space", "twice", "escaped", "other order"],
)
def test_a_body_has_one_spelling(spelled: object) -> None:
    assert refused(of_body(spelled(SHOP.body))) == "not-canonical"  # type: ignore[operator]


@pytest.mark.parametrize(
    "changed",
    [
        {"x": "1"},
        {"w": ""},
        {"n": None},
        {"n": 1},
        {"n": "演" * 31},
        {"n": "a\u200fb"},
        {"n": " a"},
        {"n": "e\u0301"},
        {"k": "bank"},
        {"c": "123"},
        {"m": "2026-7"},
        {"m": "2026-07-1"},
        {"s": "2026-11-32"},
        {"s": "20261102"},
        {"s": "2027-11-02"},
    ],
    ids=str,
)
def test_a_mark_says_nothing_else(changed: dict[str, object]) -> None:
    body = payload.canonical(json.loads(SHOP.body) | changed)
    assert refused(of_body(body)) == "bad-content"


def test_another_body_or_purpose_is_forged() -> None:
    other = Content(**{**SHOP.__dict__, "name": "别家水壶店"})
    parts = signed().split(".")
    assert refused(".".join(("HH1", payload.encoded(other.body), *parts[2:]))) == "forged"
    signature = payload.encoded(PRIVATE.sign(SHOP.body))
    assert refused(".".join(("HH1", payload.encoded(SHOP.body), KEY_ID, signature))) == "forged"


@given(st.text(max_size=200), st.integers(10, 120))
def test_shortened_words_fit_and_stay_as_they_are(words: str, room: int) -> None:
    short = payload.shortened(words, room)
    assert len(short.encode()) <= room
    assert payload.shortened(short, room) == short
