"""The lives of a fund and of a claim: stages, and the verbs that lead from one to the next.

The program obeys these tables, a test walks every stage × verb, database constraints keep unknown stages out, and
docs/compensation-life.md is printed from them (`huaihai compensation diagram`).
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

__all__ = ["CLAIM", "ENDED", "FUND", "NEW", "OPEN_CLAIMS", "STANDING", "diagram"]


def _stay(*stages: str) -> dict[str, str]:
    return {stage: stage for stage in stages}


LONGEST_REASON = 300  # characters, of a verb that needs one
FUND = Life(
    _("fund"),
    {
        "active": pgettext_lazy("fund", "active"),
        "suspended": pgettext_lazy("fund", "badge suspended"),
        "closing": pgettext_lazy("fund", "being wound up"),
        "closed": pgettext_lazy("fund", "closed"),
    },
    {
        "open fund": {NEW: "active"},
        "change fund": _stay("active", "suspended"),
        "propose terms": _stay("active", "suspended"),
        "confirm terms": _stay("active", "suspended"),
        "drop terms": _stay("active", "suspended", "closing"),
        "book": _stay("active", "suspended", "closing"),  # what comes in and goes out beside claims
        "read statement": _stay("active", "suspended", "closing", "closed"),
        "match": _stay("active", "suspended", "closing", "closed"),
        "warn": _stay("active", "suspended"),
        "suspend": {"active": "suspended"},
        "resume": {"suspended": "active"},
        "wind up": {"active": "closing", "suspended": "closing"},
        "close": {"closing": "closed"},
    },
)
STANDING = (
    "active",
    "suspended",
)  # takes new claims; a suspended fund pays, but not at once and without its badge

CLAIM = Life(
    _("claim"),
    {
        "asked": pgettext_lazy("claim", "to be checked"),
        "returned": pgettext_lazy("claim", "back for more"),
        "checked": pgettext_lazy("claim", "to be decided"),
        "approved": pgettext_lazy("claim", "approved"),
        "ordered": pgettext_lazy("claim", "to be paid"),
        "paid": pgettext_lazy("claim", "paid"),
        "recovering": pgettext_lazy("claim", "paid, being recovered"),
        "recovered": pgettext_lazy("claim", "paid and recovered"),
        "written_off": pgettext_lazy("claim", "paid, rest written off"),
        "refused": pgettext_lazy("claim", "refused"),
        "cancelled": pgettext_lazy("claim", "withdrawn"),
    },
    {
        "ask": {NEW: "asked"},
        "name payee": _stay("asked", "returned", "checked", "approved", "ordered"),
        "check": {"asked": "checked", "checked": "checked"},
        "find wanting": {"asked": "asked", "checked": "asked"},
        "return": {"asked": "returned", "checked": "returned"},
        "ask again": {"returned": "asked"},
        "vote": _stay("asked", "checked"),
        "approve": {"checked": "approved"},
        "approve at once": {"asked": "approved"},
        "refuse": {"asked": "refused", "checked": "refused"},
        "cancel": dict.fromkeys(("asked", "returned", "checked", "approved", "ordered"), "cancelled"),
        "order": {"approved": "ordered"},
        "note late payment": _stay("ordered"),
        "pay": {"ordered": "paid"},
        "fail": {"ordered": "approved"},
        "bounce": {"paid": "approved", "recovering": "approved"},
        "begin recourse": {"paid": "recovering"},
        "spread": _stay("recovering"),
        "note late instalment": _stay("recovering"),
        "recover": {"recovering": "recovering", "written_off": "written_off"},
        "finish recourse": {"recovering": "recovered"},
        "take back recovery": {"recovering": "recovering", "recovered": "recovering"},
        "propose write-off": _stay("recovering"),
        "write off": {"recovering": "written_off"},
    },
)
OPEN_CLAIMS = ("asked", "returned", "checked", "approved", "ordered")  # money may still go out for them
ENDED = ("recovered", "written_off", "refused", "cancelled")


def diagram(life: Life) -> str:
    """The table as a Mermaid state diagram; verbs that lead from one stage to the same are left out."""
    lines = ["stateDiagram-v2"]
    for verb, moves in life.verbs.items():
        lines += [f"    {start or '[*]'} --> {end}: {verb}" for start, end in moves.items() if start != end]
    return "\n".join(lines)
