"""The life of a pledge for prepaid cards, and what may be done with its cards in each stage."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life


def _stay(*stages: str) -> dict[str, str]:
    return {stage: stage for stage in stages}


ISSUER = Life(
    _("pledge for prepaid cards"),
    {
        "applied": pgettext_lazy("prepaid pledge", "to be confirmed"),
        "pledged": pgettext_lazy("prepaid pledge", "in force"),
        "refused": pgettext_lazy("prepaid pledge", "not confirmed"),
        "ended": pgettext_lazy("prepaid pledge", "ended"),
        "silent": pgettext_lazy("prepaid pledge", "the shop has fallen silent"),
        "settled": pgettext_lazy("prepaid pledge", "guarantee paid out"),
    },
    {
        "apply": {NEW: "applied"},
        "withdraw": {"applied": "refused"},
        "part": _stay("applied", "pledged", "ended"),  # the mall says that it does not pledge with it
        "join": _stay("applied"),  # the mall under whose roof the shop is says that it pledges, too
        "confirm": {"applied": "pledged"},
        "refuse": {"applied": "refused"},
        "change terms": _stay("applied", "pledged"),
        "send code": _stay("pledged", "ended", "silent"),
        "read guarantee": _stay("pledged", "ended", "silent"),
        "count": _stay("pledged", "ended", "silent"),
        "warn": _stay("pledged"),
        "recover": _stay("pledged"),
        "end": {"pledged": "ended"},
        "silence": {"pledged": "silent", "ended": "silent"},
        "speak again": {"silent": "pledged"},
        "settle": {"silent": "settled"},
    },
)
OPEN = ("applied", "pledged", "ended", "silent")  # one of these a business
SELLS = ("pledged",)  # new cards and more money
SERVES = ("pledged", "ended")  # uses, refunds
DOUBTS = ("pledged", "ended", "silent")
SHOWN = ("pledged", "ended", "silent", "settled")  # in the public list
