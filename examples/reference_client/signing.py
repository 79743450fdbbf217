"""Signing what one sends and checking what one gets: RFC 9421 with hmac-sha256, and RFC 9530 digests."""

import base64
import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Mapping
from typing import NamedTuple

COVERED = ("@method", "@authority", "@path", "@query", "content-digest")
WINDOW = 300  # seconds


class Message(NamedTuple):
    """A request as it goes over the wire: `authority` is its Host, `target` its path with the query."""

    method: str
    authority: str
    target: str
    body: bytes


class NotGenuine(Exception):
    """Nobody who holds the secret has signed this message just now."""


def digest(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def mac(values: Mapping[str, str], covered: tuple[str, ...], parameters: str, secret: str) -> bytes:
    """HMAC-SHA-256 over one line for each part, and the parameters last."""
    lines = [f'"{name}": {values[name]}' for name in covered] + [f'"@signature-params": {parameters}']
    return hmac.new(secret.encode(), "\n".join(lines).encode(), hashlib.sha256).digest()


def signed(message: Message, *, key_id: str, secret: str, key: str = "") -> dict[str, str]:
    """The headers of a request. `key` is its Idempotency-Key: every POST has one, and signs it."""
    covered = (*COVERED, "idempotency-key") if key else COVERED
    values = parts(message) | {"idempotency-key": key}
    listed = " ".join(f'"{name}"' for name in covered)
    parameters = (
        f'({listed});created={int(time.time())};nonce="{secrets.token_urlsafe(18)}"'
        f';keyid="{key_id}";alg="hmac-sha256";tag="huaihai-request"'
    )
    value = base64.b64encode(mac(values, covered, parameters, secret)).decode()
    headers = {
        "Content-Digest": values["content-digest"],
        "Signature-Input": f"sig1={parameters}",
        "Signature": f"sig1=:{value}:",
    }
    return headers | ({"Idempotency-Key": key} if key else {})


def check(
    message: Message, headers: Mapping[str, str], *, secrets_by_id: Mapping[str, str], now: float
) -> str:
    """The number used once of a genuine webhook (names of headers in small letters). Raises NotGenuine."""
    values = parts(message)
    if headers.get("content-digest") != values["content-digest"]:
        raise NotGenuine("the body is not what was signed")
    given = dict(re.findall(r"(sig\d+)=:([A-Za-z0-9+/=]+):", headers.get("signature", "")))
    for label, parameters in re.findall(r'(sig\d+)=(\("[^)]*\)[^,]*)', headers.get("signature-input", "")):
        said = dict(re.findall(r';([a-z]+)="?([^";]+)"?', parameters))
        covered = tuple(re.findall(r'"([@a-z-]+)"', parameters.partition(")")[0]))
        secret = secrets_by_id.get(said.get("keyid", ""))
        if secret is None or covered != COVERED or said.get("tag") != "huaihai-webhook":
            continue
        right = base64.b64encode(mac(values, covered, parameters, secret)).decode()
        is_now = abs(now - int(said.get("created", 0))) <= WINDOW
        if hmac.compare_digest(right, given.get(label, "")) and is_now:
            return str(said["nonce"])
    raise NotGenuine("no signature of a known key, or not of now")


def parts(message: Message) -> dict[str, str]:
    path, _mark, query = message.target.partition("?")
    return {
        "@method": message.method,
        "@authority": message.authority.lower(),
        "@path": path,
        "@query": f"?{query}",
        "content-digest": digest(message.body),
    }
