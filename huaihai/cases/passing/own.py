"""This installation, as others know it: its name, its descriptor, its keys; and the keys of those it knows."""

import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings

from huaihai import alliance
from huaihai.cases.models import PassportPeer
from huaihai.cases.passport import codes, peers
from huaihai.cases.passport.bodies import Descriptor, Party
from huaihai.cases.passport.peers import Keys, Peer
from huaihai.cases.passport.shape import MOMENT
from huaihai.kit import sealing, signing
from huaihai.kit.keys import bech32

PATH = "/passport"
MOST_KEYS = 20
SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_ADDRESS = re.compile(
    r"(https://[a-z0-9][a-z0-9.-]*|http://(127\.0\.0\.1|localhost))(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?"
)


class NoAddress(Exception):
    """Nobody could answer: the address of this site is not set, or not one for others."""


def name() -> str:
    """What no other installation is called: the alliance, and where it is found."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"{alliance.load().key}.{host}".lower().replace("_", "-").replace(":", "-")


def served(at: datetime) -> bytes:
    """The descriptor as others get it. Raises NoAddress."""
    if not is_reachable():
        raise NoAddress
    return _descriptor(at)


def me() -> Peer:
    """This installation, as messages name it."""
    return peers.read(_descriptor(SOME_DAY))


def is_reachable() -> bool:
    """Whether others can send something here."""
    return is_address(settings.SITE_URL)


def is_address(text: str) -> bool:
    """Whether others find an installation under this."""
    return _ADDRESS.fullmatch(text) is not None


def _descriptor(at: datetime) -> bytes:
    held, current = alliance.load(), settings.KEYRING.signature_current
    ids = [current, *(one for one in signing.public_keys() if one != current)]
    content: Descriptor = {
        "format": codes.PEER_FORMAT,
        "name": name(),
        "title": held.name,
        "address": f"{settings.SITE_URL if is_reachable() else 'http://localhost'}{PATH}",
        "language": "zh",
        "age": recipient(),
        "keys": [{"key_id": one, "public": _public(one)} for one in ids[:MOST_KEYS]],
        "key_id": current,
        "at": moment(at),
    }
    return peers.write(content, sign)


def party(peer: Peer) -> Party:
    """As a message names it."""
    return {"name": peer.name, "key_id": peer.key_id}


def sign(content: bytes) -> str:
    return signing.sign(content).value


def identities() -> list[str]:
    """What opens that which was sealed for this installation, as age writes it."""
    return [_identity(key) for key in reversed(sealing.ring().passport)]


def recipient() -> str:
    from pyrage import x25519

    return str(x25519.Identity.from_str(identities()[0]).to_public())


def keys(*more: Peer) -> Keys:
    """Of all that are open, and one's own."""
    return Keys([me(), *_known(), *more])


def known(row: PassportPeer) -> Peer:
    """What its descriptor says."""
    return peers.read(row.descriptor.encode())


def moment(at: datetime) -> str:
    """As messages write it."""
    return at.astimezone(UTC).strftime(MOMENT)


def _known() -> Iterator[Peer]:
    for row in PassportPeer.objects.exclude(confirmed_at=None):
        yield known(row)


def _public(key_id: str) -> str:
    key = load_pem_public_key(signing.public_keys()[key_id].encode())
    return base64.b64encode(key.public_bytes_raw()).decode()  # type: ignore[union-attr] # Ed25519 all of them


def _identity(key: bytes) -> str:
    return bech32.encode("age-secret-key-", key).upper()
