"""Keys, made at first start in the `var` folder and read by its owner only.

Plain Python: the settings read it before Django is there.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Keyring:
    """Keys for signing, sealing fields, blind indexes and receipt codes. Old sealing keys stay readable."""

    signing: str
    sealing_current: str
    sealing: dict[str, bytes]
    indexing: bytes
    receipts: bytes


def load_or_create(folder: Path) -> Keyring:
    """The keys in `folder/keys.json`; made there, mode 0600, if the file is missing."""
    path = folder / "keys.json"
    if not path.exists():
        _create(path)
    held = json.loads(path.read_text(encoding="utf-8"))
    return Keyring(
        signing=held["signing"],
        sealing_current=held["sealing_current"],
        sealing={name: base64.b64decode(key) for name, key in held["sealing"].items()},
        indexing=base64.b64decode(held["indexing"]),
        receipts=base64.b64decode(held["receipts"]),
    )


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = {
        "signing": secrets.token_urlsafe(48),
        "sealing_current": "k1",
        "sealing": {"k1": _new_key()},
        "indexing": _new_key(),
        "receipts": _new_key(),
    }
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(keys, indent=1), encoding="utf-8")
    try:
        os.link(draft, path)  # two processes starting together: the first one's keys count
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
