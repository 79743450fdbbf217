"""Checking a file that the platform signed, or the signature beside one: everything is worked out again.

The signature beside a published file, of a test or of scores, is checked here too (docs/file-format.md).
Plain: no database and no secret is needed, only the files and the platform's public key.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from huaihai.governance import signed
from huaihai.governance.agreement import checking as agreement_checking
from huaihai.governance.resolutions import checking as resolutions_checking
from huaihai.governance.signed import (
    AGREEMENT,
    FORMAT,
    LARGEST,
    RESOLUTIONS,
    NotReadable,
    SignedFile,
    keys_from_pem,
    wrap,
)
from huaihai.kit.signing import verify

__all__ = [
    "FORMAT",
    "LARGEST",
    "Check",
    "NotReadable",
    "Subject",
    "all_fit",
    "check",
    "content_hash",
    "key_of",
    "keys_from_pem",
    "number_of",
    "problems",
    "subject_of",
    "wrap",
]

LONGEST_NAME = 120  # characters


@dataclass(frozen=True)
class Check:
    """One thing that was worked out again, and whether it fits. Not `is_possible`: files of an earlier format do not
    carry what is needed."""

    name: str
    label: Promise | str
    fits: bool
    is_possible: bool = True


@dataclass(frozen=True)
class Subject:
    """What the file says it is about: its format, and the number of a resolution or the key of a version."""

    format: str
    name: str

    @property
    def is_resolution(self) -> bool:
        """Whether it is about a resolution, not about the agreement."""
        return self.format in RESOLUTIONS

    def in_words(self) -> str:
        """Resolution 2026-1."""
        if self.is_resolution:
            return now("Resolution %(number)s") % {"number": self.name}
        return now("Version %(key)s of the agreement") % {"key": self.name}


def check(file: bytes, *, keys: Mapping[str, str]) -> list[Check]:
    """Work everything out again; `keys` are public keys by id, as PEM. Raises NotReadable."""
    held = signed.read(file)
    try:
        found = list(_worked_out(held.content))
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        raise NotReadable(_("Parts of this file are missing, or are not what they should be.")) from error
    return [*found, Check("signature", _("The platform signed exactly this content."), _signed(held, keys))]


def all_fit(found: list[Check]) -> bool:
    """Whether everything fits that can be checked."""
    return not any(problems(found))


def problems(found: list[Check]) -> Iterator[Check]:
    """What does not fit."""
    return (one for one in found if one.is_possible and not one.fits)


def subject_of(file: bytes) -> Subject:
    """What the file says it is about. Raises NotReadable."""
    content = signed.read(file).content
    name = content.get("key")
    if content["format"] in RESOLUTIONS:
        resolution = content.get("resolution")
        name = resolution.get("number") if isinstance(resolution, dict) else None
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise NotReadable(_("This file does not say what it is about."))
    return Subject(content["format"], name)


def number_of(file: bytes) -> str:
    """The number of the resolution that the file is about. Raises NotReadable."""
    subject = subject_of(file)
    if not subject.is_resolution:
        raise NotReadable(_("This file is not about a resolution."))
    return subject.name


def key_of(file: bytes) -> str:
    """The id of the key that is said to have signed it. Raises NotReadable."""
    return signed.read(file).key_id


def content_hash(file: bytes) -> str:
    """SHA-256 of the signed content. Raises NotReadable."""
    return hashlib.sha256(signed.read(file).canonical).hexdigest()


def _worked_out(content: Mapping[str, Any]) -> Iterator[Check]:
    kind = resolutions_checking if content["format"] in RESOLUTIONS else agreement_checking
    is_first = content["format"] not in (FORMAT, AGREEMENT)
    for name, label, test in kind.CHECKS:
        if is_first and name in kind.NOT_IN_FIRST:
            yield Check(name, label, fits=False, is_possible=False)
        else:
            yield Check(name, label, test(content))


def _signed(held: SignedFile, keys: Mapping[str, str]) -> bool:
    pem = keys.get(held.key_id)
    return pem is not None and verify(held.canonical, held.signature, pem)


FORMATS = frozenset({"huaihai-signature-1"})  # made by `record.signatures`
NAMES = frozenset({"format", "of", "name", "sha256", "signed_at"})


@dataclass(frozen=True)
class Beside:
    """What the signature says it is of, the key that is said to have made it, and what was checked."""

    name: str
    key_id: str
    checks: list[Check]


def check_beside(signature: bytes, *, sha256: str, keys: Mapping[str, str]) -> Beside:
    """Compare the signature with the SHA-256 of the file that lies beside it. Raises NotReadable."""
    held = signed.read(signature, FORMATS)
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
