"""Watching marks: each day what is measured is held against the written triggers, and what fires opens a proceeding."""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q

from huaihai.brands import standing
from huaihai.brands.actions.moving import lock
from huaihai.brands.conduct import measured, triggers
from huaihai.brands.conduct.actions.opening import cause_of, open_proceeding
from huaihai.brands.conduct.actions.stepping import PROGRAM
from huaihai.brands.conduct.triggers import Known
from huaihai.brands.lives import MARKED
from huaihai.brands.models import CriteriaVersion, Entry, Proceeding, Watch
from huaihai.brands.scoring import criteria as scoring
from huaihai.kit.clock import local_day
from huaihai.record.models import Event

log = logging.getLogger(__name__)
TOGETHER = 200


class NotWatched(RuntimeError):
    """Some marks could not be looked at; the log tells where, the next run tries again."""


def watch(entry: Entry, *, at: datetime) -> list[Proceeding]:
    """Hold what is measured about a mark now against the triggers; the proceedings that this opened.

    The next look at the same facts opens nothing. Does nothing where there is no mark or no criteria are in force.
    """
    found = standing.criteria_on(local_day(at))
    if found is None or entry.stage not in MARKED:
        return []
    return _watched(entry, found, opens=True, at=at)


def begin(event: Event) -> None:
    """For `reactions.REACTIONS`: a mark was given. The vote knew what had been before, so that opens nothing later."""
    entry = Entry.objects.filter(pk=event.subject.removeprefix("brand:")).first()
    found = standing.criteria_on(local_day(event.at))
    if entry is not None and found is not None:
        _watched(entry, found, opens=False, at=event.at)


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """For `huaihai fall-due`: one act for all marks that were not looked at today."""
    if standing.criteria_on(local_day(at)) is not None and _unwatched(local_day(at)).exists():
        yield partial(_watch_all, at)


def _watch_all(at: datetime) -> None:
    failed, rows = 0, list(_unwatched(local_day(at)).order_by("pk")[:TOGETHER])
    while rows:
        for entry in rows:
            try:
                watch(entry, at=at)
            except Exception as error:  # noqa: BLE001 # the other marks are still to be looked at
                log.error("a mark could not be looked at: %s", type(error).__name__)
                failed += 1
        after = _unwatched(local_day(at)).filter(pk__gt=rows[-1].pk)
        rows = list(after.order_by("pk")[:TOGETHER])
    if failed:
        raise NotWatched(f"{failed} marks could not be looked at")


def _unwatched(day: date) -> Any:
    rows = Entry.objects.filter(stage__in=MARKED).select_related("business", "body", "place")
    return rows.filter(Q(watch__isnull=True) | Q(watch__on__lt=day))


def _watched(entry: Entry, version: CriteriaVersion, *, opens: bool, at: datetime) -> list[Proceeding]:
    criteria, day = scoring.parse(version.content), local_day(at)
    with transaction.atomic():
        held = lock(entry.pk)
        row = Watch.objects.filter(entry=held).first()
        known = _read(row.known) if row is not None else {}
        now = measured.measures_of(held, criteria, as_of=day)
        found = triggers.fired(criteria, now, day, known) if opens and held.stage in MARKED else []
        if row is not None:  # a trigger that came with later criteria looks forward only
            found = [one for one in found if one.key in known]
        causes = [cause_of(one, version.content["clocks"]) for one in found]
        made = [open_proceeding(entry, cause, by=PROGRAM, at=at) for cause in causes]
        after = _written(triggers.remembered(criteria, now, known))
        Watch.objects.update_or_create(entry=held, defaults={"on": day, "known": after})
    return made


def _read(known: Mapping[str, Any]) -> dict[str, Known]:
    return {
        key: Known(Fraction(one["level"]) if one["level"] else None, frozenset(one["facts"]))
        for key, one in known.items()
    }


def _written(known: Mapping[str, Known]) -> dict[str, Any]:
    return {
        key: {"level": "" if one.level is None else str(one.level), "facts": sorted(one.facts)}
        for key, one in known.items()
    }
