"""The threshold, and how sure nobody may be of a number that is withheld.

Small counts are the primary cells of Hundepool et al. (2012), *Statistical Disclosure Control*, Wiley, section 4.2.
"""

from typing import Final

THRESHOLD: Final = 5  # people; a count of 1 to 4 is not shown
NARROWEST: Final = 8  # between the least and the most that a withheld number can be


def is_small(count: int, *, least: int = THRESHOLD) -> bool:
    """Whether so few people stand behind this count that it is withheld.

    `least` is `NARROWEST` for a count of which parts are public too: a part of seven is known within seven. A zero is
    not small: there is nobody of whom it tells. It is shown, and the audit counts it as known; only where nothing else
    helps is it withheld for the sake of another cell.
    """
    return 0 < count < least


def shown(count: int) -> int | None:
    """This count as the public may read it: None where it is withheld.

    For counts that stand alone. Where counts add up to something that is public too, this is not enough: use
    a release.
    """
    return None if is_small(count) else count
