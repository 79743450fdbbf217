"""What the demo's cities supervised together in its year, played through the same actions as the real thing."""

from datetime import date

from demo.office.scene import Scene as Office
from demo.staff import Cast
from demo.supervision import kettles, programme, surveys, sweep, visits
from demo.supervision.stage import Stage
from demo.voice.scene import Scene

__all__ = ["play"]


def play(cast: Cast, *, today: date) -> None:
    """The programme of the year; a test, a sweep, a survey and visits that were published; a poll that runs."""
    if cast.hero_home is None or cast.hero_lead is None:
        return
    scene = Scene(today, cast, cast.hero_home, cast.hero_lead)
    topics = programme.play(Office.set_up(cast, today), scene.body(scene.home))
    stage = Stage(scene, topics)
    kettles.play(stage)
    surveys.play(stage)
    sweep.play(stage)
    visits.play(stage)
