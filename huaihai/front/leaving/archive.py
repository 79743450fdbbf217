"""The file in which a city leaves: a tar, sealed with age. Its parts, their fingerprints, the root over them, and the
signature; reading one says in words what is wrong with it.

    tables/<table>.jsonl   rows, the names of their columns first
    files/<name>           stored files, as they were handed in or are shown
    proofs/…               that the events stood in the log of who made it
    manifest.json          what there must be, and who made it
    manifest.sig.json      its signature

The content (tables and files) is the same wherever it is written; so is the root.
"""

import hashlib
import json
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final, Self

import pyrage
from pyrage import x25519

from huaihai.kit import signing
from huaihai.kit.canonical import canonical, digest
from huaihai.kit.filestore import sealed as store
from huaihai.kit.keys.carrying import AGE_KEY, CannotCarry
from huaihai.kit.refusals import gettext_noop as _

FORMAT: Final = "huaihai-leaving/1"
TABLES, FILES, PROOFS = "tables/", "files/", "proofs/"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig.json"
ENDING: Final = ".jsonl"
PIECE: Final = 1024 * 1024
MOST_SAID: Final = 64 * 1024 * 1024  # bytes of a manifest

type Manifest = dict[str, Any]


@dataclass
class Writing:
    """An archive on its way. Parts come in the order of their names, so that the same content is the same tar."""

    tar: tarfile.TarFile
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    proofs: dict[str, dict[str, Any]] = field(default_factory=dict)

    def put(self, name: str, pieces: Iterable[bytes]) -> dict[str, Any]:
        """One part, and what the manifest says of it; none without contents."""
        said, size, lines = hashlib.sha256(), 0, 0
        with tempfile.TemporaryFile(dir=store.folder()) as held:
            for piece in pieces:
                said.update(piece)
                size += len(piece)
                lines += piece.count(b"\n")
                held.write(piece)
            if not size:
                return {}
            held.seek(0)
            head = tarfile.TarInfo(name)
            head.size, head.mode = size, 0o600
            self.tar.addfile(head, held)
        return {"sha256": said.hexdigest(), "size": size, "lines": lines}

    def table(self, name: str, lines: Iterable[bytes]) -> None:
        if said := self.put(f"{TABLES}{name}{ENDING}", lines):
            self.tables[name] = {"rows": said["lines"] - 1, "sha256": said["sha256"]}

    def file(self, name: str, pieces: Iterable[bytes]) -> None:
        if said := self.put(f"{FILES}{name}", pieces):
            self.files[name] = {"size": said["size"], "sha256": said["sha256"]}

    def proof(self, name: str, pieces: Iterable[bytes]) -> None:
        if said := self.put(f"{PROOFS}{name}", pieces):
            self.proofs[name] = {"sha256": said["sha256"]}

    def end(self, about: dict[str, Any]) -> Manifest:
        """Write the manifest with what else it says, and its signature."""
        manifest = {
            "format": FORMAT,
            "root": root(self.tables, self.files),
            "tables": self.tables,
            "files": self.files,
            "proofs": self.proofs,
            **about,
        }
        content = canonical(manifest)
        signed = signing.sign(content)
        self.put(MANIFEST, [content])
        self.put(SIGNATURE, [canonical({"key_id": signed.key_id, "value": signed.value})])
        return manifest


def root(tables: dict[str, Any], files: dict[str, Any]) -> str:
    """One fingerprint over the content."""
    return digest({"format": FORMAT, "tables": tables, "files": files})


@contextmanager
def writing(path: Path, recipient: str) -> Iterator[Writing]:
    """A new file for whoever has the other half of this age key; none if the block fails. Raises CannotCarry,
    FileExistsError."""
    try:
        key = x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise CannotCarry(_("%(key)s is no age key: it begins with age1"), key=recipient) from error
    with path.open("xb") as target:
        path.chmod(0o600)
        try:
            with tempfile.TemporaryFile(dir=store.folder()) as held:
                with tarfile.open(fileobj=held, mode="w", format=tarfile.PAX_FORMAT) as tar:
                    yield Writing(tar)
                held.seek(0)
                pyrage.encrypt_io(held, target, [key])
        except BaseException:
            path.unlink(missing_ok=True)
            raise


