"""The alarm that a page is about, the lists, and how stages are coloured."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict

from huaihai.desk.frame import actor_of
from huaihai.insight.alarms import keys
from huaihai.insight.models import Alarm, AlarmPlace
from huaihai.members.actors import Actor

TONES = {"new": "late", "watched": "warn", "real": "warn", "explained": "calm", "false": "calm"}
GOING_ON, OVER = "on", "over"
BESIDE = 6


def alarm_or_404(request: HttpRequest, pk: UUID) -> Alarm:
    """The alarm, if the reader may see it. Raises Http404."""
    rows = Alarm.objects.visible_to(actor_of(request)).select_related("seen", "raised_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def beside(alarm: Alarm, actor: Actor) -> list[Alarm]:
    """A few others that the actor may see, at the same time and in a place of this one. One query."""
    held = AlarmPlace.objects.filter(alarm=alarm).values("code")
    there = AlarmPlace.objects.filter(code__in=held).values("alarm")
    rows = Alarm.objects.visible_to(actor).filter(pk__in=there).exclude(pk=alarm.pk)
    return list(rows.filter(since__lte=alarm.until, until__gte=alarm.since)[:BESIDE])


def chosen(sent: QueryDict, cities: list[str]) -> dict[str, str]:
    """The filters that were asked for; what is unknown counts for nothing."""
    allowed = {
        "stage": list(TONES),
        "family": list(keys.FAMILIES),
        "city": cities,
        "time": [GOING_ON, OVER],
    }
    return {name: sent.get(name, "") if sent.get(name) in known else "" for name, known in allowed.items()}


def narrowed(actor: Actor, by: dict[str, str]) -> QuerySet[Alarm]:
    """The alarms that the actor may see, narrowed."""
    rows = Alarm.objects.visible_to(actor)
    if by["stage"]:
        rows = rows.filter(stage=by["stage"])
    if by["family"]:
        family = by["family"]
        rows = rows.filter(key=family) if family == keys.ALL else rows.filter(key__startswith=f"{family}:")
    if by["city"]:
        rows = rows.filter(pk__in=AlarmPlace.objects.filter(city__region_code=by["city"]).values("alarm"))
    if by["time"]:
        rows = rows.filter(ended_on__isnull=by["time"] == GOING_ON)
    return rows
