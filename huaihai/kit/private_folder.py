"""What lies in the folder of the service is for its user alone: database, keys, evidence, papers, logs."""

import os
from pathlib import Path

OTHERS = 0o077


def tighten(folder: Path) -> int:
    """Take from all others what they may do in `folder`; returns of how many files and folders.

    Once the folder itself is closed nobody else comes to what is in it, so that a closed one is not looked through.
    What belongs to another user stays as it is: only that user can close it (`is_open` says whether one must).
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not is_open(folder):
        return 0
    inside = [Path(where, name) for where, folders, files in os.walk(folder) for name in (*folders, *files)]
    return sum(
        _tightened(path) for path in [*inside, folder]
    )  # the folder last: if this is cut short, it is done again


def is_open(folder: Path) -> bool:
    """Whether others may do anything in it."""
    return bool(folder.stat().st_mode & OTHERS)


def _tightened(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
        if path.is_symlink() or not mode & OTHERS:
            return False
        path.chmod(mode & 0o700)
    except (FileNotFoundError, PermissionError):  # removed by another process meanwhile, or of another user
        return False
    return True
