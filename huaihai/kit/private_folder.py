"""What lies in the folder of the service is for its user alone: database, keys, evidence, papers, logs."""

import os
from pathlib import Path

OTHERS = 0o077


def tighten(folder: Path) -> int:
    """Take from all others what they may do in `folder`; returns of how many files and folders.

    Once the folder itself is closed nobody else comes to what is in it, so that a closed one is not looked through.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not folder.stat().st_mode & OTHERS:
        return 0
    inside = [Path(where, name) for where, folders, files in os.walk(folder) for name in (*folders, *files)]
    return sum(
        _tightened(path) for path in [*inside, folder]
    )  # the folder last: if this is cut short, it is done again


def _tightened(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
        if path.is_symlink() or not mode & OTHERS:
            return False
        path.chmod(mode & 0o700)
    except FileNotFoundError:  # a file beside the database that another process has just removed
        return False
    return True
