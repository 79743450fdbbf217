"""The life of a clause that a city found: noted by one person, the shop heard, confirmed by another; or changed."""

from typing import Final

from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

CLAUSE_FINDING: Final = Life(
    pgettext_lazy("clauses", "clause found"),
    {
        "noted": pgettext_lazy("clause", "waits for a second person"),
        "confirmed": pgettext_lazy("clause", "confirmed"),
        "ended": pgettext_lazy("clause", "no longer used"),
        "changed": pgettext_lazy("clause", "changed by the shop itself"),
        "withdrawn": pgettext_lazy("clause", "withdrawn"),
    },
    {
        "note": {NEW: "noted"},
        "ask": {"noted": "noted"},
        "answer": {"noted": "noted"},
        "change": {"noted": "changed"},
        "confirm": {"noted": "confirmed"},
        "sweep": {"confirmed": "confirmed"},
        "end": {"confirmed": "ended"},
        "withdraw": dict.fromkeys(("noted", "confirmed", "ended"), "withdrawn"),
    },
)
