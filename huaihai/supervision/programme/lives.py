"""The life of a year's programme, and of a topic that is proposed for it."""

from django.utils.translation import pgettext_lazy

from huaihai.governance.lives import NEW, Life

PROGRAMME = Life(
    pgettext_lazy("supervision", "programme of the year"),
    {
        "collecting": pgettext_lazy("programme", "collecting topics"),
        "scoring": pgettext_lazy("programme", "the cities score the topics"),
        "choosing": pgettext_lazy("programme", "choosing and sharing out"),
        "proposed": pgettext_lazy("programme", "put to the vote"),
        "adopted": pgettext_lazy("programme", "adopted"),
    },
    {
        "open": {NEW: "collecting"},
        "set criteria": {"collecting": "collecting"},
        "propose topic": {"collecting": "collecting"},
        "look at topic": {stage: stage for stage in ("collecting", "scoring", "choosing")},
        "begin scoring": {"collecting": "scoring"},
        "score": {"scoring": "scoring"},
        "end scoring": {"scoring": "choosing"},
        "choose": {"choosing": "choosing"},
        "fix": {"choosing": "proposed"},
        "take back": {"proposed": "choosing"},
        "adopt": {"proposed": "adopted"},
        "change": {"adopted": "adopted"},
        "open project": {"adopted": "adopted"},
    },
)

TOPIC = Life(
    pgettext_lazy("supervision", "topic"),
    {
        "waiting": pgettext_lazy("topic", "waits until an officer has looked at it"),
        "hidden": pgettext_lazy("topic", "not shown"),
        "open": pgettext_lazy("topic", "proposed"),
        "merged": pgettext_lazy("topic", "joined with another one"),
        "chosen": pgettext_lazy("topic", "chosen"),
        "not_chosen": pgettext_lazy("topic", "not this year"),
    },
    {
        "hand in": {NEW: "waiting"},
        "propose": {NEW: "open"},
        "show": {"waiting": "open", "hidden": "open"},
        "hide": {"waiting": "hidden", "open": "hidden"},
        "merge": {"open": "merged"},
        "choose": {"open": "chosen"},
        "put back": {"chosen": "open", "not_chosen": "open"},
        "decline": {"open": "not_chosen"},
    },
)
