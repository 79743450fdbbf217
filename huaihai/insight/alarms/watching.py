"""The nightly look: feed the engine, store what it found, end what is over (named in `reactions.DUE`)."""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db import transaction

from huaihai.insight import apart
from huaihai.insight.alarms import gathering, storing
from huaihai.insight.alarms.gathering import DAY, PROGRAM, Fed
from huaihai.insight.models import DayCounted, Night
from huaihai.insight.patience import patiently
from huaihai.kit.canonical import canonical
from huaihai.kit.clock import local_day
from huaihai.record import events

SUBJECT: Final = "early-warning"  # in the record
ENGINE: Final = "huaihai.insight.scanning.jobs:scan"
KEPT: Final = timedelta(days=366)  # so long what was fed stays


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """One act: to look at the day before this moment. A night that was missed is not made up: each looks at the
    last thirty days, so the next one sees what still goes on."""
    if missing(at) is not None:
        yield from patiently("early-warning", partial(look, at=at), at=at)


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
            day=day, defaults=_facts(fed, answer, at)
        )
        if not is_new:  # somebody else was quicker
            return None
        storing.store(night, answer, at=at)
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
        events.write(subject=SUBJECT, verb="night_looked_at", by=PROGRAM.key, at=at, facts=facts)
    return night


def ask(given: dict[str, Any]) -> dict[str, Any]:
    """What the engine answers; without any count nothing is asked. Raises JobFailed, TimeoutExpired.

    It is asked in the spelling that is hashed, so that the order of names, too, is the same when it is asked again.
    """
    if not given["cells"] and not given["sums"]:
        return {"as_of": given["as_of"], "alarms": []}
    answer: dict[str, Any] = apart.run(ENGINE, json.loads(canonical(given)))
    return answer


def hash_of(answer: dict[str, Any]) -> str:
    """SHA-256 of an answer's canonical JSON."""
    return hashlib.sha256(canonical(answer)).hexdigest()


def _facts(fed: Fed, answer: dict[str, Any], at: datetime) -> dict[str, Any]:
    said = {name: value for name, value in answer.items() if name != "alarms"}
    return {
        "ran_at": at,
        "cells": fed.cells,
        "cases": fed.cases,
        "parameters": fed.parameters | {"answer": said},
        "fed_hash": fed.hash,
        "answer_hash": hash_of(answer),
    }
