"""What the alliance contributes: four numbers, each with its method, its source and what it does not show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.insight.board import names
from huaihai.insight.board.cards import MeasureCard, card, cell
from huaihai.insight.board.reading import Told, tell
from huaihai.insight.board.registry import GIVEN
from huaihai.insight.board.targets import telling

# Where each number comes from, and what it does not show.
SOURCES: dict[str, Promise | str] = {
    "recovered": gettext_lazy(
        "The agreements in the files, and the word of the consumer that they were kept."
    ),
    "days-saved": gettext_lazy(
        "Day of receipt and day of agreement in the files; the 60 days are the time limit for "
        "mediation that the bodies adopted."
    ),
    "warnings-in-time": gettext_lazy(
        "The days on which warnings went out, and the daily counts of complaints."
    ),
    "satisfaction": gettext_lazy(
        "The alliance's own survey, with its plan registered before the first answer."
    ),
}
LIMITS: dict[str, Promise | str] = {
    "recovered": gettext_lazy(
        "That people would have got nothing without the alliance: some would have been paid "
        "anyway. Rounded to a thousand yuan."
    ),
    "days-saved": gettext_lazy(
        "How long it would have taken without the alliance: nobody knows that. 60 days is the "
        "longest that is allowed, not what is usual. Cases without an agreement are not in it."
    ),
    "warnings-in-time": gettext_lazy(
        "That a warning prevented anything. Complaints may fall because of a warning, and then it "
        "looks late; goods and services are coarse groups."
    ),
    "satisfaction": gettext_lazy(
        "How people feel who did not answer. Whether they trust the alliance: no survey of ours "
        "asks that yet, so confidence has no number here."
    ),
}


@dataclass(frozen=True)
class Given:
    """One contribution as the page says it. `margin` is empty where the number has none."""

    card: MeasureCard
    source: str
    limits: str
    margin: str
    total: str
    months: Sequence[tuple[date, str]]


def given(today: date) -> Sequence[Given]:
    """The four, in the order of the registry; four queries."""
    told = tell([kind.key for kind in GIVEN], today=today)
    targets = telling.of_year(today.year, today=today)
    return [_given(kind.key, told[kind.key], targets.get(kind.key)) for kind in GIVEN]


def _given(key: str, told: Told, target: telling.TargetTold | None) -> Given:
    return Given(
        card=card(key, names.title(key), "", told, target),
        source=str(SOURCES[key]),
        limits=str(LIMITS[key]),
        margin=_margin(told),
        total=_total(key, told),
        months=_months(told),
    )


def _months(told: Told) -> list[tuple[date, str]]:
    """The months that say something, the newest first."""
    unit = names.unit_of(told.kind.key)
    rows = [(month.month, cell(told.kind, month, unit)) for month in reversed(told.months)]
    return [(month, words) for month, words in rows if words != "–"]


def _margin(told: Told) -> str:
    if told.value is None or "low" not in told.facts:
        return ""
    low, high = (f"{float(str(told.facts[end])):.1f}" for end in ("low", "high"))
    return _("95%% interval %(low)s to %(high)s, %(n)s answers, survey %(project)s.") % {
        "low": low,
        "high": high,
        "n": told.facts["answers"],
        "project": told.facts["project"],
    }


def _total(key: str, told: Told) -> str:
    """Days of all agreements together."""
    if key != "days-saved" or told.value is None:
        return ""
    return _("All agreements together: %(n)s days.") % {"n": f"{int(told.value * told.of):,}"}
