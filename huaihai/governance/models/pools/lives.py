"""What the pools call things, and the lives of an entry and of a request: one table each, verb → {from: to}."""

from django.db import models
from django.utils.translation import pgettext_lazy

from huaihai.governance.lives import NEW, Life


class Kind(models.TextChoices):
    """Whom a body lends to the others."""

    LABORATORY = "laboratory", pgettext_lazy("pool", "laboratory")
    EXPERT = "expert", pgettext_lazy("pool", "expert")
    LAWYER = "lawyer", pgettext_lazy("pool", "lawyer")
    MEDIATOR = "mediator", pgettext_lazy("pool", "mediator")
    VOLUNTEER = "volunteer", pgettext_lazy("pool", "volunteer")


class Half(models.TextChoices):
    """The halves of a day, the smallest time that is lent."""

    MORNING = "am", pgettext_lazy("pool", "morning")
    AFTERNOON = "pm", pgettext_lazy("pool", "afternoon")


class State(models.TextChoices):
    """How an entry stands. A withdrawn one is final: its name and contact are erased."""

    ACTIVE = "active", pgettext_lazy("pool", "may be asked for")
    PAUSED = "paused", pgettext_lazy("pool", "paused")
    WITHDRAWN = "withdrawn", pgettext_lazy("pool", "withdrawn")


class Stage(models.TextChoices):
    """How a request stands."""

    ASKED = "asked", pgettext_lazy("pool", "waiting for an answer")
    OFFERED = "offered", pgettext_lazy("pool", "somebody is offered")
    GRANTED = "granted", pgettext_lazy("pool", "granted")
    DECLINED = "declined", pgettext_lazy("pool", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("pool", "request withdrawn")
    LAPSED = "lapsed", pgettext_lazy("pool", "no answer in time")
    DONE = "done", pgettext_lazy("pool", "done")


ENTRY = Life(
    pgettext_lazy("pool", "entry"),
    dict(State.choices),
    {
        "enrol": {NEW: "active"},
        "change": {"active": "active", "paused": "paused"},
        "be away": {"active": "active", "paused": "paused"},
        "be back": {"active": "active", "paused": "paused"},
        "declare conflict": {"active": "active", "paused": "paused"},
        "end conflict": {"active": "active", "paused": "paused"},
        "pause": {"active": "paused"},
        "resume": {"paused": "active"},
        "withdraw consent": {"active": "withdrawn", "paused": "withdrawn"},
    },
)

REQUEST = Life(
    pgettext_lazy("pool", "request"),
    dict(Stage.choices),
    {
        "ask": {NEW: "asked"},
        "grant": {"asked": "granted"},  # by the body of the entry that is named
        "decline": {"asked": "declined"},
        "offer": {"asked": "offered"},  # an answer to a call that names nobody
        "take up": {"offered": "granted"},
        "turn down": {"offered": "asked"},
        "take back": {"offered": "asked"},
        "call off": {"granted": "declined"},
        "withdraw": {"asked": "withdrawn", "offered": "withdrawn", "granted": "withdrawn"},
        "fall away": {
            "asked": "declined",
            "offered": "asked",
            "granted": "declined",
        },  # consent was withdrawn
        "lapse": {"asked": "lapsed", "offered": "lapsed"},  # the time that would suit is over
        "enter hours": {"granted": "granted"},
        "answer hours": {"granted": "granted", "done": "done"},
        "counter hours": {"granted": "granted", "done": "done"},
        "finish": {"granted": "done"},
    },
)
