"""How sure a share out of few cases is.

The score interval of Wilson: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
Journal of the American Statistical Association 22 (1927), 209-212; recommended for proportions by R. G. Newcombe,
Statistics in Medicine 17 (1998), 857-872, as method 3. It never leaves 0 to 1, and says something for 0 of n too.
"""

from math import sqrt

Z_95 = 1.959963984540054  # 95 % of a normal distribution lies within so many standard deviations


def wilson(hits: int, of: int, *, z: float = Z_95) -> tuple[float, float]:
    """The lowest and highest share that `hits` out of `of` leave likely (95 % unless `z` says otherwise).

    Raises ValueError where nothing was counted, or more hits than cases.
    """
    if of < 1 or not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of} is no share")
    share, square = hits / of, z * z
    middle = share + square / (2 * of)
    reach = z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    whole = 1 + square / of
    low, high = (middle - reach) / whole, (middle + reach) / whole
    return (0.0 if hits == 0 else max(low, 0.0)), (1.0 if hits == of else min(high, 1.0))


def median_of(counted: dict[int, int]) -> float | None:
    """The median of whole numbers, each counted so many times; None of nothing."""
    total = sum(counted.values())
    if total == 0:
        return None
    return (_at(counted, (total - 1) // 2) + _at(counted, total // 2)) / 2


def _at(counted: dict[int, int], place: int) -> int:
    for value in sorted(counted):
        place -= counted[value]
        if place < 0:
            return value
    raise ValueError("there is nothing at this place")
