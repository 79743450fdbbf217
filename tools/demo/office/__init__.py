"""The alliance's office in the demo's year: played through the same actions as real decisions."""

from datetime import date

from demo.office import deciding, on_duty, papers, planned, sharing
from demo.office.scene import BEFORE, Scene
from demo.staff import Cast

__all__ = ["BEFORE", "play"]


def play(cast: Cast, *, today: date) -> None:
    """Everything that the ten bodies decided, shared and still have before them on this day."""
    scene = Scene.set_up(cast, today)
    deciding.play(scene)
    on_duty.play(scene)
    sharing.play(scene)
    papers.play(scene)
    planned.play(scene)
