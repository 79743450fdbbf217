"""The life of a narrative: stages, and the verbs that lead from one to the next."""

from typing import Final

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
