"""The last release, which old and new version may serve beside each other for."""

import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
HEADING: Final = re.compile(r"(?m)^## \S+-([0-9a-f]{12}), \d{4}-\d\d-\d\d$")


def last() -> str:
    """Its commit, as the newest heading of the changelog names it: a clone may have no tags."""
    found = HEADING.search((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert found is not None, "CHANGELOG.md names no release"
    return found[1]
