"""What a night's answer does to the alarms: new ones are raised, known ones go on, quiet ones end."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings

from huaihai.desk.lives import NEW
from huaihai.insight.alarms import places
from huaihai.insight.alarms.covering import is_covered
from huaihai.insight.alarms.gathering import BUDGET, PROGRAM
from huaihai.insight.alarms.keys import LONGEST
from huaihai.insight.alarms.lives import ALARM
from huaihai.insight.alarms.places import Places
from huaihai.insight.alarms.topics import propose
from huaihai.insight.models import Alarm, AlarmPlace, AlarmSighting, Night
from huaihai.insight.scanning.jobs import QUIET_DAYS
from huaihai.record import events

FORTNIGHT: Final = 14


def store(night: Night, answer: dict[str, Any], *, at: datetime) -> None:
    """Store the engine's answer, in the caller's transaction. Changes `found` and `raised` of the night, unsaved."""
    going_on = {alarm.identity: alarm for alarm in Alarm.objects.going_on().select_for_update()}
    known_places = places.load()
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
    events.write(subject=alarm.record_key, verb="alarm_raised", by=PROGRAM.key, at=at, facts=facts | counted)
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
