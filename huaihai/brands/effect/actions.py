"""Making the yearly report, by the office or by the calendar. Nobody can leave one out or change one."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.effect import building
from huaihai.brands.models import EffectReport, Entry
from huaihai.desk.lives import NotPossible
from huaihai.desk.sealed.storing import store_sealed
from huaihai.governance.actions.office import lock_alliance
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

SUBJECT = "brands"  # the programme as a whole, in the record
DUE_DAY = 15  # of January: last year's report is made by itself


def report(year: int, *, by: Actor, at: datetime) -> EffectReport:
    """Compute and store the report of this year as it can be told today. Raises NotAllowed, NotPossible."""
    powers.require_office(by, at)
    on = local_day(at)
    if year > on.year or (year, on.month, on.day) == (on.year, 1, 1):
        raise NotPossible(_("There is nothing to tell of that year yet."))
    if not _had_entries(year):
        raise NotPossible(_("There was no entry yet in that year, so there is nothing to report."))
    file = building.file_of(year, on=on)
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
