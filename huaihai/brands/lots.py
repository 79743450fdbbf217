"""The draw of people by a seed: whoever holds the frame and the seed draws the same. No Django.

The frame is a list of [offer, city]. A lot is the SHA-256 of "seed:offer" (`supervision.visiting.sampling` draws places
in the same way); the frame in rising order of lots is the order. Seats are given in this order, passing over people who
had a seat in the round and cities that have one now.
"""

import hashlib
from collections.abc import Collection, Sequence

from huaihai.kit.canonical import digest

type Frame = Sequence[Sequence[str]]  # [offer, city's key]


def order_of(seed: str, frame: Frame) -> list[str]:
    """All offers of the frame, in the order in which this seed draws them."""
    return sorted({offer for offer, _city in frame}, key=lambda offer: (_lot(seed, offer), offer))


def frame_hash(frame: Frame) -> str:
    """SHA-256 of the sorted frame as canonical JSON."""
    return digest(sorted([offer, city] for offer, city in frame))


def next_of(
    order: Sequence[str], frame: Frame, *, seated: Collection[str], cities: Collection[str]
) -> str | None:
    """Who is drawn next: the first that had no seat in the round and is of a city without a seat now."""
    city_of = {pair[0]: pair[1] for pair in frame}
    return next(
        (offer for offer in order if offer not in seated and city_of[offer] not in cities),
        None,
    )


def _lot(seed: str, offer: str) -> str:
    return hashlib.sha256(f"{seed}:{offer}".encode()).hexdigest()
