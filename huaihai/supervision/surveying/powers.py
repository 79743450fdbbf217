"""Who may collect answers: the staff of the cities that take part."""

from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.models import Project


def require_part(project: Project, by: Actor, at: datetime) -> None:
    """Raises NotAllowed unless the actor's city takes part, or the actor leads it, or is the program itself."""
    if by.kind != "system" and not powers.takes_part(by, project, on=local_day(at)):
        raise NotAllowed(_("Only the cities that take part can do that."))
