"""The nightly look: feed the engine, store what it found, end what is over (named in `reactions.DUE`).

One event is told once: an outbreak in one trade and nature also lifts its trade, and all complaints together. An alarm
about a trade is left out if one trade and nature of it holds four fifths of its surplus in the same night; one about
all complaints, if any alarm does.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum

from huaihai.desk.lives import NEW
from huaihai.education.calendar import verbs as calendar_verbs
from huaihai.education.models import TopicProposal
from huaihai.insight import apart
from huaihai.insight.alarms import gathering, keys, plain, scores
from huaihai.insight.alarms.gathering import BUDGET, DAY, PROGRAM, Fed
from huaihai.insight.alarms.keys import LONGEST, Places
from huaihai.insight.alarms.life import ALARM
from huaihai.insight.apart import patiently
from huaihai.insight.models import Alarm, AlarmPlace, AlarmSighting, DayCount, DayCounted, Night
from huaihai.insight.scanning.jobs import QUIET_DAYS
from huaihai.kit.canonical import canonical, digest
from huaihai.kit.clock import local_day
from huaihai.law import kinds
from huaihai.record import events

ENGINE: Final = "huaihai.insight.scanning.jobs:scan"
KEPT: Final = timedelta(days=366)  # so long what was fed stays


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """To look at the day before this moment; once a year, to close the year before.

    A night that was missed is not made up: each looks at the last thirty days, so the next one sees what still goes on.
    """
    if missing(at) is not None:
        yield from patiently("early-warning", partial(look, at=at), at=at)
    yield from scores.due_acts(at)


def missing(at: datetime) -> date | None:
    """The day before this moment; None if it, or a later one, was looked at."""
    yesterday = local_day(at) - DAY
    return None if Night.objects.filter(day__gte=yesterday).exists() else yesterday


def look(*, at: datetime) -> None:
    """Look at the day that is missing, once the rollups have counted it. Raises JobFailed."""
    day = missing(at)
    if day is not None and DayCounted.objects.filter(day__gte=day).exists():
        look_at(day, at=at)


def look_at(day: date, *, at: datetime) -> Night | None:
    """Look at the year that ended on this day; None if that was done before. Raises JobFailed, TimeoutExpired.

    The engine runs in a process of its own and outside of any transaction.
    """
    if Night.objects.filter(day__gte=day).exists():
        return None
    fed = gathering.gather(day)
    answer = ask(fed.given)
    with transaction.atomic():
        night, is_new = Night.objects.select_for_update().get_or_create(
            day=day, defaults=_night_facts(fed, answer, at)
        )
        if not is_new:  # somebody else was quicker
            return None
        store(night, answer, at=at)
        plain.note(day)
        if night.found:
            night.fed = zlib.compress(fed.bytes, 9)
        night.save()
        Night.objects.filter(day__lt=day - KEPT, fed__isnull=False).update(fed=None)
        facts = {
            "day": day.isoformat(),
            "fed": night.fed_hash,
            "answer": night.answer_hash,
            "found": night.found,
            "raised": night.raised,
        }
        events.write(subject=scores.SUBJECT, verb="night_looked_at", by=PROGRAM.key, at=at, facts=facts)
    return night


def ask(given: dict[str, Any]) -> dict[str, Any]:
    """What the engine answers; without any count nothing is asked. Raises JobFailed, TimeoutExpired.

    It is asked in the spelling that is hashed, so that the order of names, too, is the same when it is asked again.
    """
    if not given["cells"] and not given["sums"]:
        return {"as_of": given["as_of"], "alarms": []}
    answer: dict[str, Any] = apart.run(ENGINE, json.loads(canonical(given)))
    return answer


def _night_facts(fed: Fed, answer: dict[str, Any], at: datetime) -> dict[str, Any]:
    said = {name: value for name, value in answer.items() if name != "alarms"}
    return {
        "ran_at": at,
        "cells": fed.cells,
        "cases": fed.cases,
        "parameters": fed.parameters | {"answer": said},
        "fed_hash": fed.hash,
        "answer_hash": digest(answer),
    }


FORTNIGHT: Final = 14


def store(night: Night, answer: dict[str, Any], *, at: datetime) -> None:
    """Store the engine's answer, in the caller's transaction. Changes `found` and `raised` of the night, unsaved."""
    going_on = {alarm.identity: alarm for alarm in Alarm.objects.going_on().select_for_update()}
    known_places = keys.load()
    raised = []
    _end_watches(going_on, night.day, at)
    for said in answer["alarms"]:
        known = _places(said, known_places)
        if not known or len(said["key"]) > LONGEST:
            continue
        alarm = going_on.get(said["identity"])
        if alarm is None and is_covered(said, answer["alarms"]):
            continue
        if alarm is None:
            alarm = going_on[said["identity"]] = _raise(said, known, night, at=at)
            raised.append(alarm)
        else:
            _go_on(alarm, said, known, night)
        _keep_places(alarm, known_places)
        night.found += 1
        AlarmSighting.objects.update_or_create(alarm=alarm, night=night, defaults={"said": said})
    night.raised = len(raised)
    propose(raised, known_places, at=at)
    for alarm in going_on.values():
        if alarm.until < night.day - timedelta(days=QUIET_DAYS):
            _end(alarm, night.day, at)


def _places(said: dict[str, Any], known: Places) -> list[str]:
    """The places of the event in which cases came in: whoever has none is not concerned."""
    return [
        code for code in said["places"] if code in known.by_code and said["by_place"].get(code, [1])[0] > 0
    ]


def per_fortnight(budget: dict[str, Any]) -> float:
    """How many false alarms a fortnight a budget allows."""
    return float(budget["alarms"]) * FORTNIGHT / float(budget["days"])


def _raise(said: dict[str, Any], known: list[str], night: Night, *, at: datetime) -> Alarm:
    alarm = Alarm(
        number=_number(night.day.year),
        identity=said["identity"],
        key=said["key"],
        detector=said["detector"],
        budget=per_fortnight(BUDGET),
        stage=ALARM.after("raise", NEW),
        raised_by=night,
        raised_at=at,
        is_demo=settings.DEMO,
        **_figures(said, known, night),
    )
    alarm.save(force_insert=True)
    facts = {"number": alarm.number, "key": alarm.key, "places": known, "since": said["since"]}
    counted = {"observed": alarm.observed, "expected": round(alarm.expected, 3), "detector": alarm.detector}
    whole = {"night": night.day.isoformat(), "fed": night.fed_hash, "said": said}
    registered = facts | counted | whole
    events.write(subject=alarm.record_key, verb="alarm_raised", by=PROGRAM.key, at=at, facts=registered)
    return alarm


def _go_on(alarm: Alarm, said: dict[str, Any], known: list[str], night: Night) -> None:
    """The night's figures take the place of the last ones, which stay in the sightings. The night has the event."""
    alarm.stage = ALARM.after("continue", alarm.stage)
    for name, value in _figures(said, known, night).items():
        setattr(alarm, name, value)
    alarm.save()


