"""Adding every card up again from its entries: what is kept to be summed, and whether its entries are whole."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.utils.translation import gettext as _

from huaihai.prepaid import books
from huaihai.prepaid.models import Card, CardEntry
from huaihai.record.verify.findings import line

CHUNK = 500


@dataclass(frozen=True)
class Finding:
    """A card on which something does not fit."""

    card: str
    what: str

    def __str__(self) -> str:
        return line(_("prepaid card"), self.card, self.what)


def findings() -> Iterator[Finding]:
    """For `reactions.CHECKS`, some hundred cards at a time."""
    cards = Card.objects.order_by("pk").iterator(chunk_size=CHUNK)
    for some in batched(cards, CHUNK):
        entries: dict[Any, list[CardEntry]] = defaultdict(list)
        for entry in CardEntry.objects.filter(card__in=some).order_by("card", "serial"):
            entries[entry.card_id].append(entry)
        for card in some:
            yield from _of_card(card, entries[card.pk])


def _of_card(card: Card, entries: list[CardEntry]) -> Iterator[Finding]:
    if [entry.serial for entry in entries] != list(range(1, len(entries) + 1)):
        yield Finding(card.number, _("entries are missing"))
    elif tuple(books.sums(card, entries, on=card.counted_on)) != (card.certain_fen, card.doubtful_fen):
        yield Finding(card.number, _("what is open does not fit its entries"))
