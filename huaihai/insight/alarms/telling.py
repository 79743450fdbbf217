"""An alarm in plain words, in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huaihai.businesses.models import Business
from huaihai.insight.alarms import keys, places
from huaihai.insight.alarms.places import Places
from huaihai.insight.models import Alarm
from huaihai.kit import local_words, spoken
from huaihai.law import kinds

FEW_PLACES = 4  # that are named one by one in a sentence


@dataclass(frozen=True)
class Told:
    """One alarm as pages show it. `text` is the whole finding, `chance` how seldom chance alone would do it."""

    row: Alarm
    about: str
    where: str
    places: list[str]
    expected: str
    text: str
    chance: str

    @property
    def sentences(self) -> str:
        """The finding, and how seldom chance alone would do it."""
        return spoken.run_on([self.text, self.chance])


def told(alarms: Sequence[Alarm], known: Places) -> list[Told]:
    """Each alarm in words, in one query for the names of businesses."""
    names = business_names(alarm.key for alarm in alarms)
    return [_told(alarm, known, names) for alarm in alarms]


def business_names(found: Iterable[str]) -> dict[str, str]:
    """The names of the businesses that these keys name, by key."""
    wanted = [business for key in found if (business := keys.business_of(key)) is not None]
    if not wanted:
        return {}
    rows = Business.objects.filter(pk__in=wanted)
    return {keys.of_business(business.pk): business.name for business in rows}


def about(key: str, names: dict[str, str] | None = None) -> str:
    """What an alarm with this key is about."""
    family, _colon, rest = key.partition(":")
    if family == keys.ALL:
        return _("complaints of every kind")
    if family == keys.BUSINESS:
        return local_words.in_script((names or {}).get(key, "")) or _("a business that is not known any more")
    if family == keys.WORD:
        return _("“%(word)s” in the title") % {"word": local_words.in_script(rest)}
    category = _label(keys.category_of(key)) or _("no trade stated")
    if family == keys.CATEGORY:
        return category
    nature = _label(keys.nature_of(key)) or _("no nature stated")
    return _("%(category)s: %(nature)s") % {"category": category, "nature": nature}


def where(alarm: Alarm, known: Places) -> str:
    """The places in a sentence: all of a few, else the cities with the number of places."""
    found = places.named(alarm.places, known)
    comma = pgettext("between places", ", ")
    if len(found) <= FEW_PLACES:
        return comma.join(found)
    cities = [local_words.place(city.place_name) for city in known.cities(alarm.places)]
    count = len(found)
    said = ngettext("%(n)d place in %(cities)s", "%(n)d places in %(cities)s", count)
    return said % {"n": count, "cities": comma.join(cities)}


def number(value: float) -> str:
    """An expected number: one decimal below ten, else whole; never a 0, which would say that it was impossible."""
    if value < 0.05:  # would be written 0.0
        return pgettext("expected number", "under 0.1")
    return f"{value:.1f}" if value < 10 else f"{value:,.0f}"  # where a decimal says little


def _told(alarm: Alarm, known: Places, names: dict[str, str]) -> Told:
    what, at = about(alarm.key, names), where(alarm, known)
    expected = number(alarm.expected)
    said = {
        "places": at,
        "day": spoken.full_day(alarm.since),
        "until": spoken.full_day(alarm.until),
        "what": what,
        "expected": expected,
        "n": alarm.observed,
    }
    text = ngettext(
        "%(places)s, from %(day)s to %(until)s: %(n)d complaint about this, where %(expected)s were expected.",
        "%(places)s, from %(day)s to %(until)s: %(n)d complaints about this, where %(expected)s were expected.",
        alarm.observed,
    )
    return Told(alarm, what, at, places.named(alarm.places, known), expected, text % said, _chance(alarm))


def _chance(alarm: Alarm) -> str:
    days = min(floor(alarm.recurrence_days), 36_500)
    if days < 1:
        return ""
    return ngettext(
        "Chance alone, among all that is looked at, would do this less often than once in %(n)d day.",
        "Chance alone, among all that is looked at, would do this less often than once in %(n)d days.",
        days,
    ) % {"n": days}


def _label(code: str) -> str:
    return local_words.said(kinds.BY_CODE[code]) if code in kinds.BY_CODE else code