def _figures(said: dict[str, Any], known: list[str], night: Night) -> dict[str, Any]:
    return {
        "places": known,
        "since": date.fromisoformat(said["since"]),
        "until": date.fromisoformat(said["until"]),
        "observed": said["observed"],
        "expected": said["expected"],
        "score": said["score"],
        "p": said["p"],
        "recurrence_days": said["recurrence_days"],
        "by_place": {code: held for code, held in said["by_place"].items() if code in known},
        "seen": night,
    }


def _keep_places(alarm: Alarm, known: Places) -> None:
    AlarmPlace.objects.bulk_create(
        [AlarmPlace(alarm=alarm, code=code, city=known.by_code[code].city) for code in alarm.places],
        ignore_conflicts=True,
    )


def _end(alarm: Alarm, day: date, at: datetime) -> None:
    alarm.stage = ALARM.after("end", alarm.stage)
    alarm.ended_on = day
    alarm.version += 1
    alarm.save()
    facts = {"number": alarm.number, "until": alarm.until.isoformat()}
    events.write(subject=alarm.record_key, verb="alarm_ended", by=PROGRAM.key, at=at, facts=facts)


def _end_watches(going_on: dict[str, Alarm], day: date, at: datetime) -> None:
    """What was to be watched until a day waits for the officers again once the day is over."""
    over = Alarm.objects.filter(stage="watched", watched_until__lte=day).select_for_update()
    for found in over:
        alarm = going_on.get(found.identity, found) if found.ended_on is None else found
        alarm.stage, alarm.watched_until = ALARM.after("end watch", alarm.stage), None
        alarm.version += 1
        alarm.save()
        facts = {"number": alarm.number}
        events.write(subject=alarm.record_key, verb="alarm_watch_ended", by=PROGRAM.key, at=at, facts=facts)


