"""Early warning over the last nights: what it found was judged, and a warning is being drafted."""

from datetime import timedelta

from demo.insight.told import said
from demo.office.scene import Scene as Office
from demo.staff import Cast
from huaihai.insight.alarms import drafts, nightly, verbs
from huaihai.insight.models import Alarm

NIGHTS = (-4, -1)  # days that are looked at, from the demo's day


def play(cast: Cast, office: Office) -> None:
    """The strongest alarm is real and a warning is drafted from it; a weaker one waits."""
    for days in NIGHTS:
        night = office.at(days + 1, 0, 3)
        nightly.look_at(office.at(days).date(), at=night)
    strongest = Alarm.objects.order_by("-score", "number").first()
    home = cast.hero_home
    if strongest is None or home is None:
        return
    officer = cast.officers[next(code for code in _cities(strongest) if code in cast.officers)]
    at = office.at(-1, 10)
    verbs.judge(strongest, kind="real", reason=said()["verdict"]["real"], by=officer, at=at)
    verbs.open_text(
        strongest,
        title=drafts.title(strongest),
        kind="warning",
        by=officer,
        at=at + timedelta(minutes=20),
    )


def _cities(alarm: Alarm) -> list[str]:
    return [city.region_code for city in drafts.cities(alarm)]
