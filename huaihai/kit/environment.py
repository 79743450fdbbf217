"""Settings and keys from files: `HUAIHAI_X_FILE=/run/secrets/x` stands for HUAIHAI_X with that file's words, and
likewise `DATABASE_URL_FILE`. Plain Python: the settings ask before anything else."""

import os
from pathlib import Path
from typing import Final

ENDING: Final = "_FILE"
OURS: Final = ("HUAIHAI_", "DATABASE_URL", "SITE_URL")
KEYS: Final = "HUAIHAI_KEYS"


class Unreadable(SystemExit):
    """A file that is named cannot be read: any program ends, with one line."""


def read_files() -> None:
    """Raises Unreadable."""
    for name in [one for one in os.environ if one.startswith(OURS) and one.endswith(ENDING)]:
        meant = name.removesuffix(ENDING)
        if os.environ.get(meant):
            continue
        try:
            os.environ[meant] = Path(os.environ[name]).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is no text"
            raise Unreadable(f"huaihai: {name}: cannot read {os.environ[name]}: {why}") from error


def place_keys(path: Path) -> None:
    """Keys that come in the environment (HUAIHAI_KEYS) are put where keys are; those that are there stay, since a
    rotation changes them there."""
    keys = os.environ.pop(KEYS, "")  # no child needs them
    os.environ.pop(f"{KEYS}{ENDING}", None)
    if not keys or path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(keys)
        draft.replace(path)
    except OSError as error:
        raise Unreadable(f"huaihai: {KEYS}: cannot write {path}: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