def _number(year: int) -> str:
    taken = Alarm.objects.filter(number__startswith=f"{year}-").values_list("number", flat=True)
    return f"{year}-{max((int(number.partition('-')[2]) for number in taken), default=0) + 1}"


PART: Final = 0.8  # of the surplus over what was expected
_BREADTH: Final = {keys.ALL: 2, keys.CATEGORY: 1}  # all else is fine


def is_covered(said: dict[str, Any], night: Sequence[dict[str, Any]]) -> bool:
    """Whether another alarm of the same night says the same more finely."""
    surplus = PART * _surplus(said)
    return any(
        _is_finer(other["key"], said["key"]) and _meet(other, said) and _surplus(other) >= surplus
        for other in night
    )


def _is_finer(one: str, other: str) -> bool:
    breadth = _BREADTH.get(keys.family_of(other), 0)
    if breadth == _BREADTH[keys.ALL]:
        return _BREADTH.get(keys.family_of(one), 0) < breadth
    if breadth == _BREADTH[keys.CATEGORY]:
        return keys.family_of(one) == keys.PAIR and keys.category_of(one) == keys.category_of(other)
    return False


def _meet(one: dict[str, Any], other: dict[str, Any]) -> bool:
    in_time = one["since"] <= other["until"] and other["since"] <= one["until"]
    return in_time and bool(set(one["places"]) & set(other["places"]))


def _surplus(said: dict[str, Any]) -> float:
    return float(said["observed"]) - float(said["expected"])


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
    calendar_verbs.propose(
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


@dataclass(frozen=True)
class Checked:
    """What checking one alarm's last sighting (or its first) showed.

    `is_kept`: what the engine was fed is still there and has its hash. `comes_out`: the engine, run again on it, says
    the same of this alarm; None where it could not be run, or decided in another way then. `changed`: how many counts
    are other ones today, because cases were put under another trade, business or place since; an alarm is not wrong
    for that.
    """

    alarm: str
    day: str
    is_kept: bool
    comes_out: bool | None
    changed: int | None
    said: dict[str, Any]

    @property
    def is_well(self) -> bool:
        """Whether nothing speaks against the alarm."""
        return self.is_kept and self.comes_out is not False


def check(alarm: Alarm) -> Checked:
    """Run the engine again on what it was fed in the night in which the alarm was last seen. Raises JobFailed."""
    sighting = AlarmSighting.objects.select_related("night").get(alarm=alarm, night=alarm.seen)
    night = sighting.night
    fed = _fed(night)
    if fed is None:
        return Checked(alarm.number, str(night.day), False, None, None, sighting.said)
    if fed.given.get("engine") != gathering.ENGINE:
        return Checked(alarm.number, str(night.day), True, None, None, sighting.said)
    answer = ask(fed.given)
    same = sighting.said in answer["alarms"] and digest(answer) == night.answer_hash
    return Checked(alarm.number, str(night.day), True, same, _changed(fed, night), sighting.said)


def _fed(night: Night) -> gathering.Fed | None:
    if night.fed is None:
        return None
    fed = gathering.Fed(json.loads(zlib.decompress(bytes(night.fed))))
    return fed if fed.hash == night.fed_hash else None


def _changed(fed: gathering.Fed, night: Night) -> int:
    """How many counts the cases give otherwise today."""
    now = gathering.gather(night.day)
    return sum(len(_rows(fed, name) ^ _rows(now, name)) for name in ("cells", "sums"))


def _rows(fed: gathering.Fed, name: str) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in fed.given[name]}
