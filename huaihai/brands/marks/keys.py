"""The public keys of marks, as anybody checks with them, and those that count no more."""

import base64
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings

from huaihai.brands.marks import spelling
from huaihai.brands.marks.published import KEYS_FORMAT
from huaihai.brands.models import KeyRevocation
from huaihai.kit import signing


def public_keys() -> dict[str, bytes]:
    """All keys that ever signed for the platform, 32 bytes each, by id."""
    return {key_id: _raw(pem) for key_id, pem in signing.public_keys().items()}


def revoked_keys() -> dict[str, str]:
    """The ids of keys that count no more, and why."""
    return dict(KeyRevocation.objects.values_list("key_id", "reason"))


def present() -> str:
    """The id of the key that signs now."""
    current: str = settings.KEYRING.signature_current
    return current


def sign(message: bytes) -> bytes:
    """The signature of the present key under the message: 64 bytes."""
    return base64.b64decode(signing.sign(message).value)


def published() -> Mapping[str, Any]:
    """What stands in keys.json: see docs/guides/mark.md."""
    keys = [{"id": key_id, "public": spelling.encoded(raw)} for key_id, raw in sorted(public_keys().items())]
    revoked = [{"id": key_id, "reason": reason} for key_id, reason in sorted(revoked_keys().items())]
    return {"format": KEYS_FORMAT, "keys": keys, "revoked": revoked}


def _raw(pem: str) -> bytes:
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("a public key of the platform is no Ed25519 key")
    return key.public_bytes_raw()
