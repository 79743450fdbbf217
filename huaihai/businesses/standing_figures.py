"""How often a standing offer was taken, and what became of it. Kept, claimed and unknown are never added together."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.module_loading import import_string

from huaihai import reactions


@dataclass(frozen=True)
class Taken:
    """Times taken, by what became of it; sums in fen. `kept` counts only what the consumer confirmed."""

    times: int = 0
    sum_fen: int = 0
    kept: int = 0
    kept_fen: int = 0
    claimed: int = 0
    waiting: int = 0
    broken: int = 0
    unknown: int = 0


def taken(offer_ids: Collection[UUID]) -> dict[UUID, Taken]:
    """The figures of these offers, in one query; an offer nobody took is left out."""
    found: dict[UUID, Taken] = import_string(reactions.STANDING_OFFERS_TAKEN)(offer_ids)
    return found
