"""Somebody advertises with results: told by anybody, judged by staff, stopped by a letter."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.governance.errors import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance.lives import NEW
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.actions.moving import lock
from huaihai.supervision.models import Project, UseReport
from huaihai.supervision.sealing import seal
from huaihai.supervision.testing.hearing.lives import USE_REPORT

LONGEST = 2000
VERDICTS = {"misuse": "find misuse", "fine": "find nothing"}


@dataclass(frozen=True)
class Seen:
    """What somebody saw: where (address, shop), of which product (key, may be empty), in which words; how to reach
    whoever tells it (may be empty)."""

    where: str
    product: str = ""
    text: str = ""
    contact: str = ""


def report(project: Project, seen: Seen, *, by: Actor, at: datetime) -> UseReport:
    """Take a report from anybody. Raises NotPossible (nothing is published), Unfit."""
    where = storable_name(seen.where)
    if not where:
        raise Unfit("where", _("Please say where you saw it."))
    if len(seen.text) > LONGEST:
        raise Unfit("text", _("This is too long. Please shorten it."))
    with transaction.atomic():
        held = lock(project.pk)
        if held.published_at is None:
            raise NotPossible(_("Nothing is published yet."))
        made = UseReport.objects.create(
            project=held,
            product=seen.product,
            where=where,
            text=storable(seen.text).strip(),
            contact=storable_name(seen.contact),
            stage=USE_REPORT.after("report", NEW),
            at=at,
        )
        seal(held, "use reported", [], by=by, at=at, facts={"report": str(made.pk), "product": seen.product})
    return made


def judge(
    row: UseReport, *, outcome: str, verdict: str, user: str = "", seen: int, by: Actor, at: datetime
) -> UseReport:
    """It is advertising, by whom, or none; with reasons. Raises NotAllowed, NotPossible, Unfit, Moved."""
    if outcome not in VERDICTS:
        raise Unfit("outcome", _("Please choose what it is."))
    if outcome == "misuse" and not storable_name(user):
        raise Unfit("user", _("Please write who advertises."))
    return _step(row, VERDICTS[outcome], verdict, user=storable_name(user), seen=seen, by=by, at=at)


def stop(row: UseReport, *, verdict: str, seen: int, by: Actor, at: datetime) -> UseReport:
    """After the letter it has ended. Raises as `judge`."""
    return _step(row, "stop", verdict, user=row.user, seen=seen, by=by, at=at)


def _step(
    row: UseReport, verb: str, verdict: str, *, user: str, seen: int, by: Actor, at: datetime
) -> UseReport:
    said = storable(verdict).strip()
    if not said:
        raise Unfit("verdict", _("Please give the reasons."))
    if not powers.takes_part(by, row.project, on=local_day(at)):
        raise NotAllowed(_("Only the bodies that take part in this project can do that."))
    with transaction.atomic():
        project = lock(row.project_id)
        held = UseReport.objects.select_for_update().get(pk=row.pk)
        if held.version != seen:
            raise Moved(held)
        held.stage = USE_REPORT.after(verb, held.stage)
        held.verdict, held.user, held.body = said, user, by.organisation
        held.decided_at = at
        held.version += 1
        held.save()
        seal(project, f"use {verb}", [], by=by, at=at, facts={"report": str(held.pk)})
    return held
