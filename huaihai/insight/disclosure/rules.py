"""The threshold, how sure nobody may be of a withheld number, and who may not learn a share of a sum.

After Hundepool et al. (2012), *Statistical Disclosure Control*, Wiley, section 4.2: small counts are its primary cells;
for sums of money by place, (n, k)-dominance with n = 1, and protection by p per cent of the largest share (who knows
one large share must not learn the rest, and nobody the largest share).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
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


MOST_OF_ONE: Final = 60  # per cent of a sum that may come from one person
LEEWAY: Final = (
    20  # per cent of its largest share that a withheld sum stays unknown by, upwards and downwards
)


@dataclass(frozen=True)
class Sum:
    """What one place adds: the sum, its largest single share (both in fen), and how many people got something."""

    fen: int
    largest_fen: int
    people: int

    @property
    def is_sensitive(self) -> bool:
        """Whether it tells too much about one person, or about few."""
        return self.fen > 0 and (is_small(self.people) or self.largest_fen * 100 > self.fen * MOST_OF_ONE)


def withheld(parts: Mapping[str, Sum], *, also: Collection[str] = ()) -> set[str]:
    """Which parts of a published total are withheld; `also` are withheld for other reasons.

    A withheld part lies between nothing and the sum of all withheld parts, as everybody can work out; parts are added,
    the smallest first, until this is far enough from each. When nothing is left to add, all are withheld, and the
    total must be as well (`total_is_safe`).
    """
    hidden = {key for key, part in parts.items() if part.is_sensitive} | (set(also) & set(parts))
    spare = sorted(
        (key for key, part in parts.items() if key not in hidden and part.fen), key=lambda key: parts[key].fen
    )
    while hidden and spare and not total_is_safe(parts, hidden):
        hidden.add(spare.pop(0))
    return hidden


def total_is_safe(parts: Mapping[str, Sum], hidden: Collection[str]) -> bool:
    """Whether the total may be shown beside the parts that are."""
    rest = sum(parts[key].fen for key in hidden)
    return all(
        parts[key].fen * 100 >= parts[key].largest_fen * LEEWAY
        and (rest - parts[key].fen) * 100 >= parts[key].largest_fen * LEEWAY
        for key in hidden
        if parts[key].fen
    )
