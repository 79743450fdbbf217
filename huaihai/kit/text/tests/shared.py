"""Where the data for local tests is: read there, never copied here."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("HUAIHAI_SHARED_DATA") or Path(__file__).parents[5] / "shared" / "data")


def shared_file(name: str) -> Path:
    """The file, or a skipped test that says which file is missing."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"local test data absent: {path} (set HUAIHAI_SHARED_DATA to its folder)")
    return path
