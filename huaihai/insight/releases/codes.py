"""Every code of the files with its name in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.insight.axes import Axis
from huaihai.insight.outcomes import Outcome
from huaihai.insight.statistics import keys

NAMED = (Axis.CATEGORY, Axis.NATURE, Axis.CHANNEL, Axis.REMEDY, Axis.AMOUNT, Axis.DAYS)


def groups() -> dict[str, dict[str, str]]:
    """Group → code → name: axes, measures, then the keys of each axis."""
    found = {
        "axis": {Axis.ALL.value: keys.name(Axis.ALL, "all")}
        | {axis.value: str(keys.COLUMN[axis]) for axis in NAMED},
        "measure": measures(),
    }
    for axis in NAMED:
        found[axis.value] = {key: keys.name(axis, key) for key in keys.keys(axis)}
    return found


def measures() -> dict[str, str]:
    """What is counted."""
    return {
        "received": _("complaints received from consumers who live there"),
        **{outcome.value: str(keys.OUTCOMES[outcome]) for outcome in Outcome},
        "recovered_fen": _("money that consumers confirmed they got back, in fen"),
        "called": _("unknown ones drawn by lot and called back"),
        "reached": _("of these, consumers who answered"),
        "solved": _("of these, those who said that all of it was done"),
        "estimated": _("unknown ones that were probably solved"),
        "estimated_low": pgettext("measure", "the same, at least (95%)"),
        "estimated_high": pgettext("measure", "the same, at most (95%)"),
    }
