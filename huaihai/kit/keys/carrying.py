"""Keys on their way to another machine, sealed in the form of age (age-encryption.org), which other tools open too."""

import json
import os
from pathlib import Path
from typing import Any

import pyrage
from pyrage import passphrase, x25519

from huaihai.kit import keyring
from huaihai.kit.keyring import Keyring
from huaihai.kit.keys import rings
from huaihai.kit.keys.rings import Ring
from huaihai.kit.refusals import Refusal, gettext_noop

SHORTEST_PASSPHRASE = 12
AGE_KEY = "AGE-SECRET-KEY-"


class CannotCarry(Refusal):
    """It was not done; the message says why and what to do."""


def sealed_under(words: str, content: bytes) -> bytes:
    """Raises CannotCarry for a passphrase that is too short."""
    if len(words) < SHORTEST_PASSPHRASE:
        raise CannotCarry(
            gettext_noop("the passphrase must have at least %(n)d characters"), n=SHORTEST_PASSPHRASE
        )
    return bytes(passphrase.encrypt(content, words, armored=True))


def sealed_for(recipient: str, content: bytes) -> bytes:
    """For whoever has the secret half of this key (`age-keygen` makes such keys)."""
    try:
        return bytes(pyrage.encrypt(content, [x25519.Recipient.from_str(recipient)], armored=True))
    except pyrage.RecipientError as error:
        raise CannotCarry(
            gettext_noop("%(key)s is no age key: it begins with age1"), key=recipient
        ) from error


def opened_with(words: str, sealed: bytes) -> bytes:
    """Raises CannotCarry."""
    try:
        return bytes(passphrase.decrypt(sealed, words))
    except pyrage.DecryptError as error:
        raise CannotCarry(
            gettext_noop("this passphrase does not open the file, or the file is damaged")
        ) from error


def opened_by(identity: str, sealed: bytes) -> bytes:
    """With the text of a file of `age-keygen`. Raises CannotCarry."""
    lines = [line.strip() for line in identity.splitlines() if line.strip().startswith(AGE_KEY)]
    try:
        return bytes(pyrage.decrypt(sealed, [x25519.Identity.from_str(line) for line in lines]))
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise CannotCarry(
            gettext_noop("this age key does not open the file, or the file is damaged")
        ) from error


def write_new(path: Path, content: bytes) -> None:
    """A file for its owner alone. Raises FileExistsError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def take_in(folder: Path, content: bytes) -> Keyring:
    """Put keys from another machine of the same installation into `folder`; none that is there is lost. Raises
    CannotCarry."""
    try:
        brought: dict[str, Any] = json.loads(content)
        keyring.check(brought)
    except keyring.DAMAGE as error:
        raise CannotCarry(gettext_noop("there are no keys in this file")) from error
    return keyring.join(folder, brought, _joined)


def ring_in(content: bytes) -> Ring:
    """The one ring of a file of `keys export --ring`. Raises CannotCarry."""
    try:
        return rings.read_ring(json.loads(content)["ring"])
    except keyring.DAMAGE as error:
        raise CannotCarry(
            gettext_noop("there is no ring in this file (huaihai keys export --ring)")
        ) from error


def _joined(own: dict[str, Any], brought: dict[str, Any]) -> dict[str, Any]:
    try:
        if any(own[name] != brought[name] for name in ("indexing", "receipts")):
            raise ValueError("other keys")
        alliance = rings.joined(own, brought)
        here, there = own.get("cities", {}), brought.get("cities", {})
        both = {city: rings.joined(here[city], there[city]) for city in here.keys() & there}
    except ValueError as error:
        raise CannotCarry(
            gettext_noop("these are the keys of another installation; nothing was changed")
        ) from error
    finding = {**own.get("finding", {}), **brought.get("finding", {})}
    passport = list(dict.fromkeys([*own.get("passport", ()), *brought.get("passport", ())]))
    public = {**own["signature"]["public"], **brought["signature"]["public"]}
    return {
        **own,
        **brought,
        **alliance,
        "cities": {**here, **there, **both},
        "sealing_from": max(held.get("sealing_from", 0) for held in (own, brought)),
        "signature": {**brought["signature"], "public": public},
        **({"finding": finding} if finding else {}),
        **({"passport": passport} if passport else {}),
    }
