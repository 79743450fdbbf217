"""A quarter with unknown cases in four cities, drawn; officers of two of them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from huaihai.cases.models import Case, Complainant
from huaihai.insight.callbacks import rounds, verbs
from huaihai.insight.callbacks.frames import Quarter
from huaihai.insight.models import Call, CallRound
from huaihai.kit.clock import ZONE, local_moment
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from tests.posts import body, load_alliance, post_at
from tests.scenes import remembered

QUARTER = Quarter(2026, 2)
DRAWN_AT = local_moment(QUARTER.draw_from, time(3))  # 2026-09-29
CITIES = ("320300", "411400", "370800", "340600")
NUMBERS = (14, 8, 3, 1)  # unknown cases of each
AT_FIRST = datetime(2026, 1, 5, 9, tzinfo=ZONE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Scene:
    """`wang` works at the first city, `zhao` at the second, `office` for the secretariat."""

    wang: Actor
    zhao: Actor
    office: Actor
    auditor: Actor

    @property
    def round(self) -> CallRound:
        return CallRound.objects.get(quarter=str(QUARTER))

    def calls(self, city: str = CITIES[0]) -> list[Call]:
        rows = Call.objects.filter(round=self.round, stratum=city)
        return list(rows.select_related("round", "case", "city").order_by("rank"))


@remembered
def assemble() -> Scene:
    """People, and unknown cases: 14, 8, 3 and 1 of four cities."""
    load_alliance(at=AT_FIRST)
    scene = Scene(
        wang=Actor.officer(post_at(f"city:{CITIES[0]}", username="wang")),
        zhao=Actor.officer(post_at(f"city:{CITIES[1]}", username="zhao")),
        office=Actor.officer(post_at(f"city:{CITIES[0]}", Role.SECRETARIAT, username="desk")),
        auditor=Actor.officer(post_at(f"city:{CITIES[0]}", Role.AUDITOR, username="auditor")),
    )
    for city, count in zip(CITIES, NUMBERS, strict=True):
        for number in range(count):
            unknown(city, number)
    return scene


def unknown(
    city: str, number: int, *, on: date = date(2026, 5, 4), phone: str = "13800000001", **said: Any
) -> Case:
    """One case of this city, closed without confirmation unless said otherwise."""
    at = local_moment(on, time(9))
    home = body(f"city:{city}")
    facts: dict[str, Any] = {
        "number": f"T{city}{number:05}",
        "stage": "closed",
        "result": "unconfirmed",
        "home": home,
        "responsible": home,
        "lead": home,
        "category": "G01" if number % 2 else "S01",
        "created_at": at,
        "submitted_at": at,
        "stage_since": at,
        "ended_at": at,
    }
    case: Case = Case.objects.create(**(facts | said))
    Complainant.objects.create(case=case, name="李演示", phone=phone)
    return case


@remembered
def drawn() -> Scene:
    """The quarter is drawn."""
    scene = assemble()
    rounds.draw(QUARTER, at=DRAWN_AT)
    return scene


def answered(
    scene: Scene, call: Call, done: str, *, money: str = "unsaid", at: datetime = DRAWN_AT + 9 * HOUR
) -> Call:
    """The person of this call answered."""
    by = scene.wang if call.stratum == CITIES[0] else scene.zhao
    return verbs.note_attempt(
        call, outcome="answered", said={"done": done, "money": money, "satisfied": "4"}, by=by, at=at
    )
