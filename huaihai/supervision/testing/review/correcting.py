"""A published test is looked at again: its file stays out, marked, until the next one corrects it."""

from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor
from huaihai.record.models import Event
from huaihai.supervision import powers
from huaihai.supervision.actions.moving import moving
from huaihai.supervision.models import Project

LONGEST = 500


def look_again(project: Project, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> Project:
    """Back to checking: readings may be corrected, makers are heard anew, the next file corrects the one that is out.

    Everybody reads the reason meanwhile. Raises NotAllowed, NotPossible (nothing is published), Unfit, Moved.
    """
    powers.require_leader(project, by, at)
    if project.kind != Project.Kind.TEST:
        raise NotPossible(_("Only a comparative test is corrected in this way."))
    said = storable(reason).strip()
    if not said:
        raise Unfit("reason", _("Please say why."))
    if len(said) > LONGEST:
        raise Unfit("reason", _("This is too long. Please shorten it."))
    if mask(said).finds:
        raise Unfit("reason", _("Everybody reads this: please leave out numbers of persons."))
    with moving(project, "look again", by=by, at=at, seen=seen, text=said):
        pass
    return project


def being_corrected(project: Project) -> Event | None:
    """Since when and why a published test is looked at again; None if it is not."""
    if not project.is_looked_at_again:
        return None
    rows = Event.objects.filter(subject=project.record_key, verb="supervision_look_again")
    return rows.order_by("-number").first()
