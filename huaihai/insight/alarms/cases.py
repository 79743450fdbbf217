"""The cases behind an alarm: always a query, so that nobody keeps a list that the reader may not see."""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from huaihai.cases import marks
from huaihai.cases.models import Case
from huaihai.insight.alarms import keys
from huaihai.insight.alarms.gathering import PROGRAM, moments
from huaihai.insight.alarms.places import Places
from huaihai.insight.axes import NOT_STATED
from huaihai.insight.models import Alarm, DayCount
from huaihai.insight.rollups.statement import NEVER_COUNTED
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor


def listed(alarm: Alarm, known: Places, actor: Actor) -> QuerySet[Case, Any]:
    """The rows that the actor may read of the alarm's cases, the newest first."""
    rows = Case.objects.listed_to(actor).exclude(stage__in=NEVER_COUNTED)
    return _narrowed(rows, alarm, known, alarm.since, alarm.until).order_by("-submitted_at", "-pk")


def by_day(alarm: Alarm, known: Places, first: date, last: date) -> Counter[date]:
    """How many cases like those of the alarm came in on each day, in its places. One query."""
    if alarm.family in (keys.BUSINESS, keys.WORD):
        rows = Case.objects.visible_to(PROGRAM).exclude(stage__in=NEVER_COUNTED)
        found = _narrowed(rows, alarm, known, first, last).order_by()
        moments_of = found.values_list("submitted_at", flat=True)
        return Counter(local_day(at) for at in moments_of if at is not None)
    counted: Counter[date] = Counter()
    held = DayCount.objects.filter(_in_counts(alarm, known), day__gte=first, day__lte=last)
    for day, n in held.values_list("day", "received"):
        counted[day] += n
    return counted


def _narrowed(
    rows: QuerySet[Case, Any], alarm: Alarm, known: Places, first: date, last: date
) -> QuerySet[Case, Any]:
    begin, end = moments(first, last)
    in_time = rows.filter(submitted_at__gte=begin, submitted_at__lt=end)
    found = in_time.filter(known.cases(alarm.places)).filter(_about(alarm))
    return found.exclude(marks.denied()) if alarm.family == keys.BUSINESS else found


def _about(alarm: Alarm) -> Q:
    if alarm.family == keys.BUSINESS:
        business = keys.business_of(alarm.key)
        if business is None:
            return Q(pk__in=[])
        return Q(business=business) | Q(business__merged_into=business)
    if alarm.family == keys.WORD:
        return Q(title__icontains=alarm.key.partition(":")[2])
    return _trade(alarm)


def _trade(alarm: Alarm) -> Q:
    """Trade and nature as a filter; what is not stated is stored as "none", or left blank on a case."""
    found = Q()
    for name, code in zip(("category", "nature"), alarm.about, strict=False):
        if code == NOT_STATED:
            found &= Q(**{f"{name}__in": [NOT_STATED, ""]})
        else:
            found &= Q(**{name: code})
    return found


def _in_counts(alarm: Alarm, known: Places) -> Q:
    places = [known.by_code[code] for code in alarm.places if code in known.by_code]
    cities = [place.code for place in places if place.is_city]
    counties = [place.code for place in places if not place.is_city]
    return (Q(city__in=cities, county="") | Q(county__in=counties)) & _trade(alarm)
