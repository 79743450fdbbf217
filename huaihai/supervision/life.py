"""The life of a project of joint supervision; every kind goes the same way."""

from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

PROJECT = Life(
    pgettext_lazy("supervision", "project"),
    {
        "draft": pgettext_lazy("project", "being planned"),
        "registered": pgettext_lazy("project", "plan registered"),
        "running": pgettext_lazy("project", "collecting"),
        "checking": pgettext_lazy("project", "checking and hearing the makers"),
        "released": pgettext_lazy("project", "waiting for the cities' signatures"),
        "published": pgettext_lazy("project", "published"),
        "dropped": pgettext_lazy("project", "dropped"),
    },
    {
        "open": {NEW: "draft"},
        "write plan": {"draft": "draft", "registered": "registered"},
        "change cities": {"draft": "draft", "registered": "registered"},
        "join": {"draft": "draft", "registered": "registered"},
        "stay out": {"draft": "draft", "registered": "registered"},
        "register": {"draft": "registered", "registered": "registered"},
        "start": {"registered": "running"},
        "observe": {stage: stage for stage in ("running", "checking")},
        "follow up": {stage: stage for stage in ("running", "checking", "released", "published")},
        "finish": {"running": "checking"},
        "reopen": {"checking": "running"},
        "release": {"checking": "released", "published": "published"},
        "call back": {"released": "checking"},
        "hand over": {"released": "released", "published": "published"},
        "publish": {"released": "published", "published": "published"},
        "look again": {"published": "checking"},
        "withdraw": {stage: stage for stage in ("checking", "released", "published")},
        "drop": {"draft": "dropped", "registered": "dropped", "running": "dropped", "checking": "dropped"},
    },
)
COLLECTING = ("observe", "follow up")  # verbs of many people at once
