"""The life of an old page that was handed in: one table, verb → {from: to}."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

READ: Final = "read"
REFUSED: Final = "refused"
DRAFTED: Final = "drafted"
SKIPPED: Final = "skipped"

OLD_PAGE: Final = Life(
    _("old page"),
    {
        READ: pgettext_lazy("old page", "read"),
        REFUSED: pgettext_lazy("old page", "cannot be read"),
        DRAFTED: pgettext_lazy("old page", "a draft now"),
        SKIPPED: pgettext_lazy("old page", "left out"),
    },
    {
        "receive": {NEW: READ},
        "refuse": {NEW: REFUSED},
        "read again": {READ: READ},
        "answer": {READ: READ},
        "draft": {READ: DRAFTED},
        "skip": {READ: SKIPPED},
        "take up": {SKIPPED: READ},
    },
)
