"""The yearly report: its file, as numbers without names, made by the office or by the calendar."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.effect.comparing import DRAWS, ENOUGH_CASES, ENOUGH_SETS, Compared, compare
from huaihai.brands.effect.matching import BEFORE, MOST, SHORTEST, matched
from huaihai.brands.marks.counting import looks
from huaihai.brands.models import EffectReport, Entry, Rating, RevisitConfirmation
from huaihai.desk.lives import NotPossible
from huaihai.desk.sealed.storing import store_sealed
from huaihai.governance.secretariat import lock_alliance
from huaihai.kit.clock import local_day, local_moment
from huaihai.kit.signing import canonical
from huaihai.members.actors import Actor
from huaihai.record.models import Event

# What is counted → the verb of the record that counts it.
COUNTED = {
    "nominated": "brand_nominate",
    "listed": "brand_pass_check",
    "admitted": "brand_admit",
    "not_admitted": "brand_refuse",
    "fell_short": "brand_fall_short",
    "suspended": "brand_suspend",
    "restored": "brand_restore",
    "removed": "brand_remove",
    "reinstated": "brand_reinstate",
    "left": "brand_leave",
    "expired": "brand_expire",
    "misuse_reports": "brand_misuse_report",
}
FORMAT = "huaihai-brands-effect-1"
SUBJECT = "brands"  # the programme as a whole, in the record
DUE_DAY = 15  # of January: last year's report is made by itself


def counts(since: date, until: date) -> dict[str, int]:
    """Whole numbers by name; both days are included."""
    begins = local_moment(since)
    ends = local_moment(until + timedelta(days=1))
    told = Event.objects.filter(verb__in=COUNTED.values(), at__gte=begins, at__lt=ends)
    found = Counter(told.values_list("verb", flat=True))
    visits = RevisitConfirmation.objects.filter(agrees=True, revisit__visited_on__range=(since, until))
    return {name: found[verb] for name, verb in COUNTED.items()} | {
        "mark_checks": looks(since, until),
        "revisits": visits.count(),
        "revisits_failed": visits.filter(revisit__is_failed=True).count(),
        "ratings": Rating.objects.filter(rated_on__range=(since, until)).count(),
    }


def file_of(year: int, *, on: date) -> bytes:
    """The report of a year as canonical JSON, made on this day: up to the year's last day, or to yesterday."""
    until = min(date(year, 12, 31), on - timedelta(days=1))
    found = matched(until=until, seed=year)
    content: dict[str, Any] = {
        "format": FORMAT,
        "year": year,
        "made_on": on.isoformat(),
        "is_demo": settings.DEMO,
        "until": until.isoformat(),
        "rules": {
            "before_days": BEFORE.days,
            "shortest_days": SHORTEST.days,
            "others_a_set": MOST,
            "seed": year,
            "draws": DRAWS,
            "enough_sets": ENOUGH_SETS,
            "enough_cases": ENOUGH_CASES,
        },
        "holders": found.holders,
        "sets": [asdict(one) for one in found.sets],
        "compared": _compared(compare(found.sets, seed=year)) if found.sets else None,
        "use": counts(date(year, 1, 1), until),
    }
    return canonical(content)


def read(file: str) -> dict[str, Any]:
    """A stored report as values."""
    held: dict[str, Any] = json.loads(file)
    return held


def _compared(told: Compared) -> dict[str, Any]:
    return {
        key: f"{value:.3f}" if isinstance(value, float) else value for key, value in asdict(told).items()
    } | {"verdict": told.verdict.value}


def report(year: int, *, by: Actor, at: datetime) -> EffectReport:
    """Compute and store the report of this year as it can be told today. Raises NotAllowed, NotPossible."""
    powers.require_office(by, at)
    on = local_day(at)
    if year > on.year or (year, on.month, on.day) == (on.year, 1, 1):
        raise NotPossible(_("There is nothing to tell of that year yet."))
    if not _had_entries(year):
        raise NotPossible(_("There was no entry yet in that year, so there is nothing to report."))
    file = file_of(year, on=on)
    with transaction.atomic():
        lock_alliance()
        made = EffectReport(
            year=year,
            number=EffectReport.objects.filter(year=year).count() + 1,
            file=file.decode(),
            sha256=hashlib.sha256(file).hexdigest(),
            at=at,
            by=by.key,
        )
        store_sealed(
            SUBJECT,
            "brands_effect_reported",
            [made],
            by=by,
            at=at,
            facts={"year": year, "number": made.number, "sha256": made.sha256},
        )
    return made


def due_acts(at: datetime) -> Iterator[Callable[[], object]]:
    """Last year's report, from the middle of January on, if there was anything in the directory and it is not made."""
    on = local_day(at)
    year = on.year - 1
    if (on.month, on.day) < (1, DUE_DAY) or EffectReport.objects.filter(year=year).exists():
        return
    if _had_entries(year):
        yield partial(report, year, by=Actor.system("fall-due"), at=at)


def _had_entries(year: int) -> bool:
    return Entry.objects.filter(year__lte=year).exists()
