"""The kinds of things on a hand-over list, in the order in which the list shows them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

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
    VOTE: pgettext_lazy("hand-over", "Open votes"),
    MOTION: pgettext_lazy("hand-over", "Motions not yet decided"),
    MEETING: pgettext_lazy("hand-over", "Meetings ahead"),
    DUTY: pgettext_lazy("hand-over", "Duties of the office"),
    CLOCK: pgettext_lazy("hand-over", "Running clocks"),
    DRAFT: pgettext_lazy("hand-over", "Drafts"),
    REQUEST: pgettext_lazy("hand-over", "Requests without an answer"),
    CONTACT: pgettext_lazy("hand-over", "Contacts"),
    KEY: pgettext_lazy("hand-over", "Keys and administrators"),
}
ORDER = {kind: position for position, kind in enumerate(KINDS)}
