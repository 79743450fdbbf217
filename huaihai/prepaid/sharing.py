"""How a guarantee is shared among creditors, to the fen. No Django, no clock; nothing of it holds money.

Every card has a certain and a doubtful part. What comes in is handed out in the proportion of what each part still
lacks: of the certain parts it is the holder's, of the doubtful ones it is reserved. Each part gets the whole fen of its
exact share; the fen that are left go one each to the largest remainders, among equal ones to the certain parts first
and then in the order of the rows. So shares, reserves and rest always add up to what came in, no part gets more than it
lacks, and no share ever falls.
"""

from dataclasses import dataclass, replace

from huaihai.kit.fen import split


@dataclass(frozen=True)
class Part:
    """One card: what is owed and what is doubted, and what of the guarantee stands against either. Whole fen."""

    certain: int
    doubtful: int = 0
    share: int = 0
    reserved: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.share <= self.certain and 0 <= self.reserved <= self.doubtful):
            raise ValueError("a share lies between nothing and what is owed")


@dataclass(frozen=True)
class Sharing:
    """All cards in their order, and what nobody is owed: the guarantor keeps it."""

    parts: tuple[Part, ...]
    rest: int = 0

    @property
    def total(self) -> int:
        """All that came in."""
        return self.rest + sum(part.share + part.reserved for part in self.parts)


def hand_out(sharing: Sharing, fen: int) -> Sharing:
    """So much more comes in. What was kept as rest is handed out with it. Raises ValueError below 0."""
    if fen < 0:
        raise ValueError("what comes in must not be below 0 fen")
    pot, parts = sharing.rest + fen, sharing.parts
    lacks = [part.certain - part.share for part in parts] + [part.doubtful - part.reserved for part in parts]
    gets, count = _gets(pot, dict(enumerate(lacks))), len(parts)
    added = tuple(
        replace(part, share=part.share + gets[place], reserved=part.reserved + gets[count + place])
        for place, part in enumerate(parts)
    )
    return Sharing(added, pot - sum(gets.values()))


def settle(sharing: Sharing, place: int, *, certain: int, doubtful: int = 0) -> Sharing:
    """A doubt about one card is settled, and these are its sums now: what is certain has risen by what is owed after
    all. The reserve of that becomes its share, rounded for the holder; that of what is owed not goes to all. Where more
    is doubted than before, what comes in later is reserved for it. Raises ValueError where a certain sum falls."""
    part = sharing.parts[place]
    owed = certain - part.certain
    if owed < 0 or 0 < part.doubtful < owed:
        raise ValueError("what is owed lies between nothing and what was doubted")
    kept, stays = 0, part.reserved
    if part.doubtful:
        kept = -(-part.reserved * owed // part.doubtful)
        stays = min(part.reserved * doubtful // part.doubtful, part.reserved - kept)
    parts = list(sharing.parts)
    parts[place] = Part(certain, doubtful, part.share + kept, stays)
    return hand_out(Sharing(tuple(parts), sharing.rest), part.reserved - kept - stays)


def _gets(pot: int, lacks: dict[int, int]) -> dict[int, int]:
    """The pot in the proportion of what each lacks, and to none more than that."""
    return lacks if pot >= sum(lacks.values()) else split(pot, lacks)
