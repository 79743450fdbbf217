"""What steps really took, and what somebody declares who has a part."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.governance.errors import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision import powers
from huaihai.supervision.actions.moving import lock
from huaihai.supervision.models import Declaration, Project, ProjectRole, StepMinutes
from huaihai.supervision.procedures import STEPS
from huaihai.supervision.sealing import seal

MOST_MINUTES = 1_000_000


def note_minutes(
    project: Project, body: Organisation, taken: Mapping[str, int], *, by: Actor, at: datetime
) -> None:
    """The minutes that these steps (by key) have taken at this body so far; what was noted before is replaced.

    By the leading body, or by the city itself. Raises NotAllowed, Unfit (its field is the step).
    """
    if not may_note(by, project, body, at=at):
        raise NotAllowed(_("Minutes are noted by the body that leads the project, or by a city for itself."))
    known = {step.key for step in STEPS[project.kind]}
    for step, minutes in taken.items():
        if step not in known or not 0 <= minutes <= MOST_MINUTES:
            raise Unfit(step, _("Please write a whole number of minutes."))
    with transaction.atomic():
        held = lock(project.pk)
        rows = StepMinutes.objects.filter(project=held, body=body)
        before = dict(rows.values_list("step", "minutes"))
        changed = {step: minutes for step, minutes in taken.items() if before.get(step) != minutes}
        if not changed:
            return
        for step, minutes in changed.items():
            said = {"minutes": minutes, "at": at, "by": by.key}
            StepMinutes.objects.update_or_create(project=held, step=step, body=body, defaults=said)
        was = {step: before[step] for step in changed if step in before}
        facts = {"body": body.key, "minutes": changed, "before": was}
        seal(held, "note minutes", [], by=by, at=at, facts=facts)


def may_note(actor: Actor, project: Project, body: Organisation, *, at: datetime) -> bool:
    """Whether the actor may note minutes for this body."""
    if powers.leads(actor, project, on=local_day(at)):
        return True
    part = powers.city_of(actor, project)
    return part is not None and body.is_within(part.body)


def declare(row: ProjectRole, *, is_free: bool, interest: str = "", by: Actor, at: datetime) -> Declaration:
    """Whoever has a part says whether an interest binds them; with one the part ends at once.

    Only the person says it, once. Raises NotAllowed, NotPossible, Unfit.
    """
    if by.account_id is None or by.account_id != row.account_id:
        raise NotAllowed(_("Only the person can declare this."))
    said = "" if is_free else storable(interest).strip()
    if not is_free and not said:
        raise Unfit("interest", _("Please say what binds you, in a sentence."))
    with transaction.atomic():
        lock(row.project_id)
        held = ProjectRole.objects.select_related("project", "body").get(pk=row.pk)
        if held.until is not None:
            raise NotPossible(_("This part has ended already."))
        if Declaration.objects.filter(row=held).exists():
            raise NotPossible(_("You have declared this already."))
        made = Declaration.objects.create(row=held, is_free=is_free, interest=said, at=at)
        if not is_free:
            held.until = at
            held.save(update_fields=["until"])
        facts = {"role": held.role, "body": held.body.key, "row": held.pk, "is_free": is_free}
        seal(held.project, "declare interest", [], by=by, at=at, facts=facts)
    return made
