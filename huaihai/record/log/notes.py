"""Signed notes, checkpoints and cosignatures as C2SP spells them (c2sp.org: signed-note, tlog-checkpoint,
tlog-cosignature), with Ed25519. Plain: neither Django nor a database.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from huaihai.kit.refusals import Refusal
from huaihai.kit.refusals import gettext_noop as _

SIGNATURE, COSIGNATURE = 1, 4  # kinds of keys
KEY_BYTES, ID_BYTES, TIME_BYTES, SIGNATURE_BYTES, HASH_BYTES = 32, 4, 8, 64, 32
LARGEST = 16_384  # bytes of a note
MOST_SIGNATURES = 64
LARGEST_SIZE = 2**62
DASH = "\N{EM DASH} "


class BadNote(Refusal):
    """It is no note, or not such a one, or is not signed by whom it must be."""


@dataclass(frozen=True)
class Key:
    """A public key by the name of who signs with it."""

    name: str
    kind: int
    public: bytes

    @classmethod
    def of(cls, name: str, kind: int, private: Ed25519PrivateKey) -> "Key":
        """The public half."""
        return cls(name, kind, private.public_key().public_bytes_raw())

    @classmethod
    def read(cls, vkey: str) -> "Key":
        """From `name+id+key`. Raises BadNote."""
        try:
            name, key_id, held = vkey.strip().split("+", 2)
            raw = _bytes_of(held)
        except ValueError as error:
            raise BadNote(_("a key reads NAME+ID+KEY")) from error
        if not is_name(name) or len(raw) != 1 + KEY_BYTES or raw[0] not in (SIGNATURE, COSIGNATURE):
            raise BadNote(_("this is not an Ed25519 key of a log or a witness"))
        key = cls(name, raw[0], raw[1:])
        if key.id.hex() != key_id:
            raise BadNote(_("the key and its id do not fit: a character was lost or mistyped"))
        return key

    @property
    def id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(named).digest()[:ID_BYTES]

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_text_of(bytes([self.kind]) + self.public)}"


@dataclass(frozen=True)
class Signature:
    """One line under a note: who, with which key, and the value."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        return f"{DASH}{self.name} {_text_of(self.key_id + self.value)}\n"

    def is_of(self, key: Key) -> bool:
        return (self.name, self.key_id) == (key.name, key.id)

    @property
    def at(self) -> int:
        """When a cosignature was made, in seconds since 1970."""
        return int.from_bytes(self.value[:TIME_BYTES])


@dataclass(frozen=True)
class Note:
    """A text and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...]

    @property
    def written(self) -> str:
        return f"{self.text}\n{''.join(one.line for one in self.signatures)}"

    def signed_by(self, key: Key) -> Signature | None:
        """The key's signature; None without one. Raises BadNote if there is one that does not fit."""
        found = [one for one in self.signatures if one.is_of(key)]
        if not all(_fits(self.text, one, key) for one in found):
            raise BadNote(_("the signature of %(name)s does not fit the text"), name=key.name)
        return found[0] if found else None

    def among(self, keys: Iterable[Key]) -> Key:
        """Which of these keys signed it. Raises BadNote if none did, or one did not sign this."""
        signed = [key for key in keys if self.signed_by(key)]
        if not signed:
            raise BadNote(_("it is not signed with a key that is trusted here"))
        return signed[0]

    def with_line(self, signature: Signature) -> "Note":
        return Note(self.text, (*self.signatures, signature))


@dataclass(frozen=True)
class Checkpoint:
    """The head of a log: so many leaves, and the hash over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{_text_of(self.root)}\n"

    @classmethod
    def read(cls, text: str) -> "Checkpoint":
        """From a note's text. Raises BadNote."""
        lines = text.removesuffix("\n").split("\n")
        try:
            origin, size, root = lines[0], int(lines[1]), _bytes_of(lines[2])
        except (LookupError, ValueError) as error:
            raise BadNote(_("a checkpoint has three lines: origin, size, hash")) from error
        is_plain = lines[1].isascii() and str(size) == lines[1] and 0 <= size <= LARGEST_SIZE
        if not (origin and all(lines) and is_plain and len(root) == HASH_BYTES):
            raise BadNote(_("a checkpoint has three lines: origin, size, hash"))
        return cls(origin, size, root)


def read(written: str) -> Note:
    """A note as it is spelled. Raises BadNote."""
    if len(written.encode(errors="replace")) > LARGEST:
        raise BadNote(_("a note has at most %(n)d bytes"), n=LARGEST)
    text, between, below = written.rpartition("\n\n")
    if not between or not below.endswith("\n") or any(ord(one) < 32 and one != "\n" for one in written):
        raise BadNote(_("this is not a signed note"))
    lines = below.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise BadNote(_("a note has at most %(n)d signatures"), n=MOST_SIGNATURES)
    return Note(text + "\n", tuple(_signatures(lines)))


def sign(text: str, name: str, private: Ed25519PrivateKey) -> Signature:
    """A plain signature under the text."""
    return Signature(name, Key.of(name, SIGNATURE, private).id, private.sign(text.encode()))


def cosign(text: str, name: str, private: Ed25519PrivateKey, *, at: int) -> Signature:
    """A witness's: this was the largest tree of this log it saw at this second, and it fits all that it saw before."""
    value = at.to_bytes(TIME_BYTES) + private.sign(_timed(text, at))
    return Signature(name, Key.of(name, COSIGNATURE, private).id, value)


def is_name(name: str) -> bool:
    """Whether somebody can be called so in a note."""
    return bool(name) and len(name) <= 200 and "+" not in name and name.isprintable() and not _has_space(name)


def _has_space(name: str) -> bool:
    return any(one.isspace() for one in name)


def _signatures(lines: Iterable[str]) -> Iterator[Signature]:
    for line in lines:
        name, _space, value = line.removeprefix(DASH).partition(" ")
        try:
            raw = _bytes_of(value)
        except ValueError as error:
            raise BadNote(_("a signature is damaged")) from error
        if not line.startswith(DASH) or not is_name(name) or len(raw) <= ID_BYTES:
            raise BadNote(_("a signature is damaged"))
        yield Signature(name, raw[:ID_BYTES], raw[ID_BYTES:])


def _fits(text: str, signature: Signature, key: Key) -> bool:
    value, signed = signature.value, text.encode()
    if key.kind == COSIGNATURE:
        signed, value = _timed(text, signature.at), value[TIME_BYTES:]
    if len(value) != SIGNATURE_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(value, signed)
    except InvalidSignature:
        return False
    return True


def _timed(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _text_of(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes_of(text: str) -> bytes:
    """Raises ValueError; a value has one spelling."""
    try:
        raw = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if _text_of(raw) != text:
        raise ValueError("not its one spelling")
    return raw
