"""The text of a mark, as its QR holds it: spelled, made, verified, and read from what people paste. No Django.

    HH1.<body>.<key id>.<signature>

`body` is canonical JSON, `signature` an Ed25519 signature (RFC 8032) under `CONTEXT` and the bytes of the body; both
stand in base64url without padding. One mark has exactly one spelling. The format is told in docs/guides/mark.md.

What people paste, scan and type about a mark, in the form that is compared. No Django.
Here what is meant is taken; the text of a mark itself stays strict (`payload`).
"""

import base64
import binascii
import json
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from huaihai.brands.scoring.names import KINDS
from huaihai.kit.canonical import canonical
from huaihai.law.credit_code import ALPHABET, LENGTH, check_character

_BASE64: Final = re.compile(r"[A-Za-z0-9_-]+")

NOT_A_MARK = "not-a-mark"  # something else, or cut off
OTHER_FORMAT = "other-format"  # a mark of a format that is not known here
NOT_CANONICAL = "not-canonical"  # spelled otherwise than a mark is
BAD_CONTENT = "bad-content"  # says what a mark does not say
UNKNOWN_KEY = "unknown-key"
KEY_REVOKED = "key-revoked"
FORGED = "forged"  # the signature is not under this body
CODES: Final = (NOT_A_MARK, OTHER_FORMAT, NOT_CANONICAL, BAD_CONTENT, UNKNOWN_KEY, KEY_REVOKED, FORGED)
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
ENDING: Final = 6  # so many last characters of the credit code are enough
FITS, OTHER, MISTYPED = "fits", "other", "mistyped"
_WHOLE: Final = r"HH\d+\.[\w-]+\.(?:[0-9a-f]{16}|demo-[0-9a-f]{11})\.[\w-]{86}"
_ALONE: Final = re.compile(_WHOLE + r"(?![\w.-])", re.ASCII | re.IGNORECASE)
_SPREAD: Final = re.compile(_WHOLE, re.ASCII | re.IGNORECASE)
_IN_TEXT: Final = re.compile(r"HH\d+\.[\w.-]+", re.ASCII | re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?<![\w-])(20\d\d-[1-9]\d{0,5})(-[1-9]\d{0,3})?(?![\w-])", re.ASCII)
_ADDRESS: Final = re.compile(r"://([^\s/?#\\]*)")
_BARE_ADDRESS: Final = re.compile(
    r"(?<![\w.:-])(?!HH\d)[\w.-]+\.[a-z]{2,}(?::\d+)?(?=/)", re.ASCII | re.IGNORECASE
)
_PORTS: Final = re.compile(r":(80|443)$", re.ASCII)
_DOTS: Final = {
    ord("\u3002"): ".",
    ord("\u2013"): "-",
    ord("\u2014"): "-",
}  # a Chinese full stop, long dashes


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


def text_in(pasted: str) -> str:
    """The text of a mark in something that was pasted or scanned, such as the whole address; empty if there is none.
    White space inside, small letters at its beginning and full-width dots are taken for what is meant."""
    plain = _plain(pasted)
    joined = "".join(one for one in plain if one.isprintable() and not one.isspace())
    found = _ALONE.search(plain) or _SPREAD.search(joined) or _IN_TEXT.search(plain)
    if found is None:
        return ""
    first, dot, rest = found[0].rstrip(".").partition(".")
    return f"{first.upper()}{dot}{rest}"


def numbers_in(pasted: str) -> tuple[str, str]:
    """The numbers of an entry and of a mark of it, in what was typed or in an address; empty where there is none."""
    found = _NUMBER.search(_plain(pasted))
    if found is None:
        return "", ""
    return found[1], found[0] if found[2] else ""


def is_elsewhere(pasted: str, own: Collection[str]) -> bool:
    """Whether an address was pasted that is not of this site; `own`: its hosts, with their ports."""
    plain = _plain(pasted)
    hosts = _ADDRESS.findall(plain) or _BARE_ADDRESS.findall(plain)[:1]
    return any(_PORTS.sub("", host.lower()) not in own for host in hosts)


def typed(code: str) -> str:
    """What was typed of a credit code, without spaces and in capitals."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code)).upper()


def compared(code: str, credit_code: str) -> str:
    """What was typed against this credit code, whole or its last six characters: FITS, OTHER (another shop's), or
    MISTYPED (no credit code at all); empty if nothing was typed."""
    said = typed(code)
    if said in ("", credit_code):
        return FITS if said else ""
    if len(said) == ENDING and said.isascii() and said.isalnum():
        return FITS if credit_code.endswith(said) else OTHER
    is_code = len(said) == LENGTH and set(said) <= set(ALPHABET)
    return OTHER if is_code and check_character(said[:-1]) == said[-1] else MISTYPED


def _plain(pasted: str) -> str:
    return unicodedata.normalize("NFKC", pasted).translate(_DOTS).strip()
