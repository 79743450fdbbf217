"""What the catalogue is narrowed by, and the sets of bits in which a row keeps what it has."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from huaihai import alliance
from huaihai.brands.scoring.names import AXES, HEARTS
from huaihai.businesses.models import Pledge

HEART_NAMES: Final[dict[str, Promise | str]] = {
    "safe": pgettext_lazy("heart", "safe"),
    "ease": pgettext_lazy("heart", "at ease"),
    "care": pgettext_lazy("heart", "cared for"),
}
AXIS_NAMES: Final[dict[str, Promise | str]] = {
    "distinctive": pgettext_lazy("axis", "distinctive"),
    "well-made": pgettext_lazy("axis", "well made"),
    "reputed": pgettext_lazy("axis", "reputed"),
    "loved": pgettext_lazy("axis", "loved"),
}
PLEDGES: Final[tuple[str, ...]] = tuple(Pledge.Kind.values)
MONTHS: Final[tuple[str, ...]] = tuple(str(number) for number in range(1, 13))
NEUTRAL, NEWEST, ATTESTED = "", "newest", "attested"

# Name in an address → the field of the row and its values, the first of them bit 0.
BITS: Final[dict[str, tuple[str, Sequence[str]]]] = {
    "month": ("months", MONTHS),
    "heart": ("hearts", HEARTS),
    "axis": ("axes", AXES),
    "pledge": ("pledged", PLEDGES),
}


def bits(names: Iterable[str], known: Sequence[str]) -> int:
    """The set of these names as a number."""
    return sum(1 << known.index(name) for name in set(names) if name in known)


def names(held: int, known: Sequence[str]) -> list[str]:
    """The names in a set of bits, in their order."""
    return [name for place, name in enumerate(known) if held >> place & 1]


def position(city: str) -> int:
    """The place of a member city (by its code) in the alliance's own order, from 1; others come after all of them."""
    codes = alliance.load().city_codes
    return codes.index(city) + 1 if city in codes else len(codes) + 1