@dataclass
class Reading:
    """An opened archive whose parts are those that its signed manifest names."""

    tar: tarfile.TarFile
    manifest: Manifest
    members: dict[str, tarfile.TarInfo]
    key_id: str

    @classmethod
    def of(cls, tar: tarfile.TarFile) -> Self:
        """Everything but the contents of the parts is looked at. Raises CannotCarry."""
        members: dict[str, tarfile.TarInfo] = {}
        for one in tar:
            if not one.isreg() or one.name in members:
                raise _altered(one.name)
            members[one.name] = one
        content = _small(tar, members, MANIFEST)
        manifest = _json(content, MANIFEST)
        if manifest.get("format") != FORMAT:
            words = _("the archive is of another format (%(found)s); this version reads %(format)s")
            raise CannotCarry(words, found=str(manifest.get("format"))[:60], format=FORMAT)
        signature = _json(_small(tar, members, SIGNATURE), SIGNATURE)
        try:
            maker = manifest["maker"]["keys"]
            key_id, value = str(signature.get("key_id")), str(signature.get("value"))
            genuine = signing.is_genuine(content, key_id=key_id, value=value, keys=maker)
            parts = {
                MANIFEST,
                SIGNATURE,
                *(f"{TABLES}{one}{ENDING}" for one in manifest["tables"]),
                *(f"{FILES}{one}" for one in manifest["files"]),
                *(f"{PROOFS}{one}" for one in manifest["proofs"]),
            }
            whole = root(manifest["tables"], manifest["files"])
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise _altered(MANIFEST) from error
        if not genuine:
            raise CannotCarry(_("the signature does not fit the manifest: the archive was altered"))
        if not all(map(store.is_name, manifest["files"])):
            raise _altered(MANIFEST)
        if whole != manifest.get("root"):
            raise CannotCarry(_("the root does not fit the parts that the manifest names"))
        for name in sorted(parts ^ members.keys()):
            words = _("%(part)s is missing") if name in parts else _("%(part)s is not named in the manifest")
            raise CannotCarry(words, part=name)
        return cls(tar, manifest, members, key_id)

    def check(self) -> None:
        """Every part has the contents that the manifest names. Raises CannotCarry."""
        for folder, ending, said in (
            (TABLES, ENDING, self.manifest["tables"]),
            (FILES, "", self.manifest["files"]),
            (PROOFS, "", self.manifest["proofs"]),
        ):
            for name, about in said.items():
                part = f"{folder}{name}{ending}"
                is_original = folder == FILES and "." not in name  # named by its contents
                if _sha256(self.pieces(part)) != about.get("sha256") or (
                    is_original and name != about["sha256"]
                ):
                    raise _altered(part)

    def rows(self, table: str) -> Iterator[Any]:
        """The lines of a table: its columns, then its rows. Raises CannotCarry."""
        yield from self.lines(f"{TABLES}{table}{ENDING}")

    def lines(self, part: str) -> Iterator[Any]:
        """Each is a list. Raises CannotCarry."""
        for text in self.open(part):
            yield _json(text, part, kind=list)

    def pieces(self, part: str) -> Iterator[bytes]:
        file = self.open(part)
        while piece := file.read(PIECE):
            yield piece

    def open(self, part: str) -> IO[bytes]:
        found = self.tar.extractfile(self.members[part])
        if found is None:
            raise _altered(part)
        return found


@contextmanager
def reading(path: Path, identity: str) -> Iterator[Reading]:
    """The archive, opened with the text of a file of `age-keygen`. Raises CannotCarry, OSError."""
    keys = [one.strip() for one in identity.splitlines() if one.strip().startswith(AGE_KEY)]
    with path.open("rb") as source, tempfile.TemporaryFile(dir=store.folder()) as held:
        try:
            pyrage.decrypt_io(source, held, [x25519.Identity.from_str(one) for one in keys])
        except (pyrage.DecryptError, pyrage.IdentityError, OSError) as error:
            if isinstance(error, OSError) and error.errno:  # of the disk, not of what it holds
                raise
            words = _("it does not open: it is not for here, or was not copied whole; copy it once more")
            raise CannotCarry(words) from error
        held.seek(0)
        try:
            with tarfile.open(fileobj=held, mode="r:") as tar:
                yield Reading.of(tar)
        except tarfile.TarError as error:
            raise CannotCarry(_("what is in the file is no archive of a city, or is damaged")) from error


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sha256(pieces: Iterable[bytes]) -> str:
    said = hashlib.sha256()
    for piece in pieces:
        said.update(piece)
    return said.hexdigest()


def _small(tar: tarfile.TarFile, members: dict[str, tarfile.TarInfo], name: str) -> bytes:
    held = members.get(name)
    file = tar.extractfile(held) if held and held.size <= MOST_SAID else None
    if file is None:
        raise CannotCarry(_("%(part)s is missing"), part=name)
    return file.read()


def _json(text: bytes, part: str, kind: type = dict) -> Any:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise _altered(part) from error
    if not isinstance(found, kind):
        raise _altered(part)
    return found


def _altered(part: str) -> CannotCarry:
    return CannotCarry(_("%(part)s was altered or damaged"), part=part)
