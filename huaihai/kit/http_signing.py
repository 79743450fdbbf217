"""Signed HTTP messages between two programs that share a secret: a strict part of RFC 9421 with HMAC-SHA-256.

What is signed: method, host, path, query, the digest of the body (`Content-Digest`, RFC 9530), the moment, a number
used once, and which key it was. Plain: no Django, no database, no clock.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

ALGORITHM = "hmac-sha256"
NEEDED = ("@method", "@authority", "@path", "@query", "content-digest")
SIGNABLE_HEADERS = ("content-digest", "content-type", "idempotency-key")
MOST_SIGNATURES = 4
LONGEST_HEADER = 4_000

_LABEL = r"([a-z*][a-z0-9_.*-]{0,30})"
_MEMBER = re.compile(_LABEL + r'=(\((?:"[@a-z-]+" ?){1,12}\)(?:;[a-z]+=(?:"[^"\\,]{0,80}"|\d{1,15})){1,8})')
_VALUE = re.compile(_LABEL + r"=:([A-Za-z0-9+/=]{1,200}):")
_PARAMETER = re.compile(r';([a-z]+)=(?:"([^"]*)"|(\d+))')
_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")


class Unsigned(ValueError):
    """The message carries no signature of the kind that is asked for."""


@dataclass(frozen=True)
class Message:
    """A request as it goes over the wire. `query` without its question mark; names of headers in small letters."""

    method: str
    authority: str
    path: str
    query: str = ""
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Signature:
    """A signature that a message carries, not checked yet. `created` in seconds since 1970."""

    components: tuple[str, ...]
    parameters: str
    created: int
    nonce: str
    key_id: str
    tag: str
    value: bytes


def digest(body: bytes) -> str:
    """The value of `Content-Digest` for this body."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def sign(
    message: Message,
    *,
    keys: Iterable[tuple[str, str]],
    created: int,
    nonce: str,
    tag: str,
    components: tuple[str, ...] = NEEDED,
) -> dict[str, str]:
    """The headers to add: digest, and one signature for each key (its id and its secret)."""
    told = {"Content-Digest": digest(message.body)}
    signed = Message(
        message.method,
        message.authority,
        message.path,
        message.query,
        message.body,
        {**message.headers, "content-digest": told["Content-Digest"]},
    )
    inputs, values = [], []
    for number, (key_id, secret) in enumerate(keys, start=1):
        listed = " ".join(f'"{name}"' for name in components)
        parameters = (
            f'({listed});created={created};nonce="{nonce}";keyid="{key_id}";alg="{ALGORITHM}";tag="{tag}"'
        )
        value = base64.b64encode(_mac(signed, components, parameters, secret)).decode()
        inputs.append(f"sig{number}={parameters}")
        values.append(f"sig{number}=:{value}:")
    return {**told, "Signature-Input": ", ".join(inputs), "Signature": ", ".join(values)}


def signatures(message: Message, *, tag: str) -> list[Signature]:
    """The signatures that the message carries for this purpose, each over all that is needed.

    Raises Unsigned where there is none, or where the body is not what its digest says.
    """
    if not hmac.compare_digest(
        message.headers.get("content-digest", "").encode(), digest(message.body).encode()
    ):
        raise Unsigned("the digest is missing, or is not that of the body")
    inputs = dict(_members(_MEMBER, message.headers.get("signature-input", "")))
    values = dict(_members(_VALUE, message.headers.get("signature", "")))
    found = [_signature(text, values[label]) for label, text in inputs.items() if label in values]
    fitting = [held for held in found if held is not None and held.tag == tag]
    if not fitting or any(name not in _values(message) for held in fitting for name in held.components):
        raise Unsigned("no signature over what must be signed")
    return fitting


def fits(message: Message, signature: Signature, secret: str) -> bool:
    """Whether who signed held this secret. Takes as long for a wrong one."""
    mac = _mac(message, signature.components, signature.parameters, secret)
    return hmac.compare_digest(mac, signature.value)


def _mac(message: Message, components: tuple[str, ...], parameters: str, secret: str) -> bytes:
    """RFC 9421, 2.5: one line a component, the parameters last, joined by line feeds."""
    values = _values(message)
    lines = [f'"{name}": {values[name]}' for name in components]
    base = "\n".join([*lines, f'"@signature-params": {parameters}'])
    return hmac.new(secret.encode(), base.encode("utf-8", "surrogateescape"), hashlib.sha256).digest()


def _values(message: Message) -> dict[str, str]:
    headers = {name: message.headers[name].strip() for name in SIGNABLE_HEADERS if name in message.headers}
    return {
        "@method": message.method.upper(),
        "@authority": message.authority.lower(),
        "@path": message.path,
        "@query": f"?{message.query}",
        **headers,
    }


def _members(pattern: re.Pattern[str], header: str) -> list[tuple[str, str]]:
    """The members of a header as label and text; none at all if anything in it is not of our kind."""
    if len(header) > LONGEST_HEADER:
        return []
    found = [pattern.fullmatch(part.strip()) for part in header.split(",")]
    held = [(match[1], match[2]) for match in found if match]
    if len(held) != len(found) or len(held) > MOST_SIGNATURES or len(dict(held)) != len(held):
        return []
    return held


def _signature(text: str, value: str) -> Signature | None:
    listed, _closing, rest = text.partition(")")
    components = tuple(name.strip('"') for name in listed.lstrip("(").split())
    pairs = [(match[1], match[2] if match[3] is None else match[3]) for match in _PARAMETER.finditer(rest)]
    said = dict(pairs)
    if len(said) != len(pairs) or said.keys() != {"created", "nonce", "keyid", "alg", "tag"}:
        return None
    if said["alg"] != ALGORITHM or not said["created"].isdigit() or not _NONCE.fullmatch(said["nonce"]):
        return None
    if len(set(components)) != len(components) or not set(NEEDED) <= set(components):
        return None
    try:
        raw = base64.b64decode(value, validate=True)
    except binascii.Error:
        return None
    return Signature(components, text, int(said["created"]), said["nonce"], said["keyid"], said["tag"], raw)
