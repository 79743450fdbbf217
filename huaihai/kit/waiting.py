"""How long somebody has to wait before asking again, in words."""

import math
from datetime import timedelta

from django.utils.translation import ngettext


def for_another_code(left: timedelta) -> str:
    """A code was sent, and another one can be had once this much time has passed; whole seconds, rounded up."""
    seconds = max(1, math.ceil(left.total_seconds()))
    return ngettext(
        "A code was sent a moment ago. You can have another one in %(n)s second.",
        "A code was sent a moment ago. You can have another one in %(n)s seconds.",
        seconds,
    ) % {"n": seconds}
