"""What only the secretariat in office does, and what the alliance does one at a time."""

from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed
from huaihai.governance import standing
from huaihai.kit.clock import local_day
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation


def lock_alliance() -> Organisation:
    """The alliance's own row, held until the transaction ends: what needs numbers or one at a time comes here first.

    Who locks several rows (`desk.moving.lock`) does it in one order, so that nobody waits in a circle: alliance,
    meeting, motion, its amendment, member body, hand-over, agreement, others.
    """
    return Organisation.objects.select_for_update(no_key=True).get(key=directory.ROOT_KEY)


def office_only(by: Actor, *, at: datetime) -> None:
    """Raises NotAllowed unless the actor acts as the secretariat on that day."""
    if not standing.is_office(by, on=local_day(at)):
        raise NotAllowed(_("Only the secretariat in office can do this."))
