"""How well sentences find their cards: right at once, among three, kind, danger, none; and what homophones cost."""

import csv
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from huaihai.law.triage.cards import Kind
from huaihai.law.triage.finding import Found, after_gates, find
from huaihai.law.triage.reading import tree

SENTENCES: Final = Path(__file__).parent / "sentences.csv"
NONE: Final = "none"


@dataclass(frozen=True)
class Sentence:
    """A sentence, the card given by people who did not write it, and another that is as right ("" where none is)."""

    text: str
    card: str
    other: str
    paid: str  # the answer to the second gate: yes, no

    @property
    def right(self) -> set[str]:
        return {self.card, self.other} - {""}


@dataclass(frozen=True)
class Measured:
    """Shares of the sentences, 0 to 1, and the sentences that were not right at once."""

    at_once: float
    among_three: float
    kind: float
    danger: float  # of those in danger: a danger is among the answers
    scares: float  # of those in none: a danger comes first
    small_talk: float  # of what fits no card: nothing is found
    missed: tuple[tuple[Sentence, tuple[str, ...]], ...]


def sentences() -> list[Sentence]:
    """All of them, in the order of the file."""
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return [Sentence(row["text"], row["card"], row["other"], row["paid"]) for row in csv.DictReader(file)]


def measure(rows: Iterable[Sentence], heard: Callable[[str], str] = str) -> Measured:
    """What is found for these sentences, each as it is `heard`. The kind is looked at after the gates."""
    held = list(rows)
    named = [row for row in held if row.card != NONE]
    answers = {row: find(heard(row.text)) for row in held}
    dangers = [row for row in named if tree().cards[row.card].kind is Kind.URGENT]
    safe = [
        row for row in named if not any(tree().cards[card].kind is Kind.URGENT for card in row.right - {NONE})
    ]
    missed = [(row, _ids(answers[row])) for row in named if not row.right & set(_ids(answers[row])[:1])]
    return Measured(
        at_once=1 - len(missed) / len(named),
        among_three=_share(bool(row.right & set(_ids(answers[row])[:3])) for row in named),
        kind=_share(_has_kind(row, heard) for row in named),
        danger=_share(any(map(_is_danger, answers[row])) for row in dangers),
        scares=_share(_is_danger(answers[row][0]) for row in safe if answers[row]),
        small_talk=_share(not answers[row] for row in held if row.card == NONE),
        missed=tuple(missed),
    )


def _is_danger(found: Found) -> bool:
    return found.card.kind is Kind.URGENT


def _ids(found: list[Found]) -> tuple[str, ...]:
    return tuple(one.card.id for one in found)


def _share(right: Iterable[bool]) -> float:
    rows = list(right)
    return sum(rows) / len(rows) if rows else 1.0


def _has_kind(row: Sentence, heard: Callable[[str], str]) -> bool:
    """Whether the first answer is ours where it should be."""
    kinds = {tree().cards[card].kind for card in row.right - {NONE}}
    danger = "yes" if kinds == {Kind.URGENT} else "no"
    found = find(heard(row.text), most=1, kinds=after_gates(danger=danger, paid=row.paid))
    return bool(found) and (found[0].card.is_ours in {kind is Kind.OURS for kind in kinds})


# --- heard wrongly ---------------------------------------------------------------------------------

COMMON_ROWS: Final = range(0xB0, 0xD8)  # GB 2312, level 1: the 3,755 characters in common use


@cache
def homophones() -> Mapping[str, tuple[str, ...]]:
    """Each common character with the other common ones of the same syllable, whatever the tone."""
    table = (resources.files("huaihai.law.triage") / "data" / "pinyin.txt").read_text("utf-8")
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for line in table.splitlines():
        chars = [char for char in line.partition(" ")[2] if _is_common(char)]
        for char in chars:
            found[char] += tuple(other for other in chars if other != char)
    return found


def _is_common(char: str) -> bool:
    try:
        return char.encode("gb2312")[0] in COMMON_ROWS
    except UnicodeEncodeError:
        return False


def misheard(text: str, *, share: float, seed: int = 1) -> str:
    """The text with this share of its characters replaced by homophones, always the same ones."""
    draw = random.Random(f"{seed} {text}")
    known = homophones()
    places = [at for at, char in enumerate(text) if known.get(char)]
    chosen = draw.sample(places, min(len(places), round(share * len(text))))
    chars = list(text)
    for at in chosen:
        chars[at] = draw.choice(known[chars[at]])
    return "".join(chars)
