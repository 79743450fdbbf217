"""An archive taken apart, changed and put together again, with or without a signature that fits."""

import base64
import io
import json
import tarfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyrage import x25519

from huaihai.front.leaving import archive
from huaihai.front.leaving.archive import FILES, MANIFEST, PROOFS, SIGNATURE, TABLES
from huaihai.kit.canonical import canonical
from huaihai.kit.keyring import key_id_of
from huaihai.kit.signing import as_pem

type Parts = dict[str, bytes]
type Change = Callable[[Parts], None]
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def apart(path: Path, identity: str) -> Parts:
    opened = pyrage.decrypt(path.read_bytes(), [x25519.Identity.from_str(identity)])
    with tarfile.open(fileobj=io.BytesIO(opened)) as tar:
        return {one.name: file.read() for one in tar if (file := tar.extractfile(one))}


def together(parts: Parts, path: Path, recipient: str) -> Path:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as tar:
        for name, content in parts.items():
            head = tarfile.TarInfo(name)
            head.size = len(content)
            tar.addfile(head, io.BytesIO(content))
    path.write_bytes(pyrage.encrypt(held.getvalue(), [x25519.Recipient.from_str(recipient)]))
    return path


def rows(parts: Parts, table: str, change: Callable[[list[list[Any]]], None]) -> None:
    """The rows of a table, without its columns, changed in place."""
    name = f"{TABLES}{table}{archive.ENDING}"
    head, *found = [json.loads(one) for one in parts[name].splitlines()]
    change(found)
    parts[name] = b"".join(canonical(one) + b"\n" for one in (head, *found))


def column(parts: Parts, table: str, name: str) -> int:
    names: list[str] = json.loads(parts[f"{TABLES}{table}{archive.ENDING}"].splitlines()[0])
    return names.index(name)


def said(parts: Parts, change: Callable[[dict[str, Any]], object]) -> None:
    """The manifest, changed; nobody signs it again."""
    manifest = json.loads(parts[MANIFEST])
    change(manifest)
    parts[MANIFEST] = canonical(manifest)


def signed_again(parts: Parts) -> None:
    """By somebody else, who makes everything fit that can be made to."""
    manifest = json.loads(parts[MANIFEST])
    for name in parts:
        if name.startswith(TABLES):
            manifest["tables"].setdefault(name.removeprefix(TABLES).removesuffix(archive.ENDING), {})
        if name.startswith(FILES):
            manifest["files"].setdefault(name.removeprefix(FILES), {})
    for folder, ending, named in (
        (TABLES, archive.ENDING, manifest["tables"]),
        (FILES, "", manifest["files"]),
        (PROOFS, "", manifest["proofs"]),
    ):
        for name in list(named):
            content = parts.get(f"{folder}{name}{ending}")
            if content is None:
                del named[name]
                continue
            named[name]["sha256"] = sha256(content).hexdigest()
            if folder == FILES:
                named[name]["size"] = len(content)
            if folder == TABLES:
                named[name]["rows"] = content.count(b"\n") - 1
    manifest["root"] = archive.root(manifest["tables"], manifest["files"])
    public = STRANGER.public_key().public_bytes_raw()
    manifest["maker"]["keys"] = {key_id_of(public): as_pem(public)}
    parts[MANIFEST] = canonical(manifest)
    value = base64.b64encode(STRANGER.sign(parts[MANIFEST])).decode()
    parts[SIGNATURE] = canonical({"key_id": key_id_of(public), "value": value})
