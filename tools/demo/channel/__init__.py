"""The fast channel in the demo's year: who joined, what they promise, and what funds paid first."""

from datetime import date

from demo.channel import funds, joined, pushed, taken
from demo.channel.scene import Scene
from demo.staff import Cast

__all__ = ["play"]


def play(cast: Cast, *, today: date) -> None:
    """Played through the same actions as the real thing; nothing where the demo has no two cities to walk between."""
    if cast.hero_home is None or cast.hero_lead is None:
        return
    scene = Scene(today, cast, cast.hero_home, cast.hero_lead)
    held = joined.play(scene)
    books = funds.play(scene, held)
    joined.offer_at_the_gate(scene, held.scenic)
    taken.play(scene, held, books)
    pushed.play(scene)
