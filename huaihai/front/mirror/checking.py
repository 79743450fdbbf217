"""Is this folder a true copy? Compares it with its manifest, and whatever in it is signed with the keys.

Plain: neither the settings nor a database, so that a library checks on any machine.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from django.utils.translation import gettext as _

from huaihai.front.mirror import manifest
from huaihai.front.mirror.manifest import Manifest, sha256_of
from huaihai.governance import verifying
from huaihai.kit import signing, speaking
from huaihai.kit.keyring import key_id_of
from huaihai.kit.refusals import Refusal, gettext_noop
from huaihai.record.log import notes

KEYS = "alliance/key.pem"  # of the site, as the copy has them
SIGNED_ALONE = re.compile(r"alliance/(?:resolutions|agreement)/[^/]+/file/index\.json")
BESIDE, OF = ".sig.json", ".json"

type Keys = Mapping[str, str]  # PEM by id


class NoMirror(Refusal):
    """There is nothing that could be checked."""


@dataclass
class Result:
    """What was found. `problems` are sentences; `signed` counts the published files whose signatures fit."""

    manifest: Manifest
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    signed: int = 0
    trusts_itself: bool = False

    @property
    def fits(self) -> bool:
        return not (self.missing or self.changed or self.added or self.problems)


def check(folder: Path, keys: Keys | None) -> Result:
    """Without keys those in the copy are taken, which proves only that it is whole. Raises NoMirror, NotReadable."""
    path = folder / manifest.FILE
    if not path.is_file():
        raise NoMirror(
            gettext_noop("there is no %(file)s in %(folder)s: this is no mirror"),
            file=manifest.FILE,
            folder=folder,
        )
    with path.open("rb") as lines:
        found = Result(manifest.read(lines), trusts_itself=keys is None)
    own = _own_keys(folder)
    trusted = own if keys is None else keys
    _files(folder, found)
    found.problems += _of_manifest(folder, trusted)
    found.problems += _of_checkpoint(found.manifest.about.checkpoint, trusted)
    _published(folder, found, {**own, **trusted})
    return found


def keys_of(text: str) -> Keys:
    """From public keys as PEM, or from one as the log spells it (NAME+ID+KEY). Raises NoMirror."""
    found = verifying.keys_from_pem(text)
    if not found and "+" in text:
        public = notes.Key.read(text).public
        pem = Ed25519PublicKey.from_public_bytes(public).public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        )
        found = {key_id_of(public): pem.decode()}
    if not found:
        raise NoMirror(gettext_noop("this is no public key: give a file with keys (PEM), or NAME+ID+KEY"))
    return found


def older_than(about: manifest.About, newest: str, keys: Keys | None) -> tuple[int, str]:
    """By how many entries of the log the copy is older than this checkpoint (a signed note), and what contradicts, ""
    if nothing does. Raises BadNote."""
    note = notes.read(newest)
    theirs = notes.Checkpoint.read(note.text)
    if keys is not None:
        note.among(_log_keys(theirs.origin, keys))
    if not about.checkpoint:
        return theirs.size, ""
    ours = notes.Checkpoint.read(notes.read(about.checkpoint).text)
    if ours.origin != theirs.origin:
        return 0, _("This is a checkpoint of another log: %s") % theirs.origin
    if ours.size == theirs.size and ours.root != theirs.root:
        return 0, _(
            "The site signed two logs of the same length that differ: keep both checkpoints, they are proof."
        )
    return theirs.size - ours.size, ""


def _own_keys(folder: Path) -> Keys:
    path = folder / KEYS
    return (
        verifying.keys_from_pem(path.read_text(encoding="utf-8", errors="replace")) if path.is_file() else {}
    )


def _files(folder: Path, found: Result) -> None:
    for name, entry in found.manifest.entries.items():
        path = folder / name
        if not path.is_file():
            found.missing.append(name)
        elif path.stat().st_size != entry.size or sha256_of(path) != entry.sha256:
            found.changed.append(name)
    known = found.manifest.entries.keys() | manifest.OWN
    there = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    found.added += sorted(name for name in there if name not in known)


def _of_manifest(folder: Path, keys: Keys) -> Iterator[str]:
    path = folder / manifest.SIGNATURE
    if not path.is_file():
        yield _("The list of files is not signed: %s is missing.") % manifest.SIGNATURE
        return
    try:
        beside = verifying.check_beside(
            path.read_bytes(), sha256=sha256_of(folder / manifest.FILE), keys=keys
        )
    except verifying.NotReadable as error:
        yield f"{manifest.SIGNATURE}: {error}"
        return
    if beside.key_id not in keys:
        yield _("The list of files is signed with another key: %s.") % beside.key_id
    elif not verifying.all_fit(beside.checks):
        yield _("The list of files was changed after the site signed it.")


def _of_checkpoint(text: str, keys: Keys) -> Iterator[str]:
    if not text:
        return
    try:
        note = notes.read(text)
        note.among(_log_keys(notes.Checkpoint.read(note.text).origin, keys))
    except notes.BadNote as error:
        yield _("The checkpoint in the list does not fit: %s") % speaking.in_words(error)


def _log_keys(name: str, keys: Keys) -> list[notes.Key]:
    found = (load_pem_public_key(pem.encode()) for pem in keys.values())
    return [
        notes.Key(name, notes.SIGNATURE, key.public_bytes_raw())
        for key in found
        if isinstance(key, Ed25519PublicKey)
    ]


def _published(folder: Path, found: Result, keys: Keys) -> None:
    """Files that the site signed when it published them."""
    for name in found.manifest.entries:
        if name.endswith(BESIDE):
            fits = _fits_beside(folder, name, found.manifest, keys)
        elif SIGNED_ALONE.fullmatch(name):
            fits = _fits_alone(folder / name, keys)
        else:
            continue
        if fits:
            found.signed += 1
        elif fits is not None:
            found.problems.append(_("%s: the signature does not fit.") % name)


def _fits_beside(folder: Path, name: str, held: Manifest, keys: Keys) -> bool | None:
    """None if it is no signature of a file that was copied."""
    of = name.removesuffix(BESIDE) + OF
    if of not in held.entries or not (folder / of).is_file() or not (folder / name).is_file():
        return None
    raw = (folder / name).read_bytes()
    try:
        beside = json.loads(raw)
        if "content" not in beside:  # a release of statistics
            body, value, pem = (folder / of).read_bytes(), beside["signature"], keys[beside["key"]]
            return signing.verify(body, value, pem)
        checks = verifying.check_beside(raw, sha256=sha256_of(folder / of), keys=keys).checks
    except (ValueError, TypeError, KeyError):
        return False
    return verifying.all_fit(checks)


def _fits_alone(path: Path, keys: Keys) -> bool | None:
    if not path.is_file():
        return None
    try:
        return verifying.all_fit(verifying.check(path.read_bytes(), keys=keys))
    except verifying.NotReadable:
        return False
