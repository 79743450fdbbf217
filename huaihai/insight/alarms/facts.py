"""What pages show of alarms: plain words, lists and colours, the cases behind one, charts and tiles."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huaihai.businesses.models import Business
from huaihai.businesses.posters.pages import Door
from huaihai.cases import business_figures
from huaihai.cases.genuine import forgeries
from huaihai.cases.models import Case
from huaihai.desk.drawing.tiles import of_cities
from huaihai.desk.frame import actor_of
from huaihai.desk.papers.document import Chart, Series
from huaihai.education.models import Publication
from huaihai.insight.alarms import keys
from huaihai.insight.alarms.expected import number
from huaihai.insight.alarms.gathering import PROGRAM, moments
from huaihai.insight.alarms.keys import Places
from huaihai.insight.axes import NOT_STATED
from huaihai.insight.models import Alarm, AlarmPlace, AlarmText, DayCount
from huaihai.insight.rollups.statement import NEVER_COUNTED
from huaihai.kit import local_words, spoken
from huaihai.kit.clock import local_day
from huaihai.law import kinds
from huaihai.members.actors import Actor

FEW_PLACES = 4  # that are named one by one in a sentence
YEAR, MANY = 365, 1000  # days; more than so many are said as years


@dataclass(frozen=True)
class AlarmWords:
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


def in_words(alarms: Sequence[Alarm], known: Places) -> list[AlarmWords]:
    """Each alarm in words, in one query for the names of businesses."""
    names = business_names(alarm.key for alarm in alarms)
    return [_words_of(alarm, known, names) for alarm in alarms]


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
    if key == keys.of_word(forgeries.WORD):
        return _("notices forged in our name")
    if family == keys.WORD:
        return _("“%(word)s” in the title") % {"word": local_words.in_script(rest)}
    category = _label(keys.category_of(key)) or _("no trade stated")
    if family == keys.CATEGORY:
        return category
    nature = _label(keys.nature_of(key)) or _("no nature stated")
    return _("%(category)s: %(nature)s") % {"category": category, "nature": nature}


def where(alarm: Alarm, known: Places) -> str:
    """The places in a sentence: all of a few, else the cities with the number of places."""
    found = keys.named(alarm.places, known)
    comma = pgettext("between places", ", ")
    if len(found) <= FEW_PLACES:
        return comma.join(found)
    cities = [local_words.place(city.place_name) for city in known.cities(alarm.places)]
    count = len(found)
    said = ngettext("%(n)d place in %(cities)s", "%(n)d places in %(cities)s", count)
    return said % {"n": count, "cities": comma.join(cities)}


def _words_of(alarm: Alarm, known: Places, names: dict[str, str]) -> AlarmWords:
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
    return AlarmWords(alarm, what, at, keys.named(alarm.places, known), expected, text % said, _chance(alarm))


def _chance(alarm: Alarm) -> str:
    days = min(floor(alarm.recurrence_days), 36_500)
    if days < 1:
        return ""
    if days > MANY:
        years = days // YEAR
        return ngettext(
            "Chance alone, among all that is looked at, would do this less often than once in %(n)d year.",
            "Chance alone, among all that is looked at, would do this less often than once in %(n)d years.",
            years,
        ) % {"n": years}
    return ngettext(
        "Chance alone, among all that is looked at, would do this less often than once in %(n)d day.",
        "Chance alone, among all that is looked at, would do this less often than once in %(n)d days.",
        days,
    ) % {"n": days}


def goods_and_problem(case: Case) -> str:
    """What a complaint is about: the goods or service, and what went wrong."""
    return " · ".join(filter(None, (_label(case.category), _label(case.nature))))


def _label(code: str) -> str:
    return local_words.said(kinds.BY_CODE[code]) if code in kinds.BY_CODE else code


TONES = {"new": "warn", "watched": "warn", "real": "warn", "explained": "calm", "false": "calm"}
BESIDE = 6


def alarm_or_404(request: HttpRequest, pk: UUID) -> Alarm:
    """The alarm, if the reader may see it. Raises Http404."""
    rows = Alarm.objects.visible_to(actor_of(request)).select_related("seen", "raised_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def beside(alarm: Alarm, actor: Actor) -> list[Alarm]:
    """A few others that the actor may see, at the same time and in a place of this one. One query."""
    held = AlarmPlace.objects.filter(alarm=alarm).values("code")
    there = AlarmPlace.objects.filter(code__in=held).values("alarm")
    rows = Alarm.objects.visible_to(actor).filter(pk__in=there).exclude(pk=alarm.pk)
    return list(rows.filter(since__lte=alarm.until, until__gte=alarm.since)[:BESIDE])


def listed(alarm: Alarm, known: Places, actor: Actor) -> QuerySet[Case, Any]:
    """The rows that the actor may read of the alarm's cases, the newest first."""
    rows = Case.objects.listed_to(actor).exclude(stage__in=NEVER_COUNTED)
    return _narrowed(rows, alarm, known, alarm.since, alarm.until).order_by("-submitted_at", "-pk")


