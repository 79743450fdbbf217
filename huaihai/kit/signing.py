"""The platform's signature (Ed25519, RFC 8032) under documents, so that anybody can check that it made them.

`verify` and `canonical` need neither settings nor secrets: who checks holds the document, the signature and
the public key.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from django.conf import settings

from huaihai.kit.canonical import canonical

__all__ = [
    "NOT_READABLE",
    "Opened",
    "Signed",
    "as_pem",
    "canonical",
    "enclosed",
    "file",
    "is_genuine",
    "opened",
    "public_keys",
    "sign",
    "verify",
]

NOT_READABLE = (
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    RecursionError,
)  # what reading a stranger's JSON raises


@dataclass(frozen=True)
class Signed:
    """A signature: which key made it, and its value (64 bytes as base64)."""

    key_id: str
    value: str


def sign(content: bytes) -> Signed:
    """The platform's signature under exactly these bytes, by its present key."""
    ring = settings.KEYRING
    value = Ed25519PrivateKey.from_private_bytes(ring.signature_key).sign(content)
    return Signed(ring.signature_current, base64.b64encode(value).decode())


def enclosed(content: Any) -> dict[str, Any]:
    """A document with the signature under its one spelling."""
    return {"content": content, "signature": asdict(sign(canonical(content)))}


def file(content: Any) -> bytes:
    """The same as a file that people can read, too."""
    return json.dumps(enclosed(content), ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


@dataclass(frozen=True)
class Opened:
    """A signed document as it came: nobody has compared its signature yet."""

    content: dict[str, Any]
    signature: Signed

    def is_genuine(self, keys: Mapping[str, str] | None = None) -> bool:
        """Whether one of these keys, else of the platform's own, signed it."""
        named = self.signature
        return is_genuine(canonical(self.content), key_id=named.key_id, value=named.value, keys=keys)


def opened(data: bytes | str, form: str) -> Opened:
    """A document that `enclosed` made, and that says it is of this format. Raises one of NOT_READABLE."""
    document = json.loads(data)
    content, signature = document["content"], Signed(**document["signature"])
    if content["format"] != form or not all(isinstance(one, str) for one in asdict(signature).values()):
        raise ValueError(form)
    return Opened(content, signature)


def public_keys() -> dict[str, str]:
    """The platform's public keys by id, as PEM; also those that sign no more."""
    return dict(settings.KEYRING.signature_public)


def as_pem(public: bytes) -> str:
    """The 32 bytes of a public key, as others keep it."""
    key = Ed25519PublicKey.from_public_bytes(public)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def is_genuine(content: bytes, *, key_id: str, value: str, keys: Mapping[str, str] | None = None) -> bool:
    """Whether the named key signed exactly these bytes. `keys` stand in for the platform's own."""
    pem = (public_keys() if keys is None else keys).get(key_id)
    return pem is not None and verify(content, value, pem)


def verify(content: bytes, value: str, pem: str) -> bool:
    """Whether `value` is the signature of the key `pem` under exactly these bytes; False if either is none."""
    try:
        signature = base64.b64decode(value, validate=True)
        key = load_pem_public_key(pem.encode())
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        return False
    if not isinstance(key, Ed25519PublicKey) or base64.b64encode(signature).decode() != value:
        return False  # one signature has one spelling
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True
