"""What a night's alarms say about a trade becomes a topic that is proposed to the calendar of education."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q, Sum

from huaihai.education.actions import proposing
from huaihai.education.models import TopicProposal
from huaihai.insight.alarms import keys
from huaihai.insight.alarms.gathering import PROGRAM
from huaihai.insight.alarms.places import Places
from huaihai.insight.models import Alarm, DayCount
from huaihai.law import kinds

QUIET: Final = timedelta(days=28)  # the same trade is not proposed again within these
WEEK: Final = timedelta(days=7)
WEEKS_BEFORE: Final = 8


def propose(raised: Iterable[Alarm], known: Places, *, at: datetime) -> None:
    """Propose each trade of a night's new alarms, with the numbers of their cities, unless it was proposed lately."""
    by_topic: dict[str, list[Alarm]] = {}
    for alarm in raised:
        topic = keys.category_of(alarm.key)
        if topic in kinds.BY_CODE:
            by_topic.setdefault(topic, []).append(alarm)
    for topic, alarms in by_topic.items():
        lately = TopicProposal.objects.filter(
            origin=TopicProposal.Origin.RISING, key__startswith=f"alarm:{topic}:", proposed_at__gt=at - QUIET
        )
        if not lately.exists():
            _propose(topic, alarms, known, at)


def _propose(topic: str, alarms: list[Alarm], known: Places, at: datetime) -> None:
    first = alarms[0]
    facts = list(_facts(topic, alarms, known))
    proposing.propose(
        f"alarm:{topic}:{first.number}",
        "",  # its page says it in the reader's language, from the facts
        origin=TopicProposal.Origin.RISING,
        month=first.raised_by.day.replace(day=1),
        topics=[topic],
        cities=[fact["city"] for fact in facts],
        facts=facts,
        by=PROGRAM,
        at=at,
    )


def _facts(topic: str, alarms: list[Alarm], known: Places) -> Iterator[dict[str, Any]]:
    """One row a city of the alarms: complaints about the trade in the last seven days, a week before on average."""
    day = alarms[0].raised_by.day
    concerned = known.cities(code for alarm in alarms for code in alarm.places)
    cities = {city.region_code: city for city in concerned}
    rows = DayCount.objects.filter(
        day__gt=day - (WEEKS_BEFORE + 1) * WEEK, day__lte=day, category=topic, city__in=list(cities)
    )
    sums = rows.values("city").annotate(
        last=Sum("received", filter=Q(day__gt=day - WEEK), default=0), whole=Sum("received")
    )
    counted = {row["city"]: row for row in sums.order_by()}
    for code, city in cities.items():
        row = counted.get(code, {"last": 0, "whole": 0})
        yield {
            "topic": topic,
            "city": city.key,
            "last_week": row["last"],
            "weekly_before": round((row["whole"] - row["last"]) / WEEKS_BEFORE, 2),
            "alarms": [alarm.number for alarm in alarms],
        }
