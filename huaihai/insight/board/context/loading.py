"""The verb: figures of a table are taken in, and what they correct is kept with the moment it was replaced."""

import hashlib
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.governance import standing
from huaihai.governance.actions.office import lock_alliance
from huaihai.insight.board.context.file import BadFile, Line, read
from huaihai.insight.models import ContextFigure
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.record import events

SUBJECT = "insight-context"
SAME = ("value", "unit", "source", "read_on")


def load(raw: bytes, *, by: Actor, at: datetime) -> int:
    """Take in all figures of this table that are new or say something else; how many. Raises NotAllowed, Unfit."""
    if not standing.is_office(by, on=local_day(at)):
        raise NotAllowed(_("Only the secretariat can load figures."))
    try:
        lines = read(raw, today=local_day(at))
    except BadFile as error:
        raise Unfit("file", " ".join(error.faults)) from error
    with transaction.atomic():
        lock_alliance()
        new = _new(lines)
        _replace(new, at)
        ContextFigure.objects.bulk_create(
            ContextFigure(**asdict(line), loaded_at=at, loaded_by=by.key) for line in new
        )
        if new:
            facts = {"figures": len(new), "sha256": hashlib.sha256(raw).hexdigest()}
            events.write(subject=SUBJECT, verb="context figures loaded", by=by.key, at=at, facts=facts)
    return len(new)


def _new(lines: list[Line]) -> list[Line]:
    places = {line.place for line in lines}
    held = {
        (row.place, row.period, row.indicator): tuple(getattr(row, name) for name in SAME)
        for row in ContextFigure.objects.standing().filter(place__in=places)
    }
    return [
        line
        for line in lines
        if held.get((line.place, line.period, line.indicator)) != tuple(getattr(line, name) for name in SAME)
    ]


def _replace(new: list[Line], at: datetime) -> None:
    for start in range(0, len(new), 200):
        same = Q(pk=None)
        for line in new[start : start + 200]:
            same |= Q(place=line.place, period=line.period, indicator=line.indicator)
        ContextFigure.objects.standing().filter(same).update(replaced_at=at)
