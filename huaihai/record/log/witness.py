"""A witness of another's log: fetches its head, checks that it holds all that it saw before, keeps it, cosigns it.

Runs on any machine with Python, beside no database. Its folder holds its own key and the log's; below `public`, the
last head it saw, under the address at which C2SP wants a witness to serve it (tlog-witness: the SHA-256 of the log's
name), so that any web server can show `public` as it is.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huaihai.kit.refusals import Refusal
from huaihai.kit.refusals import gettext_noop as _
from huaihai.record.log import notes, tree
from huaihai.record.log.notes import BadNote, Checkpoint, Key, Note
from huaihai.record.log.tiles import Tiles, hashes_of, path_of

OWN_KEY, NAME, LOG_KEY, PUBLIC, HEAD = "witness.key", "witness.name", "log.vkey", "public", "checkpoint"
BINARY = getattr(os, "O_BINARY", 0)  # Windows would change line ends

# Fetches what stands at this place of the log: OSError if it does not answer, LookupError if nothing is there.
type Fetch = Callable[[str], bytes]


class NotSetUp(Refusal):
    """Something must be given first."""


class Contradiction(Refusal):
    """The log is no longer what it was."""


@dataclass(frozen=True)
class Seen:
    """What a look at the log found: its head, and how many leaves the one before had (None: this is the first)."""

    head: Checkpoint
    before: int | None
    note: Note


class Witness:
    """One who looks at one log, with a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def set_up(self, *, name: str | None, log_key: str | None) -> Key:
        """Make what is missing in the folder; returns the witness's public key. Raises NotSetUp, BadNote."""
        self._folder.mkdir(parents=True, exist_ok=True)
        if log_key:
            _write(self._folder / LOG_KEY, f"{Key.read(log_key).vkey}\n".encode())
        if not (self._folder / LOG_KEY).exists():
            raise NotSetUp(
                _("give the key of the log once: --key, as its operator told you, not as the log itself says")
            )
        if not (self._folder / OWN_KEY).exists():
            if not name or not notes.is_name(name):
                raise NotSetUp(
                    _("give the witness a name once: --name, such as xuzhou.example/witness, without spaces")
                )
            _write(self._folder / NAME, name.encode())
            _write(self._folder / OWN_KEY, Ed25519PrivateKey.generate().private_bytes_raw())
        return Key.of(self._name(), notes.COSIGNATURE, self._private())

    def look(self, fetch: Fetch, *, at: int) -> Seen:
        """Fetch the head, hold it against the one before, keep it cosigned. Raises OSError or LookupError where the log
        does not answer, BadNote for what is no head of it, Contradiction where it is no longer what it was."""
        note = notes.read(fetch(HEAD).decode(errors="replace"))
        key = note.among([Key.read((self._folder / LOG_KEY).read_text(encoding="utf-8"))])
        own = note.signed_by(key)
        head = Checkpoint.read(note.text)
        if own is None or head.origin != key.name:
            raise BadNote(_("this is not a head of %(name)s"), name=key.name)
        with _alone(self._folder):
            before = self._before(head.origin)
            if before:
                self._compare(before, head, note, fetch)
            cosigned = Note(note.text, (own, notes.cosign(note.text, self._name(), self._private(), at=at)))
            _write(self._place(head.origin), cosigned.written.encode())
        return Seen(head, before.size if before else None, cosigned)

    def begin_anew(self) -> list[Path]:
        """Set aside what was seen, so that the next look is the first one; returns the files."""
        aside = []
        for held in sorted((self._folder / PUBLIC).glob(f"*/{HEAD}")):
            size = Checkpoint.read(notes.read(held.read_text(encoding="utf-8")).text).size
            aside.append(held.rename(held.with_name(f"{HEAD}-{size}")))
        return aside

    def _compare(self, before: Checkpoint, head: Checkpoint, note: Note, fetch: Fetch) -> None:
        try:
            found = _found(before, head, fetch)
        except LookupError:
            found = Refusal(_("it cannot show the hashes that prove that it holds what it held"))
        if found:
            kept = self._place(head.origin).with_name(f"contradiction-{head.size}-{head.root.hex()[:8]}")
            _write(kept, note.written.encode())
            words = _("%(found)s; keep %(file)s and the checkpoint beside it, both are signed by the log")
            raise Contradiction(words, found=found, file=kept)

    def _before(self, origin: str) -> Checkpoint | None:
        held = self._place(origin)
        if not held.exists():
            return None
        note = notes.read(held.read_text(encoding="utf-8"))
        if not note.signed_by(Key.of(self._name(), notes.COSIGNATURE, self._private())):
            raise BadNote(_("%(file)s is not what this witness kept"), file=held)
        return Checkpoint.read(note.text)

    def _place(self, origin: str) -> Path:
        return self._folder / PUBLIC / hashlib.sha256(origin.encode()).hexdigest() / HEAD

    def _name(self) -> str:
        return (self._folder / NAME).read_text(encoding="utf-8")

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes((self._folder / OWN_KEY).read_bytes())


def _found(before: Checkpoint, head: Checkpoint, fetch: Fetch) -> Refusal | None:
    """What is wrong; None if all that was there is there. Raises LookupError where the log lacks a hash."""
    if head.size < before.size:
        words = _("the log has %(n)d leaves and had %(before)d when this witness last looked")
        return Refusal(words, n=head.size, before=before.size)

    def tile(level: int, number: int, width: int) -> list[bytes]:
        return hashes_of(fetch(path_of(level, number, width)), width)

    proof = tree.consistency(before.size, head.size, Tiles(head.size, tile))
    if not tree.is_consistent(before.size, head.size, proof, before.root, head.root):
        return Refusal(_("the first %(n)d leaves are no longer those that this witness saw"), n=before.size)
    return None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One look at a time; where the system has no such locks (Windows), whoever plans the task sees to that."""
    with (folder / ".lock").open("ab") as held:
        if find_spec("fcntl"):
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, and on the disk before anything is said of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    mode = 0o600 if path.name == OWN_KEY else 0o644
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    if not hasattr(os, "O_DIRECTORY"):  # Windows
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
