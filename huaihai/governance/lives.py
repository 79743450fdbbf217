"""The lives of meetings, motions, duties, plans and reports: stages, and the verbs that lead from one to the next.

The program obeys these tables, a test walks every stage × verb, database constraints keep unknown stages out.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life


def _stay(*stages: str) -> dict[str, str]:
    return {stage: stage for stage in stages}


MEETING = Life(
    _("meeting"),
    {
        "planned": pgettext_lazy("meeting", "being prepared"),
        "invited": pgettext_lazy("meeting", "invited"),
        "open": pgettext_lazy("meeting", "in session"),
        "adjourned": pgettext_lazy("meeting", "adjourned"),
        "closed": pgettext_lazy("meeting", "ended"),
        "cancelled": pgettext_lazy("meeting", "cancelled"),
    },
    {
        "plan": {NEW: "planned"},
        "change": _stay("planned"),
        "set agenda": _stay("planned", "invited"),
        "add paper": _stay("planned", "invited", "open"),
        "invite": {"planned": "invited"},
        "open": {"invited": "open"},
        "note coming": _stay("open"),
        "note leaving": _stay("open"),
        "adjourn": {"open": "adjourned"},
        "close": {"open": "closed"},
        "cancel": {"planned": "cancelled", "invited": "cancelled"},
    },
)

MOTION = Life(
    _("motion"),
    {
        "draft": pgettext_lazy("motion", "draft"),
        "tabled": pgettext_lazy("motion", "tabled"),
        "voting": pgettext_lazy("motion", "being voted on"),
        "carried": pgettext_lazy("motion", "carried"),
        "rejected": pgettext_lazy("motion", "not carried"),
        "short": pgettext_lazy("motion", "no quorum"),
        "taken_over": pgettext_lazy("motion", "taken over"),
        "withdrawn": pgettext_lazy("motion", "withdrawn"),
    },
    {
        "draft": {NEW: "draft"},
        "change": _stay("draft"),
        "table": {"draft": "tabled"},
        "amend": _stay("tabled", "short"),
        "take over": {"tabled": "taken_over"},
        "open vote": {"tabled": "voting", "short": "voting"},
        "vote": _stay("voting"),
        "withdraw vote": _stay("voting"),
        "carry": {"voting": "carried"},
        "reject": {"voting": "rejected"},
        "fall short": {"voting": "short"},
        "stop vote": {"voting": "tabled"},
        "withdraw": {"draft": "withdrawn", "tabled": "withdrawn", "short": "withdrawn"},
    },
)
OPEN_MOTIONS = ("tabled", "voting", "short")

DUTY = Life(
    _("follow-up duty"),
    {
        "open": pgettext_lazy("duty", "open"),
        "done": pgettext_lazy("duty", "done"),
        "dropped": pgettext_lazy("duty", "dropped"),
    },
    {
        "set": {NEW: "open"},
        "do": {"open": "done"},
        "drop": {"open": "dropped"},
        "open again": {"done": "open"},
    },
)


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
