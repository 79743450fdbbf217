"""Secret links of laboratories: a new one ends the earlier one."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible
from huaihai.members.actors import Actor
from huaihai.supervision.models import Laboratory
from huaihai.supervision.testing import links
from huaihai.supervision.testing.laboratory.actions import held_open, tell

LINK_DAYS = 60
PURPOSE = "laboratory"


def address_of(row: Laboratory) -> str:
    """The path that its link opens; empty if it has none."""
    token = links.token_of(row, purpose=PURPOSE)
    return reverse("laboratory", args=[row.pk, token]) if token else ""


def issue_link(row: Laboratory, *, days: int = LINK_DAYS, by: Actor, at: datetime) -> Laboratory:
    """A new secret link, open for so many days; an earlier one ends. Raises NotAllowed, NotPossible."""
    with transaction.atomic():
        held_open(row.project, by, at)
        held = Laboratory.objects.select_for_update().get(pk=row.pk)
        held.link_issue += 1
        held.link_until = at + timedelta(days=days)
        held.version += 1
        held.save(update_fields=["link_issue", "link_until", "version"])
        tell(held, "laboratory link made", by=by, at=at, until=held.link_until.isoformat())
    return held


def end_link(row: Laboratory, *, by: Actor, at: datetime) -> Laboratory:
    """The link opens nothing any more. Raises NotAllowed, NotPossible."""
    with transaction.atomic():
        held_open(row.project, by, at)
        held = Laboratory.objects.select_for_update().get(pk=row.pk)
        if held.link_until is None or held.link_until <= at:
            raise NotPossible(_("This laboratory has no link."))
        held.link_until = at
        held.version += 1
        held.save(update_fields=["link_until", "version"])
        tell(held, "laboratory link ended", by=by, at=at)
    return held
