"""Which rows an address is about, and what stands in its other places: a file a room, the first rule that fits.

A rule: pattern, rows to choose from (a model: one of each stage), and how to get from a row what the address names
beside it: a path of the row, a value, or what makes one.
"""

import re
from functools import cache

from tests.matrix.rows import Rule, rule
from tests.matrix.rules import (
    brands,
    businesses,
    cases,
    closures,
    compensation,
    education,
    front,
    governance,
    insight,
    members,
    prepaid,
    protocol,
    supervision,
)

ROOMS = (
    protocol,
    insight,
    closures,
    prepaid,
    compensation,
    brands,
    cases,
    front,
    supervision,
    education,
    businesses,
    governance,
    members,
)


@cache
def of(key: str) -> Rule:
    """The rule for this address."""
    every = (one for room in ROOMS for one in room.RULES)
    return next((one for one in every if re.search(one.pattern, key)), rule(""))
