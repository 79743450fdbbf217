"""The life of a narrative: stages, verbs, and the versions of what a consumer agrees to, which never change."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

NARRATIVE: Final = Life(
    pgettext_lazy("narrative", "story"),
    {
        "drafting": pgettext_lazy("narrative", "being written"),
        "looking": pgettext_lazy("narrative", "waiting for the second reader"),
        "returned": pgettext_lazy("narrative", "back with the consumer"),
        "published": pgettext_lazy("narrative", "published"),
        "refused": pgettext_lazy("narrative", "not published"),
        "withdrawn": pgettext_lazy("narrative", "withdrawn"),
        "forgotten": pgettext_lazy("narrative", "not finished, and erased"),
    },
    {
        "begin": {NEW: "drafting"},
        "write": {"drafting": "drafting", "returned": "returned"},
        "approve": {"drafting": "looking", "returned": "looking"},
        "take out": {"looking": "returned", "published": "returned"},
        "refuse": {"looking": "refused", "published": "refused"},
        "publish": {"looking": "published"},
        "withdraw": dict.fromkeys(("drafting", "looking", "returned", "published"), "withdrawn"),
        "forget": {"drafting": "forgotten", "returned": "forgotten"},
    },
)
ALIVE: Final = ("drafting", "looking", "returned", "published")
WRITTEN: Final = ("drafting", "returned")  # the consumer has it
OVER: Final = ("refused", "withdrawn", "forgotten")  # its text is erased


CURRENT: Final = "narrative-2026-11"
VERSIONS: Final[dict[str, tuple[Promise | str, ...]]] = {
    CURRENT: (
        _(
            "What: a short text that tells what happened, without anything that tells who you are. A program "
            "proposes it from your complaint, you change it as you like, and you see it word for word before "
            "anybody else does."
        ),
        _(
            "Beside it stand the quarter, the city, the trade, what went wrong, how it ended and roughly how much "
            "money it was about. If there are too few complaints like yours, the city is left out, and the trade too."
        ),
        _(
            "Who reads it first: one person of the association who did not handle your complaint. That person may take "
            "something out or say no, and adds no word. Only what you approved is published."
        ),
        _("Where: on this site, for everybody, and in files that everybody may copy."),
        _(
            "You can take it back at any time on this page, without a reason and without any disadvantage. It is "
            "gone from this site at once. What others have copied before cannot be called back; they are told "
            "which texts to delete."
        ),
        _("If you do not finish it, it is erased after 60 days. Your complaint does not change in any way."),
    ),
}
