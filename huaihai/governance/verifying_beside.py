"""Checking the signature beside a file that the platform published: a test, a file of scores (docs/file-format.md).

Plain: no database and no secret is needed, only both files and the platform's public key.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huaihai.governance import signed_file
from huaihai.governance.verifying import Check, NotReadable
from huaihai.kit.signing import verify

FORMATS = frozenset({"huaihai-signature-1"})  # made by `record.signatures`
NAMES = frozenset({"format", "of", "name", "sha256", "signed_at"})


@dataclass(frozen=True)
class Beside:
    """What the signature says it is of, the key that is said to have made it, and what was checked."""

    name: str
    key_id: str
    checks: list[Check]


def check(signature: bytes, *, sha256: str, keys: Mapping[str, str]) -> Beside:
    """Compare the signature with the SHA-256 of the file that lies beside it. Raises NotReadable."""
    held = signed_file.read(signature, FORMATS)
    name = held.content.get("name")
    if set(held.content) != NAMES or not isinstance(name, str) or not name.isprintable() or len(name) > 120:
        raise NotReadable(_("This is not a file that the alliance signed, or it was damaged on its way."))
    pem = keys.get(held.key_id)
    return Beside(
        name,
        held.key_id,
        [
            Check("file", _("This is the very file that was signed."), held.content["sha256"] == sha256),
            Check(
                "signature",
                _("The platform signed exactly this content."),
                pem is not None and verify(held.canonical, held.signature, pem),
            ),
        ],
    )
