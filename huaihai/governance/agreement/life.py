"""The life of a version of the agreement, as one table. The day makes an open version one in force; being superseded
is a query, not a stage."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

RECORDED, DRAFT, OPEN, IN_FORCE, WITHDRAWN = "recorded", "draft", "open", "in_force", "withdrawn"
STORED = (RECORDED, DRAFT, OPEN, WITHDRAWN)

AGREEMENT = Life(
    _("version of the agreement"),
    {
        RECORDED: pgettext_lazy("agreement", "known from reports"),
        DRAFT: pgettext_lazy("agreement", "draft"),
        OPEN: pgettext_lazy("agreement", "open for signing"),
        IN_FORCE: pgettext_lazy("agreement", "in force"),
        WITHDRAWN: pgettext_lazy("agreement", "withdrawn"),
    },
    {
        "begin": {NEW: DRAFT},
        "revise": {DRAFT: DRAFT},
        "open": {DRAFT: OPEN},
        "sign": {OPEN: OPEN, IN_FORCE: IN_FORCE},
        "come into force": {OPEN: IN_FORCE},
        "withdraw": {DRAFT: WITHDRAWN, OPEN: WITHDRAWN},
    },
)
