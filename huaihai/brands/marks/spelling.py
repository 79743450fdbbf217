"""How a mark is spelled: bytes as text in one way only, signatures, and why a text is refused. No Django."""

import base64
import binascii
import re
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_BASE64: Final = re.compile(r"[A-Za-z0-9_-]+")

NOT_A_MARK = "not-a-mark"  # something else, or cut off
OTHER_FORMAT = "other-format"  # a mark of a format that is not known here
NOT_CANONICAL = "not-canonical"  # spelled otherwise than a mark is
BAD_CONTENT = "bad-content"  # says what a mark does not say
UNKNOWN_KEY = "unknown-key"
KEY_REVOKED = "key-revoked"
FORGED = "forged"  # the signature is not under this body
CODES: Final = (NOT_A_MARK, OTHER_FORMAT, NOT_CANONICAL, BAD_CONTENT, UNKNOWN_KEY, KEY_REVOKED, FORGED)


class MarkError(ValueError):
    """Why a text is no good mark: `code` is one of `CODES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_signed(message: bytes, signature: bytes, public: bytes) -> bool:
    """Whether the key `public` (32 bytes) signed exactly this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def encoded(value: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """Back again, from the one spelling that `encoded` gives. Raises MarkError."""
    if _BASE64.fullmatch(text) is None:
        raise MarkError(NOT_A_MARK)
    try:
        value = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise MarkError(NOT_A_MARK) from None
    if encoded(value) != text:
        raise MarkError(NOT_CANONICAL)
    return value
