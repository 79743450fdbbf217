"""The lives on the fast channel: of a business's enrolment, and of a stall that a market or platform lists."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

ENROLMENT = Life(
    _("fast channel"),
    {
        "applied": pgettext_lazy("enrolment", "waiting for the association"),
        "joined": pgettext_lazy("enrolment", "on the fast channel"),
        "suspended": pgettext_lazy("enrolment", "suspended"),
        "left": pgettext_lazy("enrolment", "has left"),
        "refused": pgettext_lazy("enrolment", "not taken"),
    },
    {
        "enrolment applied": {NEW: "applied"},
        "enrolment confirmed": {"applied": "joined"},
        "enrolment refused": {"applied": "refused"},
        "enrolment suspended": {"joined": "suspended"},
        "enrolment resumed": {"suspended": "joined"},
        "enrolment notice given": {"joined": "joined", "suspended": "suspended"},
        "enrolment notice withdrawn": {"joined": "joined", "suspended": "suspended"},
        "enrolment account link made": {"joined": "joined", "suspended": "suspended"},
        "enrolment left": {"joined": "left", "suspended": "left"},
    },
)
LIVE = ("joined", "suspended")  # at most one of these a business

STALL = Life(
    _("stall or shop"),
    {
        "listed": pgettext_lazy("stall", "waiting for the association"),
        "confirmed": pgettext_lazy("stall", "confirmed"),
        "refused": pgettext_lazy("stall", "not confirmed"),
        "ended": pgettext_lazy("stall", "ended"),
    },
    {
        "stall listed": {NEW: "listed"},
        "stall confirmed": {"listed": "confirmed"},
        "stall refused": {"listed": "refused"},
        "stall ended": {"listed": "ended", "confirmed": "ended"},
    },
)
STALL_LIVE = ("listed", "confirmed")
