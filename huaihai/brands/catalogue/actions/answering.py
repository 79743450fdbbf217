"""What became of a story or a picture that somebody wrote: kept with the row, which is locked while it is decided."""

from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.brands.models import EntryPicture, StoryVersion
from huaihai.brands.models.catalogue import Shown
from huaihai.desk.lives import NotPossible
from huaihai.members.actors import Actor


def held[R: (StoryVersion, EntryPicture)](row: R, *states: Shown) -> R:
    """The row as it is now, locked. Raises NotPossible where it is in none of these states any more."""
    found: R = type(row).objects.select_for_update().get(pk=row.pk)
    if found.state not in states:
        raise NotPossible(_("This was decided meanwhile."))
    return found


def answer(row: StoryVersion | EntryPicture, state: Shown, said: str, *, by: Actor, at: datetime) -> None:
    """It is in this state from now on, for the reason that was said."""
    row.state, row.answer, row.answered_at = state, said, at
    row.answered_by_id = by.account_id
    row.save(update_fields=["state", "answer", "answered_at", "answered_by"])
