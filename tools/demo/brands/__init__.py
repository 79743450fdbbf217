"""The three hearts in the demo's year: basis and criteria, entries from nomination to mark, and what became of them."""

from datetime import date

from demo.brands import after, directory, programme, voting
from demo.brands.stage import Stage
from demo.office.scene import Scene as Office
from demo.staff import Cast

__all__ = ["play"]
FEWEST = 4  # bodies: an entry's own, two that assess, and others that decide about an objection


def play(cast: Cast, *, today: date) -> None:
    """Played through the same actions as the real thing; nothing where too few cities are left to judge the others."""
    office = Office.set_up(cast, today)
    if len(office.bodies) < FEWEST or cast.hero_home is None:
        return
    stage = Stage.set_up(cast, office)
    programme.play(stage)
    entries = directory.play(stage)
    voting.play(stage, entries)
    after.play(stage, entries)
