"""Messages and files on their way, sealed with age (age-encryption.org) for the installation that they are for."""

from collections.abc import Iterable

import pyrage
from pyrage import x25519

from huaihai.cases.passport.bad import Bad


def sealed(data: bytes, recipient: str) -> bytes:
    """For whoever has the secret half of this key (`age1…`). Raises Bad."""
    try:
        return bytes(pyrage.encrypt(data, [x25519.Recipient.from_str(recipient)]))
    except pyrage.RecipientError as error:
        raise Bad("bad_key") from error


def opened(data: bytes, identities: Iterable[str]) -> bytes:
    """With one of these secret keys (`AGE-SECRET-KEY-…`), the earlier ones too. Raises Bad."""
    try:
        return bytes(pyrage.decrypt(data, [x25519.Identity.from_str(one) for one in identities]))
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise Bad("not_sealed") from error
