"""An alarm opens a draft text or a draft sweep, with what is known filled in; people go on from there."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.education.actions import editing
from huaihai.education.models import Publication
from huaihai.insight.alarms import drafts, powers
from huaihai.insight.alarms.actions.moving import move, moving
from huaihai.insight.models import Alarm, AlarmSweep, AlarmText
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.supervision.actions import joining, planning
from huaihai.supervision.models import Project

TEXTS = (Publication.Kind.WARNING, Publication.Kind.TIP)


def open_text(
    alarm: Alarm, *, title: str, kind: str, seen: int | None = None, by: Actor, at: datetime
) -> Publication:
    """A draft of the actor's body, or by the office of the alliance, about what rises.

    Raises NotAllowed, Unfit, Moved.
    """
    powers.require(by, alarm, at=at)
    if not powers.may_write(by, at=at):
        raise NotAllowed(_("Only staff of the body that publishes a text can do this."))
    if kind not in TEXTS:
        raise Unfit("kind", _("Please choose a warning or a tip."))
    with (
        transaction.atomic(),
        moving(alarm, noted="alarm_text_opened", seen=seen, by=by, at=at) as (held, facts),
    ):
        content = drafts.content(held, title=title)
        edition = editing.open_first(
            content, kind=kind, publisher=powers.publisher_for(by, at=at), by=by, at=at
        )
        AlarmText.objects.create(alarm=held, publication=edition.publication, by=by.key, at=at)
        move(held, "open text")
        facts["publication"] = str(edition.publication.pk)
    return edition.publication


def open_sweep(
    alarm: Alarm, *, title: str, theme: str, seen: int | None = None, by: Actor, at: datetime
) -> Project:
    """A draft sweep of the cities concerned. Raises NotAllowed, Unfit, Moved."""
    powers.require(by, alarm, at=at)
    with (
        transaction.atomic(),
        moving(alarm, noted="alarm_sweep_opened", seen=seen, by=by, at=at) as (held, facts),
    ):
        lead = powers.lead_for(by, at=at)
        project = planning.open_project(
            kind=Project.Kind.SWEEP,
            title=title,
            theme=theme,
            question=drafts.question(held),
            lead=lead,
            year=local_day(at).year,
            plan=drafts.plan(held),
            cities=[joining.CityPart(body=city) for city in drafts.cities(held)],
            by=by,
            at=at,
        )
        AlarmSweep.objects.create(alarm=held, project=project, by=by.key, at=at)
        move(held, "open sweep")
        facts["project"] = project.number
    return project
