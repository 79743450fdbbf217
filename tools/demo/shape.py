"""How often things happen in the demo's year, so that its lists and sums look like the published ones.

Shares of natures and of the three groups: 中国消费者协会, statistics of 2025. Shares of categories: the order
published for 2025, with sizes near those of the first half of 2022. Season: February and March (15 March), June
and November (sales festivals). Solved: 53 to 66 % of the ended (nationwide 2025; 台州 2024). Mean recovered:
868 yuan a solved case (derived from the sums of 2025), heavy-tailed.
"""

import random
from collections.abc import Mapping
from typing import Final

SEED: Final = "huaihai-demo-2026"
CASES: Final = 2_000  # played out over the year, beside the scenes of the last days
CROSS_CITY: Final = 0.35
MEAN_RECOVERED_YUAN: Final = 868

NATURES: Final = {
    "N09": 27.68,
    "N06": 23.79,
    "N01": 19.51,
    "N07": 7.88,
    "N02": 5.93,
    "N03": 4.73,
    "N05": 3.48,
    "N08": 1.08,
    "N04": 0.78,
    "N10": 5.13,
}
CATEGORIES: Final = {
    "G01": 11.5,
    "G02": 10.5,
    "G03": 9.0,
    "G04": 8.2,
    "G05": 5.3,
    "G06": 3.2,
    "G07": 2.5,
    "G08": 1.7,
    "G09": 1.3,
    "G10": 0.43,
    "S01": 11.5,
    "S02": 9.5,
    "S03": 6.2,
    "S05": 4.2,
    "S06": 3.6,
    "S04": 2.9,
    "S08": 1.0,
    "S11": 0.9,
    "S07": 0.8,
    "S09": 0.6,
    "S10": 0.5,
    "S12": 0.14,
    "S13": 0.1,
    "O01": 4.42,
}
MONTHS: Final = {
    1: 0.95,
    2: 1.15,
    3: 1.5,
    4: 0.9,
    5: 0.95,
    6: 1.3,
    7: 0.95,
    8: 0.95,
    9: 0.95,
    10: 1.0,
    11: 1.35,
    12: 1.0,
}
WAYS_IN: Final = {"online": 28, "phone": 43, "visit": 25, "entrusted": 4}
LIVES: Final = {  # names of functions in lives.py
    "settled": 37,
    "settled_after_a_second_offer": 5,
    "settled_without_confirmation": 3,
    "mediated": 13,
    "mediated_after_a_pause": 2,
    "broken": 2,
    "ended_without_agreement": 12,
    "silent_business": 2,
    "gone_business": 1,
    "wrong_business": 1,
    "declined": 10,
    "withdrawn": 7,
    "referred": 5,
}
RECOVERED_PART: Final = (1.0, 1.0, 1.0, 0.9, 0.8, 0.7, 0.6, 0.5)  # of the price, in what is agreed
DEAR_YUAN: Final = 2_000  # above it a part is mended or made good rather than the whole
PART_OF_THE_DEAR: Final = 0.05
WIDTH_OF_PRICES: Final = 0.45  # of the logarithm, around the usual price
ASSIGNED_DOWN: Final = 0.12
WITHOUT_CODE: Final = 0.1  # businesses known by a sign only
# What early warning finds on the demo's day: many complaints of one sort from one county within a few days.
WAVE_CASES: Final = 14
WAVE_DAYS: Final = 9
WAVE_NATURE, WAVE_CATEGORY = "N06", "S03"  # contracts of training courses


def chance(*about: object) -> random.Random:
    """Chance that comes out the same each time for the same thing. Nothing secret is drawn from it."""
    return random.Random(":".join([SEED, *map(str, about)]))  # noqa: S311 -- numbers and codes use secrets


def drawn(weights: Mapping[str, float], dice: random.Random) -> str:
    """One of the names, as often as its weight says."""
    return dice.choices(list(weights), weights=list(weights.values()))[0]
