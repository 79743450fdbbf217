"""The life of a closure: a shop fell silent, what is done for its card holders, and how it ends."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

OPEN, LIFTED, ENDED = "open", "lifted", "ended"

CLOSURE = Life(
    _("closed shop"),
    {
        OPEN: pgettext_lazy("closed shop", "being settled"),
        LIFTED: pgettext_lazy("closed shop", "open again"),
        ENDED: pgettext_lazy("closed shop", "settled"),
    },
    {
        "closure_state": {NEW: OPEN, LIFTED: OPEN},
        "closure_lift": {OPEN: LIFTED},
        "closure_file": {OPEN: OPEN},
        "closure_stand": {OPEN: OPEN},
        "closure_stand_back": {OPEN: OPEN},
        "closure_count_votes": {OPEN: OPEN},
        "closure_vote_again": {OPEN: OPEN},
        "closure_name_payee": {OPEN: OPEN},
        "closure_hand_out": {OPEN: OPEN},
        "closure_pay": {OPEN: OPEN},
        "closure_deny": {OPEN: OPEN},
        "closure_arrived": {OPEN: OPEN},
        "closure_recount": {OPEN: OPEN},
        "closure_end": {OPEN: ENDED},
    },
)
