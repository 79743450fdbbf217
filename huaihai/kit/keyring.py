"""Keys, made at first start in the `var` folder and read by its owner only.

Plain Python: the settings read it before Django is there.
"""

import base64
import fcntl
import hashlib
import json
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huaihai.kit.keys import rings
from huaihai.kit.keys.rings import ALLIANCE, Ring
from huaihai.kit.refusals import Refusal
from huaihai.kit.refusals import gettext_noop as _

FILE = "keys.json"
DAMAGE = (AttributeError, LookupError, TypeError, ValueError)  # what keys raise that are none
ROOT = Path(__file__).resolve().parents[2]
KEPT_AFTER_USE = timedelta(
    days=1
).total_seconds()  # an old sealing key: longer than any transaction, and any page of staff
DEMO_KEY = "01400bce9447df97"  # of demo_keys.json, which everybody holds: its signatures prove nothing


@dataclass(frozen=True)
class Keyring:
    """Keys for sessions, sealing fields, blind indexes, receipt codes and signatures under documents.

    `sealing` is the alliance's ring, `cities` has one for each city by its code. Old public keys (`signature_public`,
    id to PEM) stay known, so that what was signed before a rotation can still be checked. `signature_key` is the 32
    bytes of the present Ed25519 private key, whose id is `signature_current`.
    """

    signing: str
    sealing_current: str
    sealing: dict[str, bytes]
    indexing: bytes
    receipts: bytes
    signature_current: str
    signature_key: bytes
    signature_public: dict[str, str]
    finding: dict[str, bytes] = field(
        default_factory=dict
    )  # of blind indexes, if they got a key of their own
    cities: dict[str, Ring] = field(default_factory=dict)
    passport: tuple[
        bytes, ...
    ] = ()  # X25519: opens what other installations seal for this one, the newest last
    file: Path | None = field(default=None, compare=False)  # from which it was read
    stamp: "Stamp" = field(default=(), compare=False)  # of that file

    @cached_property
    def rings(self) -> dict[str, Ring]:
        """All rings by their name, that of the alliance first."""
        return {ALLIANCE: Ring(self.sealing_current, self.sealing), **self.cities}

    @cached_property
    def opening(self) -> dict[str, bytes]:
        """Every key that seals or did, by its name, of whatever ring."""
        return {name: key for ring in self.rings.values() for name, key in ring.keys.items()}

    @property
    def old(self) -> list[str]:
        """Sealing keys of all rings that were used before the current ones."""
        return [name for ring in self.rings.values() for name in ring.old]

    @property
    def finding_key(self) -> bytes:
        """By which the blind indexes of sealed fields are made: the last one."""
        return next(reversed(self.finding.values()), self.indexing)


type Stamp = tuple[int, ...]


class Unusable(SystemExit):
    """The keys are not there, damaged or others than those of the database. Nothing may go on without them: any
    program ends, with one line that says what is wrong, where, and what to do."""

    def __init__(self, text: str, /, **values: object) -> None:
        self.why = Refusal(text, **values)
        super().__init__(f"huaihai: {self.why}")


def folder() -> Path:
    """Where the keys of this installation are, with all else that it keeps."""
    return Path(os.environ.get("HUAIHAI_VAR") or ROOT / "var").resolve()


def load_or_create(folder: Path, cities: Iterable[str] = ()) -> Keyring:
    """The keys in `folder/keys.json`; made there, mode 0600, if the file, a key or the ring of a city is missing."""
    path = folder / FILE
    if not path.exists():
        _create(path)
    try:
        stamp = _stamp(path)  # if the file is replaced right now, it is read once more
        held = _read(path)
        if "signature" not in held:  # an installation made before documents were signed
            _opened(_with_first_signature(held))  # damaged keys stay as they are
            held = _change(path, _with_first_signature)
        if not held.get("passport"):
            _opened(held)
            held = _change(path, _with_first_passport)
        if missing := [city for city in cities if city not in held.get("cities", {})]:
            _opened(held)
            held = _change(path, lambda held: rings.with_cities(held, missing))
        return replace(_opened(held), file=path, stamp=stamp)
    except PermissionError as error:
        raise Unusable(
            _("cannot read the keys in %(file)s: give the file to the user of the service"), file=path
        ) from error
    except DAMAGE as error:
        raise Unusable(
            _("the keys in %(file)s are damaged: put the file from your backup there"), file=path
        ) from error


