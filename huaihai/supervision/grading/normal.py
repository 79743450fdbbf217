"""Normal numbers that everybody can make again: bytes of SHAKE-256, two for each, and quantiles from a table."""

import hashlib
import sys
from array import array
from functools import cache
from statistics import NormalDist
from typing import Final

SCALE: Final = 1000  # the numbers are whole thousandths
LEVELS: Final = 1 << 12  # of two bytes, twelve bits


@cache
def quantiles() -> tuple[int, ...]:
    """Z[k]: the normal quantile of (k + ½) ÷ 4,096, in thousandths."""
    normal = NormalDist()
    upper = [round(SCALE * normal.inv_cdf((k + 0.5) / LEVELS)) for k in range(LEVELS // 2, LEVELS)]
    return tuple(-z for z in reversed(upper)) + tuple(upper)


def extreme() -> int:
    """The greatest number that can come, in thousandths; the least is its negative."""
    return quantiles()[-1]


def numbers(seed: str, product: str, item: str, draws: int) -> list[int]:
    """The first `draws` numbers of an item of a product, in thousandths."""
    drawn = hashlib.shake_256(f"{seed}|{product}|{item}".encode()).digest(2 * draws)
    levels = array("H", (int.from_bytes(drawn) & _mask(draws)).to_bytes(2 * draws))
    if sys.byteorder == "little":
        levels.byteswap()
    return list(map(quantiles().__getitem__, levels))


@cache
def _mask(draws: int) -> int:
    return int.from_bytes((LEVELS - 1).to_bytes(2) * draws)
