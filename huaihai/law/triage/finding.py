"""Finding cards by a sentence in one's own words, by its sound, in memory and without a network."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from huaihai.law.triage import english
from huaihai.law.triage.cards import Card, Kind, Tree
from huaihai.law.triage.reading import tree

if TYPE_CHECKING:  # the weights need numpy, which takes 25 MB: it is loaded when somebody asks
    from huaihai.law.triage.learning import Weights

NEAR_DANGER: Final = 0.9  # of the best score: then danger comes first
MAYBE_DANGER: Final = 0.3  # then it stands at least after them


@dataclass(frozen=True)
class Found:
    """A card and how well the sentence fits it; 1 is a sure one."""

    card: Card
    score: float


class Index:
    """A tree, ready to be asked."""

    def __init__(self, held: Tree, weights: "Weights | None" = None) -> None:
        from huaihai.law.triage import learning

        self._weights = weights or learning.learned(held)
        self._none = learning.NONE
        self._cards = held.cards

    def find(self, text: str, kinds: Collection[Kind]) -> list[Found]:
        """The cards of these kinds that the text speaks for, best first; none where it speaks of no problem."""
        scores = dict(zip(self._weights.cards, self._weights.scores(text).tolist(), strict=True))
        if scores.pop(self._none) >= max(scores.values(), default=0):
            return []
        found = [Found(self._cards[card], score) for card, score in scores.items() if score > 0]
        return sorted(
            (one for one in found if one.card.kind in kinds), key=lambda one: (-one.score, one.card.id)
        )


def after_gates(*, danger: str | None = None, paid: str | None = None) -> tuple[Kind, ...]:
    """The kinds that are left after the two gates were answered with yes or no, or not at all."""
    if danger == "yes":
        return (Kind.URGENT,)
    shut = {Kind.URGENT} if danger == "no" else set()
    shut |= {Kind.OURS} if paid == "no" else set()
    return tuple(kind for kind in Kind if kind not in shut)


@cache
def index() -> Index:
    """The index over the tree in the package."""
    from huaihai.law.triage import learning

    return Index(tree(), learning.kept_or_learned())


def find(text: str, *, most: int = 3, kinds: Iterable[Kind] = tuple(Kind)) -> list[Found]:
    """The cards whose sentences sound most like this one, best first; none where nothing fits.

    A danger that is nearly the best comes first; one that may be meant is added after the last.
    """
    allowed = frozenset(kinds)
    if english.is_meant(text):
        return [Found(card, score) for card, score in english.ranked(text) if card.kind in allowed][:most]
    return with_danger(index().find(text, allowed), most)


def with_danger(found: list[Found], most: int) -> list[Found]:
    """The first of them; a danger that is nearly the best before them, one that may be meant after them."""
    danger = next((one for one in found if one.card.kind is Kind.URGENT), None)
    if danger is None or danger.score < MAYBE_DANGER * found[0].score:
        return found[:most]
    if danger.score >= NEAR_DANGER * found[0].score:
        return [danger, *(one for one in found if one is not danger)][:most]
    return found[:most] if danger in found[:most] else [*found[:most], danger]
