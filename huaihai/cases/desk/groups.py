"""The stages as the desk groups them, in the order of the work."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.cases import lifecycle


@dataclass(frozen=True)
class Group:
    """Stages that stand under one heading, and what an officer usually does with such a case."""

    name: str
    label: Promise | str
    stages: tuple[str, ...]


GROUPS = (
    Group("checking", _("To be checked"), ("received", "supplementing")),
    Group("taking", _("To be taken"), ("forwarded",)),
    Group("deciding", _("To be decided"), ("deciding", "clarifying")),
    Group("inviting", _("To be served"), ("inviting",)),
    Group("negotiating", _("Negotiating"), ("negotiating",)),
    Group("mediating", _("In mediation"), ("mediating", "paused")),
    Group("fulfilling", _("Watching fulfilment"), ("fulfilling", "breached")),
)
ENDED = Group(
    "ended", _("Ended"), tuple(n for n, s in lifecycle.STAGES.items() if s.is_final and n != "abandoned")
)
BY_NAME = {group.name: group for group in (*GROUPS, ENDED)}

NEXT: dict[str, tuple[Promise | str, str]] = {  # what the list offers as next step, and the page it opens
    "received": (_("Check"), ""),
    "supplementing": (_("Waiting for the consumer"), ""),
    "forwarded": (_("Take"), "take"),
    "deciding": (_("Decide"), ""),
    "clarifying": (_("Waiting for the consumer"), ""),
    "inviting": (_("Record the service"), "serve"),
    "negotiating": (_("See how it goes"), ""),
    "mediating": (_("Write minutes"), "hold_session"),
    "paused": (_("Can it go on?"), "resume"),
    "fulfilling": (_("Check whether it was done"), "confirm"),
    "breached": (_("Follow it up"), "call_back"),
}
