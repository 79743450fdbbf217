"""The kinds of things on a hand-over list, in the order in which the list shows them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VOTE = "vote"
MOTION = "motion"
MEETING = "meeting"
DUTY = "duty"
CLOCK = "clock"
DRAFT = "draft"
REQUEST = "request"
CONTACT = "contact"
KEY = "key"

KINDS: Mapping[str, Promise | str] = {
    VOTE: _("Open votes"),
    MOTION: _("Motions not yet decided"),
    MEETING: _("Meetings ahead"),
    DUTY: _("Duties of the office"),
    CLOCK: _("Running clocks"),
    DRAFT: _("Drafts"),
    REQUEST: _("Requests without an answer"),
    CONTACT: _("Contacts"),
    KEY: _("Keys and administrators"),
}
ORDER = {kind: position for position, kind in enumerate(KINDS)}
