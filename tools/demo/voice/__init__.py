"""What the demo's cities published in its year, played through the same actions as the real thing."""

from datetime import date

from demo.staff import Cast
from demo.voice import exposed, published, readers
from demo.voice.scene import Scene

__all__ = ["play"]


def play(cast: Cast, *, today: date) -> None:
    """Warnings, one corrected and one withdrawn, a tip, a notice, a story, exposures, and what waits for today."""
    if cast.hero_home is None or cast.hero_lead is None:
        return
    scene = Scene(today, cast, cast.hero_home, cast.hero_lead)
    readers.play(scene)
    exposed.play(scene)
    published.play(scene)
