"""The text of a mark, as its QR holds it: read, made and verified. No Django, no database.

    HH1.<body>.<key id>.<signature>

`body` is canonical JSON, `signature` an Ed25519 signature (RFC 8032) under `CONTEXT` and the bytes of the body; both
stand in base64url without padding. One mark has exactly one spelling. The format is told in docs/guides/mark.md.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from huaihai.brands.marks.spelling import (
    BAD_CONTENT,
    FORGED,
    KEY_REVOKED,
    NOT_A_MARK,
    NOT_CANONICAL,
    OTHER_FORMAT,
    UNKNOWN_KEY,
    MarkError,
    decoded,
    encoded,
    is_signed,
)
from huaihai.brands.scoring.names import KINDS
from huaihai.kit.canonical import canonical

FORMAT: Final = "HH1"
CONTEXT: Final = b"huaihai-mark-1\n"
MOST: Final = 1200  # characters of a mark; what is longer is none
# Bytes of UTF-8 that a QR has room for; longer words end in "…".
ROOM: Final = {"n": 90, "w": 72, "d": 90, "a": 120}
NEEDED: Final = frozenset("mkncsu")
NUMBER: Final = re.compile(r"20\d\d-[1-9]\d{0,5}-[1-9]\d{0,3}", re.ASCII)
CODE: Final = re.compile(r"[0-9A-Z]{18}")
KEY_ID: Final = re.compile(r"[0-9a-f]{16}|demo-[0-9a-f]{11}")
_SIGNATURE_CHARACTERS: Final = 86


@dataclass(frozen=True)
class Content:
    """What a mark says. `number` is the mark's own ("2026-7-1": the first mark of entry 2026-7); `what` the product
    or service, `sign` the name over the door where it is another than `name`; both days are included."""

    number: str
    kind: str
    name: str
    credit_code: str
    since: date
    until: date
    what: str = ""
    sign: str = ""
    address: str = ""

    @property
    def body(self) -> bytes:
        """The bytes that are signed after `CONTEXT`."""
        said = {
            "m": self.number,
            "k": self.kind,
            "n": self.name,
            "w": self.what,
            "d": self.sign,
            "a": self.address,
            "c": self.credit_code,
            "s": self.since.isoformat(),
            "u": self.until.isoformat(),
        }
        return canonical({name: value for name, value in said.items() if value})


@dataclass(frozen=True)
class Parsed:
    """A text that is spelled like a mark; nothing of it is verified yet."""

    content: Content
    body: bytes
    key_id: str
    signature: bytes


def verify(text: str, keys: Mapping[str, bytes], *, revoked: Collection[str] = ()) -> Content:
    """What a genuine mark says. `keys`: public keys (32 bytes) by id. Raises MarkError."""
    parsed = parse(text)
    if parsed.key_id in revoked:
        raise MarkError(KEY_REVOKED)
    if parsed.key_id not in keys:
        raise MarkError(UNKNOWN_KEY)
    if not is_signed(CONTEXT + parsed.body, parsed.signature, keys[parsed.key_id]):
        raise MarkError(FORGED)
    return parsed.content


def parse(text: str) -> Parsed:
    """The parts of a text that is spelled like a mark, whatever else it may be. Raises MarkError."""
    if not 0 < len(text) <= MOST:
        raise MarkError(NOT_A_MARK)
    parts = text.split(".")
    if re.fullmatch(r"HH[1-9]\d{0,3}", parts[0], re.ASCII) is None:
        raise MarkError(NOT_A_MARK)
    if parts[0] != FORMAT:
        raise MarkError(OTHER_FORMAT)
    if len(parts) != 4 or KEY_ID.fullmatch(parts[2]) is None or len(parts[3]) != _SIGNATURE_CHARACTERS:
        raise MarkError(NOT_A_MARK)
    body, signature = decoded(parts[1]), decoded(parts[3])
    return Parsed(_content(body), body, parts[2], signature)


def make(content: Content, *, key_id: str, sign: Callable[[bytes], bytes]) -> str:
    """The text of a mark. Raises MarkError if it could not be read again."""
    text = ".".join((FORMAT, encoded(content.body), key_id, encoded(sign(CONTEXT + content.body))))
    parse(text)
    return text


def shortened(words: str, room: int) -> str:
    """The words as a mark says them: one line in Unicode's composed form, and at most `room` bytes of UTF-8."""
    plain = unicodedata.normalize("NFC", "".join(one for one in words if one.isprintable())).strip()
    if len(plain.encode()) <= room:
        return plain
    kept = plain.encode()[: room - len("…".encode())].decode(errors="ignore")
    return f"{kept.rstrip()}…"


def _content(body: bytes) -> Content:
    said = _said(body)
    if set(said) - set(ROOM) - NEEDED or NEEDED - set(said):
        raise MarkError(BAD_CONTENT)
    if any(not _is_line(value, ROOM.get(name, 40)) for name, value in said.items()):
        raise MarkError(BAD_CONTENT)
    is_known = said["k"] in KINDS and CODE.fullmatch(said["c"]) and NUMBER.fullmatch(said["m"])
    since, until = _day(said["s"]), _day(said["u"])
    if not is_known or since > until:
        raise MarkError(BAD_CONTENT)
    more = {"what": said.get("w", ""), "sign": said.get("d", ""), "address": said.get("a", "")}
    return Content(said["m"], said["k"], said["n"], said["c"], since, until, **more)


def _said(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body.decode())
        is_canonical = canonical(said) == body
    except (ValueError, RecursionError):
        raise MarkError(NOT_A_MARK) from None
    if not is_canonical:
        raise MarkError(NOT_CANONICAL)
    if not isinstance(said, dict):
        raise MarkError(BAD_CONTENT)
    return said


def _is_line(value: Any, room: int) -> bool:
    return isinstance(value, str) and value != "" and shortened(value, room) == value


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise MarkError(BAD_CONTENT) from None
    if found.isoformat() != text:
        raise MarkError(BAD_CONTENT)
    return found
