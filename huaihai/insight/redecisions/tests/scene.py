"""Files that were decided in four cities, two officers in each of five, and the secretariat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from huaihai.cases.models import Case, Complainant
from huaihai.insight.models import RedecisionRound, RedecisionSeat
from huaihai.insight.redecisions import verbs
from huaihai.kit.clock import ZONE, local_moment
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record import events
from tests.posts import body, load_alliance, post_at
from tests.scenes import remembered

CITIES = ("320300", "411400", "370800", "340600")
STAFFED = (*CITIES, "371300")
AT = datetime(2026, 11, 26, 9, tzinfo=ZONE)
DAY = timedelta(days=1)
NOTHING: Mapping[str, str] = {}
EACH = 4  # declined, and as many mediated files, of every city


@dataclass
class Scene:
    """`people`: the officers by the id of their account."""

    people: dict[Any, Actor]
    office: Actor
    auditor: Actor

    @property
    def round(self) -> RedecisionRound:
        return RedecisionRound.objects.get(year=2026)

    def seats(self) -> list[RedecisionSeat]:
        rows = RedecisionSeat.objects.filter(file__round=self.round).select_related(
            "file__case", "file__round", "body"
        )
        return list(rows.order_by("file__number", "pk"))

    def actor(self, seat: RedecisionSeat) -> Actor:
        return self.people[seat.account_id]


@remembered
def assemble() -> Scene:
    """People, and 32 decided files."""
    load_alliance()
    actors = [
        Actor.officer(post_at(f"city:{code}", username=f"officer{code}-{number}"))
        for code in STAFFED
        for number in (1, 2)
    ]
    office = Actor.officer(post_at(f"city:{CITIES[0]}", Role.HEAD, username="office"))
    auditor = Actor.officer(post_at(f"city:{CITIES[1]}", Role.AUDITOR, username="auditor"))
    for code in CITIES:
        for number in range(EACH):
            decided(code, number, stage="declined")
            decided(code, 50 + number, stage="closed", result="fulfilled", admitted_at=AT - 40 * DAY)
    return Scene({one.account_id: one for one in actors}, office, auditor)


def decided(code: str, number: int, *, on: date = date(2026, 9, 1), **said: Any) -> Case:
    """One file of this city; a declined one has its ground in the record."""
    at = local_moment(on, time(9))
    home = body(f"city:{code}")
    facts: dict[str, Any] = {
        "number": f"R{code}{number:05}",
        "home": home,
        "responsible": home,
        "lead": home,
        "category": "G01",
        "nature": "N01",
        "story": "我在徐州市演示水壶店买的水壶第三天就漏电，要求退货，电话13800000001。",
        "stated_business": {"name": "演示水壶店", "sign": "演示水壶店"},
        "remedies": ["refund"],
        "asked_fen": 26_800,
        "price_fen": 26_800,
        "created_at": at,
        "submitted_at": at,
        "stage_since": at,
        "ended_at": at,
    }
    case: Case = Case.objects.create(**(facts | said))
    Complainant.objects.create(case=case, name="李演示", phone="13800000001")
    if case.stage == "declined":
        with transaction.atomic():
            events.write(
                subject=case.record_key,
                verb="decline",
                by="system:test",
                at=at,
                facts={"ground": "ALL-TOO-OLD"},
            )
    return case


@remembered
def drawn() -> Scene:
    """This year's files are drawn."""
    scene = assemble()
    verbs.draw(by=scene.office, at=AT)
    return scene


def hand_in(
    scene: Scene, seat: RedecisionSeat, *, said: Mapping[str, str] = NOTHING, at: datetime = AT
) -> None:
    """The person of this seat decides: admitted, refund, all of it, unless said otherwise."""
    facts = {"admit": "yes", "remedy": "refund", "share": "4", **said}
    verbs.hand_in(seat, **facts, by=scene.actor(seat), at=at)
