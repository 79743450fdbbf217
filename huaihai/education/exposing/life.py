"""The life of an exposure: verb → {from: to}. Its text has the life of every edition beside it."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

LIFE: Final = Life(
    _("exposure"),
    {
        "proposed": pgettext_lazy("exposure", "proposed"),
        "noticed": pgettext_lazy("exposure", "business told"),
        "ready": pgettext_lazy("exposure", "in review"),
        "shown": pgettext_lazy("exposure", "published"),
        "expired": pgettext_lazy("exposure", "expired"),
        "cured": pgettext_lazy("exposure", "made good, taken down"),
        "retracted": pgettext_lazy("exposure", "retracted"),
        "dropped": pgettext_lazy("exposure", "dropped"),
    },
    {
        "propose": {NEW: "proposed"},
        # again, where the text was changed since
        "notify": {"proposed": "noticed", "noticed": "noticed", "ready": "noticed"},
        "hand in": {"noticed": "ready", "ready": "ready"},  # again, where a reviewer sent it back
        "show": {"ready": "shown"},
        "expire": {"shown": "expired"},
        "cure": {"shown": "cured"},
        "retract": {"shown": "retracted", "expired": "retracted", "cured": "retracted"},
        "drop": dict.fromkeys(("proposed", "noticed", "ready"), "dropped"),
    },
)
OPEN: Final = ("proposed", "noticed", "ready", "shown")
ENDED: Final = ("expired", "cured", "retracted", "dropped")
