"""An alarm about a trade becomes a topic that is proposed to the calendar of education."""

from collections.abc import Iterator
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


def propose(alarm: Alarm, places: Places, *, at: datetime) -> TopicProposal | None:
    """Propose the trade of a new alarm, with the numbers of its cities; None where there is none, or it was lately."""
    topic = keys.category_of(alarm.key)
    if topic not in kinds.BY_CODE:
        return None
    lately = TopicProposal.objects.filter(
        origin=TopicProposal.Origin.RISING, key__startswith=f"alarm:{topic}:", proposed_at__gt=at - QUIET
    )
    if lately.exists():
        return None
    facts = list(_facts(alarm, topic, places))
    return proposing.propose(
        f"alarm:{topic}:{alarm.number}",
        "",  # its page says it in the reader's language, from the facts
        origin=TopicProposal.Origin.RISING,
        month=alarm.raised_by.day.replace(day=1),
        topics=[topic],
        cities=[fact["city"] for fact in facts],
        facts=facts,
        by=PROGRAM,
        at=at,
    )


def _facts(alarm: Alarm, topic: str, places: Places) -> Iterator[dict[str, Any]]:
    """One row a city of the alarm: complaints about the trade in the last seven days, and a week before on average."""
    day = alarm.raised_by.day
    cities = {city.region_code: city for city in places.cities(alarm.places)}
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
            "alarm": alarm.number,
        }
