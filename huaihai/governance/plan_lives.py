"""The lives of plans and reports, in the form of the room's other lives."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

PLAN = Life(
    _("yearly plan"),
    {
        "draft": pgettext_lazy("plan", "draft"),
        "proposed": pgettext_lazy("plan", "proposed"),
        "adopted": pgettext_lazy("plan", "adopted"),
        "superseded": pgettext_lazy("plan", "replaced by a newer one"),
    },
    {
        "open": {NEW: "draft"},
        "change": {"draft": "draft"},
        "propose": {"draft": "proposed"},
        "take back": {"proposed": "draft"},
        "adopt": {"proposed": "adopted"},
        "supersede": {"adopted": "superseded"},
        "note done": {"adopted": "adopted"},
        "note not done": {"adopted": "adopted"},
    },
)

REPORT = Life(
    _("report"),
    {
        "draft": pgettext_lazy("report", "draft"),
        "finished": pgettext_lazy("report", "finished"),
        "published": pgettext_lazy("report", "published"),
    },
    {
        "open": {NEW: "draft"},
        "write": {"draft": "draft"},
        "refresh": {"draft": "draft"},
        "finish": {"draft": "finished"},
        "reopen": {"finished": "draft"},
        "publish": {"finished": "published"},
    },
)