def changed_since(ring: Keyring) -> Keyring | None:
    """The ring as its file has it now; None if the file is the same, or cannot be used."""
    try:
        if ring.file is None or (stamp := _stamp(ring.file)) == ring.stamp:
            return None
        return replace(_opened(_read(ring.file)), file=ring.file, stamp=stamp)
    except (OSError, *DAMAGE):  # what was read is still good; the next start says what is wrong
        return None


def throwaway() -> Keyring:
    """Keys that open nothing and are kept nowhere, for whoever checks with public keys alone."""
    with tempfile.TemporaryDirectory() as folder:
        return load_or_create(Path(folder))


def rotate_signature(folder: Path) -> Keyring:
    """From now on documents are signed with a new key. The old private key is gone; its public half stays.

    Running processes go on with the key they read until they are started again.
    """
    return _opened(_change(folder / FILE, _with_new_signature))


def prepare_sealing(folder: Path, ring: str | None = None) -> Keyring:
    """A new sealing key in this ring (else in all), not used yet, unless one waits already: so that other machines can
    have it first."""
    return _opened(_change(folder / FILE, lambda held: rings.in_rings(held, ring, rings.with_waiting_key)))


def rotate_sealing(folder: Path, ring: str | None = None) -> Keyring:
    """From now on things are sealed with the key that waited in this ring (else in all), or with a new one. Old ones
    stay readable."""

    def change(held: dict[str, Any]) -> dict[str, Any]:
        return {**rings.in_rings(held, ring, rings.with_waiting_key_in_use), "sealing_from": int(time.time())}

    return _opened(_change(folder / FILE, change))


def rotate_finding(folder: Path) -> Keyring:
    """From now on blind indexes are made with a new key; those that are there must be made anew."""
    return _opened(_change(folder / FILE, _with_new_finding))


def rotate_passport(folder: Path) -> Keyring:
    """From now on other installations seal for a new key; the one before still opens, an older one goes."""
    return _opened(_change(folder / FILE, _with_new_passport))


def may_forget_from(folder: Path) -> float:
    """When (seconds since 1970) the sealing keys before the current one may be removed, once nothing is sealed with
    them. By the machine's clock, since a demo's day may jump."""
    return float(_read(folder / FILE).get("sealing_from", 0)) + KEPT_AFTER_USE


def forget_old(folder: Path) -> Keyring:
    """Remove the sealing keys before the current ones, and old keys of blind indexes. Whatever is still sealed with
    them is lost."""

    def change(held: dict[str, Any]) -> dict[str, Any]:
        finding = dict(list(held.get("finding", {}).items())[-1:])
        return {**rings.in_rings(held, None, rings.without_old), **({"finding": finding} if finding else {})}

    return _opened(_change(folder / FILE, change))


def retire_ring(folder: Path, city: str) -> list[str]:
    """From now on what belongs to this city is sealed for the alliance; its keys only open. Their names."""
    return list(
        _change(folder / FILE, lambda held: rings.retired(held, city)).get("retired", {}).get(city, [])
    )


def destroy_retired(folder: Path, city: str) -> Keyring:
    """The keys of a city that was retired are gone: what is still sealed with them is lost, in every backup, too."""
    return _opened(_change(folder / FILE, lambda held: rings.without_retired(held, city)))


def check(keys: dict[str, Any]) -> None:
    """Raises an error of the language if something is not there, or is no key."""
    _opened(keys)


def join(
    folder: Path, brought: dict[str, Any], join: Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]]
) -> Keyring:
    """Put keys from elsewhere into `folder`, joined with those that are there."""
    path = folder / FILE
    if not path.exists():
        _first(path, brought)
        return load_or_create(folder)
    return _opened(_change(path, lambda held: join(held, brought)))


def same(folder: Path, content: bytes) -> bool:
    """Whether these are the keys in `folder`."""
    return bool(_read(folder / FILE) == json.loads(content))


def ring_alone(folder: Path, name: str) -> dict[str, Any]:
    """One ring, for whoever is to open with it what is its own, and nothing else. Raises KeyError."""
    held = _read(folder / FILE)
    found = held if name == ALLIANCE else held["cities"][name]
    return {"name": name, "ring": {part: found[part] for part in ("sealing_current", "sealing")}}


def set_recovery(folder: Path, recipient: str) -> None:
    """From now on whatever changes is written for the owners of the shares, too (`kit.keys.recovery`)."""
    _change(folder / FILE, lambda held: {**held, "recovery": recipient})


