"""The lives of a binder and of a case in it. The case's own life knows of neither."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.cases import life as cases
from huaihai.desk.lives import NEW, Life

OPEN, ENDED = "open", "ended"
PROPOSED, ASKED, JOINED, DECLINED, LEFT, PASSED = "proposed", "asked", "joined", "declined", "left", "passed"
FEWEST_TOLD = 5  # admitted and joined, before anybody who files is told that there are others
LIVING = (PROPOSED, ASKED, JOINED)  # a case is so in one open binder at a time
STILL_OPEN = tuple(
    stage for stage in cases.OPEN if stage not in ("fulfilling", "breached")
)  # nothing is agreed yet
MOST_SPEAKERS = 2  # 市场监督管理投诉举报处理暂行办法 11: up to two representatives, who settle nothing

TOGETHER = Life(
    _("Joint handling"),
    {OPEN: pgettext_lazy("joint handling", "open"), ENDED: pgettext_lazy("joint handling", "ended")},
    {"together_open": {NEW: OPEN}, "together_add": {OPEN: OPEN}, "together_end": {OPEN: ENDED}},
)
IN_IT = Life(
    _("Joint handling"),
    {
        PROPOSED: _("proposed to its body"),
        ASKED: _("asked, no answer"),
        JOINED: _("joined"),
        DECLINED: _("said no"),
        LEFT: pgettext_lazy("joint handling", "left"),
        PASSED: _("its body does not ask"),
    },
    {
        "together_propose": {NEW: PROPOSED},
        "together_wish": {NEW: PROPOSED},
        "together_file": {NEW: JOINED},
        "together_ask": {NEW: ASKED, PROPOSED: ASKED, PASSED: ASKED},
        "together_pass": {PROPOSED: PASSED},
        "together_join": {ASKED: JOINED, DECLINED: JOINED, LEFT: JOINED},
        "together_decline": {ASKED: DECLINED},
        "together_leave": {JOINED: LEFT},
        "together_speak": {JOINED: JOINED},
        "together_elect": {JOINED: JOINED},
        "together_hush": {JOINED: JOINED},
    },
)
BY_CONSUMER = (
    "together_join",
    "together_decline",
    "together_leave",
)  # or by the body, on the consumer's word
