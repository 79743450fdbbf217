"""The checklist of re-visits: `data/checklist.toml`. Who changes it changes its fingerprint; old visits keep theirs."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parent / "data" / "checklist.toml"
YES, NO, NOT_APPLICABLE = "yes", "no", "na"
ANSWERS: Final = (YES, NO, NOT_APPLICABLE)
FAILS_ABOVE: Final = Fraction(1, 3)  # of what applies; so many "no" make a re-visit fail


@dataclass(frozen=True)
class Item:
    """One thing to look at. `feeds` is a name of evidence, `measure` one of conduct; empty for none."""

    key: str
    zh: str
    en: str
    kinds: tuple[str, ...] = ()
    feeds: str = ""
    measure: str = ""
    must: bool = False

    def is_for(self, kind: str) -> bool:
        """Whether it is asked at entries of this kind."""
        return not self.kinds or kind in self.kinds


@cache
def items() -> tuple[Item, ...]:
    """All of them, in the order of the sheet."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["item"]
    return tuple(Item(**(row | {"kinds": tuple(row.get("kinds", ()))})) for row in rows)


@cache
def by_key() -> Mapping[str, Item]:
    """The items by their keys."""
    return {item.key: item for item in items()}


def for_kind(kind: str) -> tuple[Item, ...]:
    """What is asked at entries of this kind."""
    return tuple(item for item in items() if item.is_for(kind))


@cache
def fingerprint() -> str:
    """SHA-256 of the file."""
    return hashlib.sha256(DATA.read_bytes()).hexdigest()


def failed_items(answers: Mapping[str, str]) -> tuple[str, ...]:
    """What was not in order, in the order of the sheet."""
    return tuple(item.key for item in items() if answers.get(item.key) == NO)


def is_failed(answers: Mapping[str, str]) -> bool:
    """Whether a re-visit with these answers fails: something that must be is not, or too much is not in order."""
    failed = failed_items(answers)
    if any(by_key()[key].must for key in failed):
        return True
    applies = sum(answer in (YES, NO) for answer in answers.values())
    return applies > 0 and Fraction(len(failed), applies) > FAILS_ABOVE


def counted(answers: Mapping[str, str], feeds: str = "") -> tuple[int, int]:
    """How many "yes" of how many that apply; only of items that feed this evidence, if one is named."""
    known = by_key()
    said: Sequence[str] = [
        answer
        for key, answer in answers.items()
        if answer in (YES, NO) and (not feeds or (key in known and known[key].feeds == feeds))
    ]
    return sum(answer == YES for answer in said), len(said)
