"""In force by a resolution; changed later only with a reason; each item becomes a project."""

from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.governance.actions.moving import moving
from huaihai.governance.errors import NotPossible, Unfit
from huaihai.governance.models import Resolution
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.supervision.actions import planning
from huaihai.supervision.models import Programme, ProgrammeChange, ProgrammeItem, Project
from huaihai.supervision.programme import content, powers
from huaihai.supervision.programme.actions import choosing
from huaihai.supervision.programme.actions.choosing import Task
from huaihai.supervision.programme.lives import PROGRAMME


def adopt(programme: Programme, *, resolution: Resolution, by: Actor, at: datetime) -> Programme:
    """In force by this resolution; topics that were not chosen are answered so. Called by the effect alone."""
    with moving(programme, "adopt", PROGRAMME, by=by, at=at) as move:
        move.row.resolution, move.row.adopted_on = resolution, resolution.adopted_on
        left = move.row.topics.filter(stage="open").update(stage="not_chosen")
        move.facts |= {"resolution": resolution.number, "hash": move.row.content_hash, "not_chosen": left}
    return programme


def change(
    item: ProgrammeItem, task: Task, *, reason: str, seen: int | None = None, by: Actor, at: datetime
) -> ProgrammeChange:
    """An item of an adopted programme is done another way; everybody reads why.

    Raises NotAllowed, NotPossible, Unfit, Moved.
    """
    return _changed(item, task, reason, seen=seen, by=by, at=at)


def drop(
    item: ProgrammeItem, *, reason: str, seen: int | None = None, by: Actor, at: datetime
) -> ProgrammeChange:
    """It is not done after all; it stays on the page with the reason. Raises as `change`."""
    return _changed(item, None, reason, seen=seen, by=by, at=at)


def open_project(item: ProgrammeItem, *, by: Actor, at: datetime) -> Project:
    """The item becomes a project with its cities, shares and money, by who leads it.

    Raises NotAllowed, NotPossible (there is one, or it was dropped), Unfit.
    """
    with moving(item.programme, "open project", PROGRAMME, by=by, at=at) as move:
        move.stays = True
        held = _locked(item)
        if held.project_id is not None:
            raise NotPossible(_("The project of this topic is open already."))
        project = planning.open_project(
            kind=held.kind,
            title=held.title,
            theme=held.theme,
            question=held.why,
            lead=held.lead,
            year=move.row.year,
            starts_on=held.starts_on,
            ends_on=held.ends_on,
            cities=content.parts_of(held),
            by=by,
            at=at,
        )
        held.project = project
        held.save(update_fields=["project"])
        move.facts |= {"item": str(held.pk), "project": project.number}
    return project


def _changed(
    item: ProgrammeItem, task: Task | None, reason: str, *, seen: int | None, by: Actor, at: datetime
) -> ProgrammeChange:
    powers.require_office(by, on=local_day(at))
    said = storable_name(reason)
    if not said:
        raise Unfit("reason", _("Please say why. Everybody reads it."))
    with moving(item.programme, "change", PROGRAMME, by=by, at=at, seen=seen) as move:
        held = _locked(item)
        before = content.said(held)
        if task is None:
            held.is_dropped = True
            held.save(update_fields=["is_dropped"])
            after = {**before, "is_dropped": True}
        else:
            choosing.check(task, move.row.year)
            choosing.write(held, task)
            after = content.said(_locked(held))
        if before == after:
            raise NotPossible(_("Nothing is different from before."))
        row = ProgrammeChange.objects.create(
            item=held, before=before, after=after, reason=said, at=at, by=by.key
        )
        move.facts |= {"item": str(held.pk), "before": before, "after": after}
        move.text = said
    return row


def _locked(item: ProgrammeItem) -> ProgrammeItem:
    rows = ProgrammeItem.objects.select_for_update(of=("self",)).select_related("lead", "programme")
    held = rows.prefetch_related("parts__body").get(pk=item.pk)
    if held.is_dropped:
        raise NotPossible(_("This topic was dropped."))
    return held