def key_id_of(public: bytes) -> str:
    """The short name of a public key (its 32 bytes): the beginning of its SHA-256. The demo's key says what it is."""
    name = hashlib.sha256(public).hexdigest()[:16]
    return f"demo-{name[:11]}" if name == DEMO_KEY else name


def _opened(held: dict[str, Any]) -> Keyring:
    """Raises an error of the language if a key is not there, or is none."""
    signature = held["signature"]
    sealing = rings.read_ring(held)
    return Keyring(
        signing=held["signing"],
        sealing_current=sealing.current,
        sealing=dict(sealing.keys),
        cities={city: rings.read_ring(ring) for city, ring in held.get("cities", {}).items()},
        indexing=rings.key_from(held["indexing"]),
        receipts=rings.key_from(held["receipts"]),
        signature_current=signature["current"],
        signature_key=rings.key_from(signature["key"]),
        signature_public=dict(signature["public"]),
        finding={name: rings.key_from(key) for name, key in held.get("finding", {}).items()},
        passport=tuple(rings.key_from(key) for key in held.get("passport", ())),
    )


def _create(path: Path) -> None:
    keys = {
        "signing": secrets.token_urlsafe(48),
        "sealing_current": "k1",
        "sealing": {"k1": rings.new_key()},
        "indexing": rings.new_key(),
        "receipts": rings.new_key(),
    }
    _first(path, _with_first_passport(_with_first_signature(keys)))


def _first(path: Path, keys: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = _draft(path, json.dumps(keys, indent=1).encode())
    _give(draft, path.parent)
    try:
        os.link(draft, path)  # two processes starting together: the first one's keys count
    except FileExistsError:
        pass
    finally:
        draft.unlink()
        _keep_names(path.parent)


def _change(path: Path, change: Any) -> dict[str, Any]:
    """Put changed keys in the place of the old ones, whole or not at all; what is in the file stays in it."""
    with _alone(path):
        held = _read(path)
        changed: dict[str, Any] = change(held)
        if changed != held:
            put(path, json.dumps(changed, indent=1).encode())
            if recipient := changed.get("recovery"):
                from huaihai.kit.keys import recovery  # here alone are its libraries needed

                recovery.write(path.parent, recipient, changed)
    return changed


def put(path: Path, content: bytes) -> None:
    """A file in the place of the one before, whole or not at all, for the user of the service alone."""
    draft = _draft(path, content)
    _give(draft, path if path.exists() else path.parent)
    draft.replace(path)
    _keep_names(path.parent)


def _give(draft: Path, like: Path) -> None:
    """Root ran a command; the service must read on."""
    owner = like.stat()
    if (owner.st_uid, owner.st_gid) != (os.getuid(), os.getgid()):
        os.chown(draft, owner.st_uid, owner.st_gid)


def _stamp(path: Path) -> Stamp:
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


def _keep_names(folder: Path) -> None:
    """Bring the folder's names to the disk: without it a power cut may leave the old file, or none."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the file's lock. The file may have been replaced while we waited: then wait for the new one."""
    while True:
        with path.open("r+b") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            if os.path.samestat(os.fstat(held.fileno()), path.stat()):
                yield
                return


def _read(path: Path) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return held


def _draft(path: Path, content: bytes) -> Path:
    """A file beside `path`, on the disk, mode 0600."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix="keys.")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _with_first_signature(keys: dict[str, Any]) -> dict[str, Any]:
    return keys if "signature" in keys else _with_new_signature(keys)


def _with_new_signature(keys: dict[str, Any]) -> dict[str, Any]:
    key = Ed25519PrivateKey.generate()
    public = key.public_key()
    pem = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()
    key_id = key_id_of(public.public_bytes_raw())
    known = keys.get("signature", {}).get("public", {})
    signature = {
        "current": key_id,
        "key": base64.b64encode(key.private_bytes_raw()).decode(),
        "public": {**known, key_id: pem},
    }
    return {**keys, "signature": signature}


def _with_first_passport(keys: dict[str, Any]) -> dict[str, Any]:
    return {**keys, "passport": keys.get("passport") or [rings.new_key()]}


def _with_new_passport(keys: dict[str, Any]) -> dict[str, Any]:
    return {**keys, "passport": [*keys.get("passport", ())[-1:], rings.new_key()]}


def _with_new_finding(keys: dict[str, Any]) -> dict[str, Any]:
    now = int(time.time())
    return {**keys, "finding": {**keys.get("finding", {}), **rings.named_key("f")}, "sealing_from": now}
