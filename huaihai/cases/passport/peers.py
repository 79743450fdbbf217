"""What an installation says of itself, and the keys of those that are known."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from huaihai.cases.passport import codes, spelling
from huaihai.cases.passport.bad import Bad
from huaihai.cases.passport.bodies import Descriptor, SignedDescriptor
from huaihai.cases.passport.shape import check_shape

WELL_KNOWN: Final = "/.well-known/case-passport.json"
_DEMO: Final = "demo-"


@dataclass(frozen=True)
class Peer:
    """An installation: where it is reached, and its public keys by id, the present one first."""

    name: str
    title: str
    address: str
    language: str
    age: str
    key_id: str
    at: str
    keys: dict[str, bytes] = field(repr=False)
    data: bytes = field(repr=False)


def write(content: Descriptor, sign: Callable[[bytes], str]) -> bytes:
    """The descriptor as it is served. Raises Bad."""
    data = spelling.spelt({"content": content, "signature": sign(spelling.spelt(content))})
    return read(data).data


def read(data: bytes) -> Peer:
    """What a descriptor says; that its own key signed it proves nothing about who it is. Raises Bad."""
    signed = spelling.read(data)
    content: Any = signed.get("content") if isinstance(signed, dict) else None
    if isinstance(content, dict) and content.get("format", codes.PEER_FORMAT) != codes.PEER_FORMAT:
        raise Bad("unknown_version", "content.format")
    check_shape(SignedDescriptor, signed)
    keys = {one["key_id"]: _public(one["public"], number) for number, one in enumerate(content["keys"])}
    for number, (key_id, public) in enumerate(keys.items()):
        if key_id not in ids_of(public):
            raise Bad("bad_key", f"content.keys.{number}")
    if len(keys) != len(content["keys"]) or content["key_id"] not in keys:
        raise Bad("bad_key", "content.keys")
    if not is_signed(spelling.spelt(content), signed["signature"], keys[content["key_id"]]):
        raise Bad("bad_signature", "signature")
    names = ("name", "title", "address", "language", "age", "key_id", "at")
    return Peer(**{name: content[name] for name in names}, keys=keys, data=data)


def takes_over(known: Peer, new: Peer) -> bool:
    """Whether what is new may stand in the place of what is known: a key that was known before signed it, later."""
    return known.name == new.name and known.at < new.at and known.keys.get(new.key_id) == new.keys[new.key_id]


def ids_of(public: bytes) -> Sequence[str]:
    """How a key is called, and how in a demonstration."""
    digest = hashlib.sha256(public).hexdigest()
    return digest[:16], _DEMO + digest[:11]


def fingerprint(public: bytes) -> str:
    """What two people read to each other on the telephone: 64 digits in groups of four."""
    digest = hashlib.sha256(public).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


class Keys:
    """The keys of all known installations, one's own too."""

    def __init__(self, peers: Iterable[Peer]) -> None:
        self._of = {peer.name: peer.keys for peer in peers}

    def has(self, name: str, key_id: str) -> bool:
        return key_id in self._of.get(name, {})

    def of(self, name: str, key_id: str, where: str) -> bytes:
        """Raises Bad."""
        if name not in self._of:
            raise Bad("unknown_peer", where)
        if key_id not in self._of[name]:
            raise Bad("unknown_key", where)
        return self._of[name][key_id]


def is_signed(content: bytes, value: str, public: bytes) -> bool:
    """Whether `value` is this key's signature under these bytes, in its one spelling."""
    try:
        signature = base64.b64decode(value, validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (binascii.Error, ValueError, InvalidSignature):
        return False
    return base64.b64encode(signature).decode() == value


def _public(text: str, number: int) -> bytes:
    try:
        public = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        public = b""
    if len(public) != 32 or base64.b64encode(public).decode() != text:
        raise Bad("bad_key", f"content.keys.{number}")
    return public
