"""Who writes about an entry, and who reads it before the public does."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.lives import DIRECTORY
from huaihai.brands.models import Entry
from huaihai.brands.powers import Who
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.supervision.powers import works


def may_write(entry: Entry, by: Actor, at: datetime) -> bool:
    """Whether the actor manages the business, or works in the entry's city."""
    if by.account_id is None:
        return False
    if by.kind == "business":
        try:
            powers.require_holder(entry, by, local_day(at))
        except NotAllowed:
            return False
        return True
    return powers.is_of_city(by, entry)


def why_not(entry: Entry, by: Actor, at: datetime) -> str:
    """Why nothing can be written about it now, in a sentence; empty if it can."""
    if not may_write(entry, by, at):
        return _("Only the business itself and the association of its city write about it.")
    if entry.stage == "nominated":
        return _("Story and pictures come once the business takes part. So first: take part.")
    if entry.stage not in (*DIRECTORY, "accepted"):
        return _("This entry is not in the directory.")
    return ""


def require_writer(entry: Entry, by: Actor, at: datetime) -> None:
    """Raises NotAllowed; NotPossible for an entry that is not in the directory."""
    if not may_write(entry, by, at):
        raise NotAllowed(_("Only the business itself and the association of its city write about it."))
    if entry.stage not in (*DIRECTORY, "accepted"):
        raise NotPossible(_("This entry is not in the directory."))


def require_reviewer(entry: Entry, by: Actor) -> None:
    """Raises NotAllowed for whoever does not work in a city of the alliance."""
    if not may_review(entry, by):
        raise NotAllowed(_("Only staff of a city's association can do that."))


def may_review(entry: Entry, by: Actor) -> bool:
    """Whether the actor may read what another wrote: staff of any city; a story gives no title."""
    del entry
    return works(by) and by.account_id is not None and by.organisation is not None


def who_writes(by: Actor) -> Who:
    """By which right a writer acts; that the actor has it, was asked before."""
    return Who.HOLDER if by.kind == "business" else Who.STAFF


def account_of(by: Actor) -> UUID:
    """The account of somebody who writes. Raises NotAllowed for who has none."""
    if by.account_id is None:
        raise NotAllowed(_("Only the business itself and the association of its city write about it."))
    return by.account_id
