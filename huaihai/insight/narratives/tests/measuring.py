"""How much of what was planted is found, by kind, and how much of the rest is lost."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from huaihai.insight.narratives.scrubbing import scrub
from huaihai.insight.narratives.tests.planting import Planted

GROUPS = {"usual": "name", "qq": "account", "nick": "account", "title": "name", "informal": "name"}


@dataclass
class Measured:
    """`planted` and `found` by kind; `harmless` characters, and how many of them were `lost`."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    harmless: int = 0
    lost: int = 0
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    taken: list[tuple[str, str]] = field(default_factory=list)

    def recall(self, kind: str = "") -> float:
        """The share found: of one kind, or of all."""
        return self.found[kind] / self.planted[kind] if kind else self.found.total() / self.planted.total()

    @property
    def loss(self) -> float:
        return self.lost / self.harmless


def measured(texts: Iterable[Planted]) -> Measured:
    """Scrub each text without knowing anything. An identifier counts as found if no sign of it is left."""
    told = Measured()
    for one in texts:
        _measure(one, told)
    return told


def _measure(one: Planted, told: Measured) -> None:
    hidden = [False] * len(one.text)
    for span in scrub(one.text).spans:
        hidden[span.start : span.end] = [True] * (span.end - span.start)
    secret = [False] * len(one.text)
    for kind, start, end in one.spans:
        group = GROUPS.get(kind, kind)
        told.planted[group] += 1
        if all(hidden[place] or not one.text[place].isalnum() for place in range(start, end)):
            told.found[group] += 1
        else:
            told.missed.append((kind, one.text[start:end], one.text[max(0, start - 12) : end + 12]))
        secret[start:end] = [True] * (end - start)
    told.harmless += secret.count(False)
    lost = [place for place in range(len(one.text)) if hidden[place] and not secret[place]]
    told.lost += len(lost)
    if lost:
        told.taken.append(("".join(one.text[place] for place in lost), one.text))
