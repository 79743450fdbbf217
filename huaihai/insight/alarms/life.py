"""The life of an alarm, as the officers judge it; whether it goes on is a fact of its own (`Alarm.ended_on`)."""

from typing import Final

from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.desk.lives import NEW, Life

JUDGED: Final = ("real", "explained", "false")  # nothing more is asked about these
STAGES: Final = ("new", "watched", *JUDGED)


def _to(stage: str) -> dict[str, str]:
    return dict.fromkeys(STAGES, stage)


ALARM: Final = Life(
    gettext_lazy("alarm"),
    {
        "new": pgettext_lazy("alarm", "nobody has judged it yet"),
        "watched": pgettext_lazy("alarm", "being watched"),
        "real": pgettext_lazy("alarm", "real"),
        "explained": pgettext_lazy("alarm", "explained"),
        "false": pgettext_lazy("alarm", "false alarm"),
    },
    {
        "raise": {NEW: "new"},
        "continue": {stage: stage for stage in STAGES},
        "end": {stage: stage for stage in STAGES},
        "find real": _to("real"),
        "explain": _to("explained"),
        "find false": _to("false"),
        "watch": _to("watched"),
        "end watch": {"watched": "new"},
        "open text": {stage: stage for stage in STAGES},
        "open sweep": {stage: stage for stage in STAGES},
    },
)
VERB_OF: Final = {"real": "find real", "explained": "explain", "false": "find false", "watch": "watch"}
WEIGHT: Final = ("real", "watch", "explained", "false")  # of the cities' verdicts the first of these counts
