"""A file that the alliance signed, as it lies on a disk: strict JSON, and the public keys it is checked with.

Plain: no database and no secret is needed.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.kit.keyring import key_id_of
from huaihai.kit.signing import canonical

FORMAT = "huaihai-resolution-2"
AGREEMENT = "huaihai-agreement-2"  # made by `agreement.proof`
RESOLUTIONS = frozenset({"huaihai-resolution-1", FORMAT})
AGREEMENTS = frozenset({"huaihai-agreement-1", AGREEMENT})
LARGEST = 2_000_000  # bytes; a file about one resolution has some tens of thousands
KEY_ID = re.compile(r"[0-9a-f]{8,64}|demo-[0-9a-f]{11}", re.ASCII)
PEM = re.compile(r"-----BEGIN PUBLIC KEY-----[^-]{20,400}-----END PUBLIC KEY-----")


class NotReadable(ValueError):
    """This is no such file. `message` says why, in the reader's language."""

    def __init__(self, message: Promise | str) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class SignedFile:
    """What is signed, in its one canonical spelling too, and the signature beside it."""

    content: Mapping[str, Any]
    canonical: bytes
    key_id: str
    signature: str


def wrap(content: str, *, key_id: str, signature: str) -> bytes:
    """The file: the signed content as it is, readable, with the signature beside it."""
    body = {"content": json.loads(content), "signature": {"key_id": key_id, "value": signature}}
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def read(file: bytes, formats: frozenset[str] = RESOLUTIONS | AGREEMENTS) -> SignedFile:
    """Take a file of these formats apart. Raises NotReadable, also for JSON that two programs could read otherwise."""
    if len(file) > LARGEST:
        raise NotReadable(_("This file is too large: a signed file has at most 2 MB."))
    try:
        whole = json.loads(
            file.decode(), object_pairs_hook=_once_each, parse_constant=_no_number, parse_float=_no_number
        )
        content, held = whole["content"], whole["signature"]
        if set(whole) != {"content", "signature"} or set(held) != {"key_id", "value"}:
            raise ValueError("other parts")
        if content["format"] not in formats or not KEY_ID.fullmatch(held["key_id"]):
            raise ValueError("another kind of file")
        if not isinstance(held["value"], str):
            raise TypeError("no signature")
        return SignedFile(content, canonical(content), held["key_id"], held["value"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotReadable(
            _("This is not a file that the alliance signed, or it was damaged on its way.")
        ) from error


def keys_from_pem(text: str) -> dict[str, str]:
    """The Ed25519 public keys in this text by their ids; other things in it are passed over."""
    found = {}
    for pem in PEM.findall(text):
        try:
            key = load_pem_public_key(pem.encode())
        except (ValueError, UnsupportedAlgorithm):
            continue
        if isinstance(key, Ed25519PublicKey):
            found[key_id_of(key.public_bytes_raw())] = pem + "\n"
    return found


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) != len(pairs):
        raise ValueError("a name stands twice")  # which of the two is meant, programs disagree about
    return held


def _no_number(text: str) -> Any:
    raise ValueError(f"no whole number: {text}")
