"""The lives of an entry and of a nomination whose business nobody has looked up yet: stages, verbs."""

from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

ENTRY = Life(
    pgettext_lazy("brands", "entry"),
    {
        "nominated": pgettext_lazy("entry", "nominated, waiting for the business"),
        "accepted": pgettext_lazy("entry", "facts being checked"),
        "declined": pgettext_lazy("entry", "not taken up"),
        "listed": pgettext_lazy("entry", "in the directory"),
        "assessing": pgettext_lazy("entry", "being assessed"),
        "notice": pgettext_lazy("entry", "public notice"),
        "voting": pgettext_lazy("entry", "before the alliance"),
        "held": pgettext_lazy("entry", "holds the mark"),
        "suspended": pgettext_lazy("entry", "mark suspended"),
        "removed": pgettext_lazy("entry", "removed"),
        "left": pgettext_lazy("entry", "has left"),
    },
    {
        "nominate": {NEW: "nominated"},
        "accept": {"nominated": "accepted"},
        "decline": {"nominated": "declined"},
        "pass check": {"accepted": "listed"},
        "fail check": {"accepted": "declined", "listed": "left"},
        "open assessment": {"listed": "assessing"},
        "fall short": {"assessing": "listed"},
        "give notice": {"assessing": "notice"},
        "call off": {"notice": "listed", "voting": "listed"},
        "put to vote": {"notice": "voting"},
        "admit": {"voting": "held"},
        "refuse": {"voting": "listed"},
        "suspend": {"held": "suspended"},
        "restore": {"suspended": "held"},
        "remove": {"held": "removed", "suspended": "removed"},
        "reinstate": {"removed": "held"},
        "expire": {"held": "listed", "suspended": "listed"},
        "renew": {"held": "held"},
        "leave": dict.fromkeys(
            ("accepted", "listed", "assessing", "notice", "voting", "held", "suspended"), "left"
        ),
        "note": {
            stage: stage
            for stage in (
                "nominated",
                "accepted",
                "listed",
                "assessing",
                "notice",
                "voting",
                "held",
                "suspended",
                "removed",
            )
        },
    },
)
COLLECTING = ("note",)  # the verb of many people at once: it makes no new version
LIVE = ("nominated", "accepted", "listed", "assessing", "notice", "voting", "held", "suspended")
DIRECTORY = ("listed", "assessing", "notice", "voting", "held", "suspended")  # anybody may read these
MARKED = ("held", "suspended")  # these have a mark


LOOSE = Life(
    pgettext_lazy("brands", "nomination"),
    {
        "waiting": pgettext_lazy("nomination", "waiting to be matched with the register"),
        "matched": pgettext_lazy("nomination", "matched"),
        "aside": pgettext_lazy("nomination", "set aside"),
    },
    {
        "hand in": {NEW: "waiting"},
        "match": {"waiting": "matched"},
        "set aside": {"waiting": "aside"},
    },
)
