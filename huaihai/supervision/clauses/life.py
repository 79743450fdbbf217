"""The life of a clause that a city found: noted by one person, confirmed by another, until it is used no more."""

from typing import Final

from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

CLAUSE_FINDING: Final = Life(
    pgettext_lazy("clauses", "clause found"),
    {
        "noted": pgettext_lazy("clause", "waits for a second person"),
        "confirmed": pgettext_lazy("clause", "confirmed"),
        "ended": pgettext_lazy("clause", "no longer used"),
        "withdrawn": pgettext_lazy("clause", "withdrawn"),
    },
    {
        "note": {NEW: "noted"},
        "confirm": {"noted": "confirmed"},
        "sweep": {"confirmed": "confirmed"},
        "end": {"confirmed": "ended"},
        "withdraw": dict.fromkeys(("noted", "confirmed", "ended"), "withdrawn"),
    },
)
