"""What an alarm fills in for a text or a sweep: facts only, in the language in which both are written."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.education.content import Content
from huaihai.insight.alarms import facts, keys
from huaihai.insight.alarms.expected import number
from huaihai.insight.disclosure import shown
from huaihai.insight.models import Alarm
from huaihai.kit import spoken
from huaihai.law import kinds
from huaihai.members.models import Organisation
from huaihai.supervision.sweeping import plan as sweeping

WRITTEN_IN = "zh-hans"


def title(alarm: Alarm) -> str:
    """A working title for a text. A business is never named: that takes an exposure."""
    with translation.override(WRITTEN_IN):
        return _("More complaints about %(what)s") % {"what": _about(alarm)}


def sweep_title(alarm: Alarm) -> str:
    """A working title for a sweep."""
    with translation.override(WRITTEN_IN):
        return _("Sweep after alarm %(number)s: %(what)s") % {"number": alarm.number, "what": _about(alarm)}


def content(alarm: Alarm, *, title: str) -> Content:
    """What a text about the alarm begins with. Numbers too small for the public are left out of it."""
    known = keys.load()
    with translation.override(WRITTEN_IN):
        return Content(
            title=title,
            topics=_topics(alarm),
            cities=tuple(city.key for city in known.cities(alarm.places)),
            what=_("Complaints about %(what)s have risen.") % {"what": _about(alarm)},
            places=pgettext("between places", ", ").join(keys.named(alarm.places, known)),
            period_from=alarm.since,
            evidence=_evidence(alarm),
        )


def question(alarm: Alarm) -> str:
    """What people will know after a sweep because of the alarm."""
    with translation.override(WRITTEN_IN):
        return _("Why have complaints about %(what)s risen since %(day)s, and what do the shops do?") % {
            "what": _about(alarm),
            "day": spoken.full_day(alarm.since),
        }


def plan(alarm: Alarm) -> dict[str, Any]:
    """The plan of a sweep as far as an alarm knows it: the trade. Places, week and checklist are for people."""
    category = keys.category_of(alarm.key)
    return sweeping.written(sweeping.Plan(trade=category if category in kinds.BY_CODE else ""))


def cities(alarm: Alarm) -> list[Organisation]:
    """The cities in which it is seen."""
    return keys.load().cities(alarm.places)


def _about(alarm: Alarm) -> str:
    if alarm.family == keys.BUSINESS:
        return pgettext("complaints about", "one business")
    if alarm.family == keys.WORD:
        return alarm.key.partition(":")[2]
    return facts.about(alarm.key)


def _topics(alarm: Alarm) -> tuple[str, ...]:
    category = keys.category_of(alarm.key)
    return (category,) if category in kinds.BY_CODE else ()


def _evidence(alarm: Alarm) -> str:
    since, observed = spoken.full_day(alarm.since), shown(alarm.observed)
    if observed is None:
        return _("Since %(day)s more complaints have come in than usual.") % {"day": since}
    return _(
        "Since %(day)s the consumer organisations have received %(n)d complaints, %(expected)s were expected."
    ) % {
        "day": since,
        "n": observed,
        "expected": number(alarm.expected),
    }
