"""The life of a year's programme, and of a topic that is proposed for it."""

from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

PROGRAMME = Life(
    pgettext_lazy("supervision", "programme of the year"),
    {
        "collecting": pgettext_lazy("programme", "collecting topics and scores"),
        "choosing": pgettext_lazy("programme", "choosing"),
        "proposed": pgettext_lazy("programme", "put to the vote"),
        "adopted": pgettext_lazy("programme", "adopted"),
    },
    {
        "open": {NEW: "collecting"},
        "propose topic": {"collecting": "collecting"},
        "look at topic": {stage: stage for stage in ("collecting", "choosing")},
        "score": {"collecting": "collecting"},
        "end scoring": {"collecting": "choosing"},
        "choose": {"choosing": "choosing"},
        "fix": {"choosing": "proposed"},
        "take back": {"proposed": "choosing"},
        "adopt": {"proposed": "adopted"},
        "open project": {"adopted": "adopted"},
    },
)

TOPIC = Life(
    pgettext_lazy("supervision", "topic"),
    {
        "waiting": pgettext_lazy("topic", "waits until an officer has looked at it"),
        "hidden": pgettext_lazy("topic", "not shown"),
        "open": pgettext_lazy("topic", "proposed"),
        "chosen": pgettext_lazy("topic", "chosen"),
        "not_chosen": pgettext_lazy("topic", "not this year"),
    },
    {
        "hand in": {NEW: "waiting"},
        "propose": {NEW: "open"},
        "show": {"waiting": "open", "hidden": "open"},
        "hide": {"waiting": "hidden", "open": "hidden"},
        "choose": {"open": "chosen"},
        "put back": {"chosen": "open"},
        "decline": {"open": "not_chosen"},
    },
)
