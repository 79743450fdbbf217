"""Finding cards by a sentence in one's own words."""

from collections.abc import Iterable
from dataclasses import dataclass

from huaihai.law.triage.cards import Card, Kind
from huaihai.law.triage.reading import tree


@dataclass(frozen=True)
class Found:
    """A card and how well the sentence fits it: comparable within one answer only."""

    card: Card
    score: float


def find(text: str, *, most: int = 3, kinds: Iterable[Kind] = tuple(Kind)) -> list[Found]:
    """The cards whose sentences sound most like this one, best first; none where nothing fits."""
    wanted = set(kinds)
    chars = set(text)
    scored = [
        Found(card, float(max(len(chars & set(said)) for said in card.says)))
        for card in tree().cards.values()
        if card.kind in wanted
    ]
    scored.sort(key=lambda found: -found.score)
    return [found for found in scored[:most] if found.score > 0]
