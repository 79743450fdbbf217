"""Which heads and words of a list mean what: `data/lists.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data" / "lists.toml"


@cache
def meanings() -> Mapping[str, Any]:
    """Its parts: aliases of heads by list, `needed`, `words`, `persons`."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))
