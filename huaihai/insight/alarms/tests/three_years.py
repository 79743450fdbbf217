"""Three years of complaints from a seeded die, with events planted in them; looked at by the real nightly run."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import exp, sin, tau
from typing import Final

from huaihai.education.models import Publication
from huaihai.education.publications import publishing
from huaihai.insight.alarms import keys, nightly, verbs
from huaihai.insight.alarms.tests.scene import SUQIAN, SUZHOU, officer, received
from huaihai.insight.models import Alarm
from huaihai.insight.months import between
from huaihai.insight.rollups import counting
from huaihai.kit.clock import ZONE, local_day, local_moment
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from tests.posts import load_alliance

FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
DAY: Final = timedelta(days=1)
END = datetime(2027, 1, 1, 2, 0, tzinfo=ZONE)
COUNTIES = ("321302", "321322", "341302", "341322")
TRADES, NATURES = ("G01", "G03", "S02"), ("N01", "N07")
A_DAY = 0.16  # of each trade and nature in a county


@dataclass(frozen=True)
class Planted:
    """An event: so many cases a day more, of a trade and nature in a county, from a day on for some days."""

    county: str
    trade: str
    nature: str
    begin: date
    days: int
    a_day: float


PLANTED = (
    Planted("321302", "G01", "N07", date(2024, 6, 3), 14, 4.0),  # everything is in its first year then
    Planted("321322", "G03", "N01", date(2025, 2, 4), 25, 2.5),
    Planted("341302", "S02", "N07", date(2025, 5, 12), 18, 3.0),
    Planted("341322", "G01", "N01", date(2025, 9, 2), 20, 2.0),
    Planted("321302", "S02", "N01", date(2026, 1, 6), 22, 2.5),
    Planted("341302", "G03", "N07", date(2026, 4, 3), 20, 3.5),
    Planted("321322", "G01", "N07", date(2026, 8, 4), 24, 2.5),
)


def live() -> None:
    """The complaints of the three years, counted."""
    load_alliance()
    dice = random.Random(21)  # the same in every run
    for county in COUNTIES:
        for trade in TRADES:
            for nature in NATURES:
                days = list(_days(dice, county, trade, nature))
                received(f"county:{county}", trade, *days, nature=nature, at=END)
    for month in between(FIRST, LAST):
        counting.recount(month, at=END)


def _days(dice: random.Random, county: str, trade: str, nature: str) -> Iterator[float]:
    """How many days before the end each came in."""
    mine = [one for one in PLANTED if (one.county, one.trade, one.nature) == (county, trade, nature)]
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + number * DAY
        mean = A_DAY * exp(0.3 * sin(tau * number / 365.25))
        mean += sum(one.a_day for one in mine if one.begin <= day < one.begin + one.days * DAY)
        for _each in range(_poisson(dice, mean)):
            yield (END - local_moment(day)) / DAY - dice.uniform(0.3, 0.9)


def _poisson(dice: random.Random, mean: float) -> int:
    limit, number, product = exp(-mean), 0, dice.random()
    while product > limit:
        number, product = number + 1, product * dice.random()
    return number


def is_planted(alarm: Alarm) -> bool:
    """Whether an alarm tells of something that was planted."""
    return any(
        keys.category_of(alarm.key) in {one.trade, ""}
        and one.county in alarm.places
        and alarm.since < one.begin + one.days * DAY
        and one.begin <= alarm.until
        for one in PLANTED
    )


def play(*, every: int) -> None:
    """One of so many nights (84 in the first year) is looked at, alarms judged, warnings out two days later."""
    office = Actor.system("three-years")
    day = FIRST
    while day <= LAST:
        moment = local_moment(day + DAY) + timedelta(hours=2)
        nightly.look_at(day, at=moment)
        for alarm in Alarm.objects.unjudged().filter(raised_at__lte=moment - 2 * DAY):
            _judge(alarm, moment, office)
        day += (every if day.year > FIRST.year or every == 1 else 84) * DAY


def _judge(alarm: Alarm, at: datetime, office: Actor) -> None:
    person = officer(SUQIAN if any(code.startswith("3213") for code in alarm.places) else SUZHOU, Role.HEAD)
    number = int(alarm.number.partition("-")[2])
    verdict = "real" if is_planted(alarm) else ("false", "explained")[number % 2]
    verbs.judge(
        alarm,
        kind=verdict,
        reason="x",
        why="holiday" if verdict == "explained" else "",
        by=person,
        at=at,
    )
    if verdict == "real" and number % 3:
        alarm.refresh_from_db()
        text = verbs.open_text(alarm, title="当心", kind="warning", by=person, at=at)
        out = at + 2 * DAY
        publishing.publish(text, on=local_day(out), by=office, at=out)
        Publication.objects.filter(pk=text.pk).update(first_out_at=out, out_at=out)
        if number % 2 == 0:
            alarm.refresh_from_db()
            how = "十二位消费者退回的预付款之和"
            verbs.judge(
                alarm, kind="real", reason="x", harm_fen=1_234_500, harm_method=how, by=person, at=out
            )
