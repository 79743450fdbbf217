"""Sums in whole fen that are split, to the last fen."""

from collections.abc import Mapping


def split[K: (str, int)](fen: int, parts: Mapping[K, int]) -> dict[K, int]:
    """A sum split in proportion to whole parts; the pieces add up to the sum to the last fen.

    Each gets the whole fen of its exact share; the fen that are left go one each to the largest remainders, and among
    equal ones to the smaller key. Raises ValueError for no parts, or a part or a sum below nothing.
    """
    whole = sum(parts.values())
    if whole <= 0 or fen < 0 or any(part < 0 for part in parts.values()):
        raise ValueError("a sum is split into at least one part, none of them below nothing")
    pieces = {key: fen * part // whole for key, part in parts.items()}
    left = fen - sum(pieces.values())
    by_remainder = sorted(parts, key=lambda key: (-(fen * parts[key] % whole), key))
    for key in by_remainder[:left]:
        pieces[key] += 1
    return pieces
