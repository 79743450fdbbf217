"""What was told to a connection, in words."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.businesses.models import Change

WHY: dict[str, Promise | str] = {
    "bad-address": gettext_lazy("the address is not one that can be sent to"),
    "not-public": gettext_lazy("the address leads into a closed network"),
    "unknown-name": gettext_lazy("the name of the server is not known"),
    "no-answer": gettext_lazy("no answer, or no valid certificate"),
    "no-receiver": gettext_lazy("there is no address any more"),
    "too-big": gettext_lazy("the message is too large"),
}


def row(change: Change) -> dict[str, Any]:
    """One line of the list of what was told."""
    message = change.message
    return {
        "change": change,
        "what": change.get_kind_display(),
        "verb": str(change.data.get("verb", "")),
        "state": _state(message),
        "is_late": bool(message and message.gave_up_at),
        "is_sent": bool(message and message.sent_at),
        "may_send": bool(message and (message.gave_up_at or message.sent_at or message.attempts)),
    }


def _state(message: Any) -> str:
    if message is None:
        return _("on the list of changes")
    if message.sent_at:
        return _("arrived")
    why = str(WHY.get(message.last_error, "")) or message.last_error.replace("status-", "HTTP ")
    if message.gave_up_at:
        return _("given up: %(why)s") % {"why": why}
    return _("tried again later: %(why)s") % {"why": why} if message.last_error else _("being sent")