def its_cases(alarm: Alarm, known: Places) -> QuerySet[Case, Any]:
    """All cases of the alarm, for counting; no row is shown."""
    rows = Case.objects.visible_to(PROGRAM).exclude(stage__in=NEVER_COUNTED)
    return _narrowed(rows, alarm, known, alarm.since, alarm.until).order_by()


def by_day(alarm: Alarm, known: Places, first: date, last: date) -> Counter[date]:
    """How many cases like those of the alarm came in on each day, in its places. One query."""
    if alarm.family in (keys.BUSINESS, keys.WORD):
        rows = Case.objects.visible_to(PROGRAM).exclude(stage__in=NEVER_COUNTED)
        found = _narrowed(rows, alarm, known, first, last).order_by()
        moments_of = found.values_list("submitted_at", flat=True)
        return Counter(local_day(at) for at in moments_of if at is not None)
    counted: Counter[date] = Counter()
    held = DayCount.objects.filter(_in_counts(alarm, known), day__gte=first, day__lte=last)
    for day, n in held.values_list("day", "received"):
        counted[day] += n
    return counted


def _narrowed(
    rows: QuerySet[Case, Any], alarm: Alarm, known: Places, first: date, last: date
) -> QuerySet[Case, Any]:
    begin, end = moments(first, last)
    in_time = rows.filter(submitted_at__gte=begin, submitted_at__lt=end)
    found = in_time.filter(known.cases(alarm.places)).filter(_about(alarm))
    return found.exclude(business_figures.denied()) if alarm.family == keys.BUSINESS else found


def _about(alarm: Alarm) -> Q:
    if alarm.family == keys.BUSINESS:
        business = keys.business_of(alarm.key)
        if business is None:
            return Q(pk__in=[])
        return Q(business=business) | Q(business__merged_into=business)
    if alarm.family == keys.WORD:
        return Q(title__icontains=alarm.key.partition(":")[2])
    return _trade(alarm)


def _trade(alarm: Alarm) -> Q:
    """Trade and nature as a filter; what is not stated is stored as "none", or left blank on a case."""
    found = Q()
    for name, code in zip(("category", "nature"), alarm.about, strict=False):
        if code == NOT_STATED:
            found &= Q(**{f"{name}__in": [NOT_STATED, ""]})
        else:
            found &= Q(**{name: code})
    return found


def _in_counts(alarm: Alarm, known: Places) -> Q:
    places = [known.by_code[code] for code in alarm.places if code in known.by_code]
    cities = [place.code for place in places if place.is_city]
    counties = [place.code for place in places if not place.is_city]
    return (Q(city__in=cities, county="") | Q(county__in=counties)) & _trade(alarm)


WEEKS: Final = 26
WEEK: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)


def over_time(alarm: Alarm, known: Places) -> Chart:
    """Complaints a week over half a year, to the last day that was looked at; expected where the alarm lies."""
    last = alarm.seen.day
    weeks = [last - (WEEKS - number) * WEEK + DAY for number in range(WEEKS)]
    counted = by_day(alarm, known, weeks[0], last)
    observed = tuple(float(sum(counted[first + n * DAY] for n in range(7))) for first in weeks)
    a_week = alarm.expected / ((alarm.until - alarm.since).days + 1) * 7
    expected = tuple(a_week if _meets(alarm, first) else None for first in weeks)
    return Chart(
        shape="lines",
        caption=_("Complaints about this in these places, week by week"),
        labels=tuple(spoken.full_day(first) for first in weeks),
        short=tuple(f"{first:%m-%d}" for first in weeks),
        series=(
            Series(pgettext("alarm", "received"), observed),
            Series(pgettext("alarm", "expected"), expected),
        ),
        unit=_("complaints a week"),
        digits=1,
        label_head=_("Week from"),
        note=_(
            "The expected number is worked out from the time before, and drawn for the weeks of the alarm."
        ),
    )


def on_tiles(alarm: Alarm, known: Places) -> Chart:
    """How many of its cases each city has."""
    values: dict[str, float | None] = {}
    for code, (observed, _expected) in alarm.by_place.items():
        if (place := known.by_code.get(code)) is not None:
            city = place.city.region_code
            values[city] = (values.get(city) or 0.0) + float(observed)
    title = _("Where the complaints of this alarm come from")
    return of_cities(title, values, pgettext("alarm", "Complaints"), digits=0)


def _meets(alarm: Alarm, first: date) -> bool:
    return first <= alarm.until and alarm.since < first + WEEK


def of_text(publication: Publication) -> list[Door]:
    """How complaints led to this text. One query."""
    if not AlarmText.objects.filter(publication=publication).exists():
        return []
    told = _("More complaints than usual led us to look into this. How that is noticed")
    return [Door(_("Early warning"), reverse("early-warning"), told)]
