"""Telling everybody at once: collecting ends if it has not, whoever has none gets a notice, all are told."""

from datetime import datetime

from django.db import transaction

from huaihai.members.actors import Actor
from huaihai.supervision.actions import planning
from huaihai.supervision.models import MakerNotice, Project
from huaihai.supervision.testing.hearing import own_results, preparing, telling


def tell_everybody(project: Project, *, by: Actor, at: datetime) -> list[MakerNotice]:
    """Whoever did not know the results as they are now. Nothing of it is done if one part cannot be.

    Raises NotAllowed, NotPossible (with all that hinders the end of collecting; results cannot be computed).
    """
    with transaction.atomic():
        if project.stage == "running":
            planning.finish(project, by=by, at=at)
        preparing.prepare(project, by=by, at=at)
        rows = list(project.notices.select_related("project"))
        results = own_results.all_of(project)
        untold = [row for row in rows if telling.changed_since(row, results)]
        return telling.tell(untold, by=by, at=at) if untold else []
