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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FILE = "keys.json"
KEY_BYTES = 32
DEMO_KEY = "01400bce9447df97"  # of demo_keys.json, which everybody holds: its signatures prove nothing


@dataclass(frozen=True)
class Keyring:
    """Keys for sessions, sealing fields, blind indexes, receipt codes and signatures under documents.

    Old sealing keys stay readable, and old public keys (`signature_public`, id to PEM) stay known, so that
    what was signed before a rotation can still be checked. `signature_key` is the 32 bytes of the present
    Ed25519 private key, whose id is `signature_current`.
    """

    signing: str
    sealing_current: str
    sealing: dict[str, bytes]
    indexing: bytes
    receipts: bytes
    signature_current: str
    signature_key: bytes
    signature_public: dict[str, str]


class Unusable(SystemExit):
    """The keys are not there, damaged or others than those of the database. Nothing may go on without them: any
    program ends, with one line that says what is wrong, where, and what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(f"huaihai: {why}")


def load_or_create(folder: Path) -> Keyring:
    """The keys in `folder/keys.json`; made there, mode 0600, if the file or a key is missing."""
    path = folder / FILE
    if not path.exists():
        _create(path)
    try:
        held = _read(path)
        if "signature" not in held:  # an installation made before documents were signed
            _opened(_with_first_signature(held))  # damaged keys stay as they are
            held = _change(path, _with_first_signature)
        return _opened(held)
    except PermissionError as error:
        raise Unusable(f"cannot read the keys in {path}: give the file to the user of the service") from error
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise Unusable(f"the keys in {path} are damaged: put the file from your backup there") from error


def throwaway() -> Keyring:
    """Keys that open nothing and are kept nowhere, for whoever checks with public keys alone."""
    with tempfile.TemporaryDirectory() as folder:
        return load_or_create(Path(folder))


def rotate_signature(folder: Path) -> Keyring:
    """From now on documents are signed with a new key. The old private key is gone; its public half stays.

    Running processes go on with the key they read until they are started again.
    """
    return _opened(_change(folder / FILE, _with_new_signature))


def key_id_of(public: bytes) -> str:
    """The short name of a public key (its 32 bytes): the beginning of its SHA-256. The demo's key says what it is."""
    name = hashlib.sha256(public).hexdigest()[:16]
    return f"demo-{name[:11]}" if name == DEMO_KEY else name


def _opened(held: dict[str, Any]) -> Keyring:
    """Raises an error of the language if a key is not there, or is none."""
    signature = held["signature"]
    held["sealing"][held["sealing_current"]]  # it is among the keys
    return Keyring(
        signing=held["signing"],
        sealing_current=held["sealing_current"],
        sealing={name: _key(key) for name, key in held["sealing"].items()},
        indexing=_key(held["indexing"]),
        receipts=_key(held["receipts"]),
        signature_current=signature["current"],
        signature_key=_key(signature["key"]),
        signature_public=dict(signature["public"]),
    )


def _key(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    return key


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = {
        "signing": secrets.token_urlsafe(48),
        "sealing_current": "k1",
        "sealing": {"k1": _new_key()},
        "indexing": _new_key(),
        "receipts": _new_key(),
    }
    draft = _draft(path, _with_first_signature(keys))
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
            draft = _draft(path, changed)
            owner = path.stat()
            if (owner.st_uid, owner.st_gid) != (os.getuid(), os.getgid()):
                os.chown(draft, owner.st_uid, owner.st_gid)  # root ran a command; the service must read on
            draft.replace(path)
            _keep_names(path.parent)
    return changed


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


def _draft(path: Path, keys: dict[str, Any]) -> Path:
    """The keys in a file beside `path`, on the disk, mode 0600."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix="keys.")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(keys, file, indent=1)
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


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
