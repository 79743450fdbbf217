"""Words that no text about an entry may use: superlatives (广告法 9, item 3), and titles that only a vote gives."""

import json
import re
from functools import cache
from pathlib import Path

from huaihai.kit.text.normalise import fold

FILE = Path(__file__).parent.parent / "data" / "praise.json"


def praised(text: str) -> str:
    """The first such word in a text, as it stands there (folded); empty if there is none."""
    found = _pattern().search(fold(text))
    return found.group() if found else ""


@cache
def _pattern() -> re.Pattern[str]:
    held = json.loads(FILE.read_text(encoding="utf-8"))
    english = "|".join(held["en"])
    return re.compile("|".join([*held["zh"], rf"(?<![a-z])(?:{english})(?![a-z])"]))
