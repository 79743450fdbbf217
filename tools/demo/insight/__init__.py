"""The numbers of the demo's year: counted, called back, decided twice, told by consumers, published, and watched."""

from datetime import date

from demo.insight import asked, told, watched
from demo.office.scene import Scene as Office
from demo.staff import Cast
from huaihai.insight.rollups import counting

__all__ = ["play"]
FEWEST = 4  # bodies, so that files can be decided by people of other cities


def play(cast: Cast, *, today: date) -> None:
    """Played through the same actions as the real thing."""
    office = Office.set_up(cast, today)
    counting.catch_up(at=office.at(-1, 23))
    if len(office.bodies) < FEWEST or cast.hero_home is None:
        return
    asked.play(cast, office)
    told.play(cast, office)
    watched.play(cast, office)
