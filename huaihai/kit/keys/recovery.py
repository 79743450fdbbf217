"""Keys that come back from two of three shares, each with one person.

The shares are of 128 bits drawn by chance (Shamir), from which a key of age is derived. The keys are sealed for its
public half again at each change, without the shares. That file may lie with every backup: alone it opens nothing.
"""

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from Crypto.Protocol.SecretSharing import Shamir
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyrage import x25519

from huaihai.kit import keyring
from huaihai.kit.keys import bech32, carrying
from huaihai.kit.keys.carrying import CannotCarry
from huaihai.kit.keys.rings import KEY_BYTES
from huaihai.kit.refusals import gettext_noop

SECRET_BYTES = 16
CHECK_BYTES = 4
GROUP = 4
NEEDED, SHARES = 2, 3
FILE = "recovery.age"


def share(folder: Path) -> list[str]:
    """Make the shares, which are written nowhere. Shares that were made before open nothing newer than this."""
    secret = secrets.token_bytes(SECRET_BYTES)
    recipient = x25519.Identity.from_str(_identity(secret)).to_public()
    keyring.set_recovery(folder, str(recipient))
    return [_written(number, value) for number, value in Shamir.split(NEEDED, SHARES, secret)]


def write(folder: Path, recipient: str, keys: dict[str, Any]) -> None:
    """The keys as they are now, for whoever has the shares."""
    keyring.put(folder / FILE, carrying.sealed_for(recipient, json.dumps(keys, indent=1).encode()))


def recover(folder: Path, shares: Sequence[str]) -> bytes:
    """The keys from the file in `folder` and two shares. Raises CannotCarry, and FileNotFoundError."""
    parts = dict(map(read, shares))
    if len(parts) < NEEDED:
        raise CannotCarry(gettext_noop("%(n)d different shares are needed"), n=NEEDED)
    secret = bytes(Shamir.combine(list(parts.items())[:NEEDED]))
    try:
        return carrying.opened_by(_identity(secret), (folder / FILE).read_bytes())
    except CannotCarry as error:
        raise CannotCarry(
            gettext_noop("these shares do not belong to this %(file)s, or not to each other"), file=FILE
        ) from error


def _identity(secret: bytes) -> str:
    """The key of age, as its tools write it."""
    derived = HKDF(hashes.SHA256(), length=KEY_BYTES, salt=None, info=b"huaihai recovery").derive(secret)
    return bech32.encode("age-secret-key-", derived).upper()


def read(written: str) -> tuple[int, bytes]:
    """A share as somebody typed it. Raises CannotCarry, and says which one."""
    plain = unicodedata.normalize("NFKC", written).casefold()
    typed = "".join(character for character in plain if character.isalnum())
    try:
        number, held = int(typed[:1]), bytes.fromhex(typed[1:])
    except ValueError as error:
        raise CannotCarry(
            gettext_noop("this is no share: “%(begins)s…” (a share has digits and letters a to f)"),
            begins=written[:6],
        ) from error
    value, check = held[:SECRET_BYTES], held[SECRET_BYTES:]
    if check != _check(number, value):
        raise CannotCarry(
            gettext_noop("share %(n)d is not typed as it is written: compare it with the paper"), n=number
        )
    return number, value


def _written(number: int, value: bytes) -> str:
    text = (value + _check(number, value)).hex()
    return "-".join([str(number), *(text[start : start + GROUP] for start in range(0, len(text), GROUP))])


def _check(number: int, value: bytes) -> bytes:
    return hashlib.sha256(b"huaihai share" + bytes([number]) + value).digest()[:CHECK_BYTES]
