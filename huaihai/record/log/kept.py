"""The log as the database keeps it: its hashes, its head, its name and keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings

from huaihai.kit import signing
from huaihai.record.log import leaves, notes, tree
from huaihai.record.log.notes import Checkpoint, Key, Note
from huaihai.record.log.tiles import Tiles
from huaihai.record.models import LogHead, LogLeaf, LogTile, LogWitness

PLACE = "alliance/log"  # where it is served; part of the name under which others know it


@dataclass(frozen=True)
class Head:
    """The newest checkpoint. While many events wait, there are more leaves already than it says."""

    checkpoint: Checkpoint
    note: Note
    signed_at: datetime | None

    @property
    def origin(self) -> str:
        return self.checkpoint.origin

    @property
    def size(self) -> int:
        return self.checkpoint.size


def head() -> Head | None:
    """None before the first one."""
    row = LogHead.objects.filter(pk=LogHead.ONE).exclude(checkpoint="").first()
    if row is None:
        return None
    note = notes.read(row.checkpoint)
    return Head(Checkpoint.read(note.text), note, row.signed_at)


def cosigned(newest: Head) -> Note:
    """The newest checkpoint with the cosignatures of exactly this one."""
    note = newest.note
    for row in LogWitness.objects.filter(size=newest.size).exclude(checkpoint=""):
        theirs = notes.read(row.checkpoint)
        note = note.with_line(theirs.signatures[-1]) if theirs.text == note.text else note
    return note


def tile(level: int, number: int, width: int) -> Sequence[bytes]:
    """So many hashes of a tile, fewer if there are not so many."""
    first = number * tree.WIDTH
    span = {"number__gte": first, "number__lt": first + width}
    of_leaves = LogLeaf.objects.filter(**span).order_by("number").values_list("leaf_hash", flat=True)
    of_tiles = (
        LogTile.objects.filter(level=level - 1, **span).order_by("number").values_list("hash", flat=True)
    )
    return [bytes.fromhex(one) for one in (of_tiles if level else of_leaves)]


def reader(size: int) -> Tiles:
    """The hashes of the first `size` leaves. What is missing raises LookupError where it is needed."""
    return Tiles(size, tile)


def hash_of(leaf: LogLeaf) -> str:
    """The hash of what the row says, whatever stands in it as its hash."""
    return tree.of_leaf(data_of(leaf)).hex()


def data_of(leaf: LogLeaf) -> bytes:
    """What is hashed."""
    return leaves.data(
        subject=leaf.subject,
        event_number=leaf.event_number,
        event_hash=leaf.event_hash,
        rows=leaf.rows,
        salt=leaf.salt,
    )


def root(size: int) -> bytes:
    """The hash over the first `size` leaves. Raises LookupError if they are not all there."""
    return tree.root(size, reader(size))


def origin() -> str:
    """The name of a log that begins here and now."""
    where = urlsplit(settings.SITE_URL or settings.SERVED_AT)
    return f"{where.netloc}/{PLACE}"


def signed(checkpoint: Checkpoint) -> Note:
    """With the platform's signature."""
    private = Ed25519PrivateKey.from_private_bytes(settings.KEYRING.signature_key)
    return Note(checkpoint.text, (notes.sign(checkpoint.text, checkpoint.origin, private),))


def keys(name: str) -> list[Key]:
    """The platform's public keys under the log's name, the present one first, then those that sign no more."""
    private = Ed25519PrivateKey.from_private_bytes(settings.KEYRING.signature_key)
    present = Key.of(name, notes.SIGNATURE, private)
    found = [Key(name, notes.SIGNATURE, _raw(pem)) for pem in signing.public_keys().values()]
    return [present, *(key for key in found if key != present)]


def _raw(pem: str) -> bytes:
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("documents are signed with Ed25519")
    return key.public_bytes_raw()
