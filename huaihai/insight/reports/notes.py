"""What a report says beside its numbers: how it was counted, from where, and which warnings went out meanwhile."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.education.models import Publication
from huaihai.insight.releases.periods import last_day, months_of
from huaihai.insight.reports.sources import Source
from huaihai.insight.statistics.numbers import ALL
from huaihai.kit import local_words, spoken
from huaihai.kit.clock import ZONE, local_day

MOST_ALERTS: Final = 20


def internal() -> str:
    """What must be read with staff's report."""
    return _(
        "For the office only: small numbers stand here that could point to single people. Please do not pass it on to "
        "the public; the public's report is made from the published numbers."
    )


def sources(source: Source) -> tuple[str, ...]:
    """Where the numbers come from."""
    return (
        _("Complaints received by the alliance's bodies on this platform, by the consumer's place."),
        _("Residents: seventh national census, 1 November 2020."),
    )


def definitions(source: Source) -> tuple[str, ...]:
    """How one reads the numbers."""
    said = [
        _(
            "Counted are complaints by the day on which they were received. What nobody has confirmed is unknown, and "
            "never counted as solved."
        ),
        _("A change in percent is given only where there were at least ten complaints before."),
    ]
    if source.is_public:
        said.append(
            _(
                "“Withheld” stands where a number is so small that it could point to a person, or would give one away."
            )
        )
    else:
        said.append(
            _("As counted on %(day)s; complaints that are still going on will change these numbers.")
            % {"day": spoken.full_day(local_day(source.as_of))}
        )
    return tuple(said)


def alerts(source: Source) -> tuple[str, ...]:
    """The warnings and tips that went out in the period, oldest first."""
    since = _begin(months_of(source.period)[0])
    until = _begin(last_day(source.period) + timedelta(days=1))
    out = Publication.objects.published().alerts().filter(out_at__gte=since, out_at__lt=until)
    if source.place != ALL:
        out = out.for_city(f"city:{source.place}")
    return tuple(
        _("%(day)s: %(title)s") % {"day": spoken.full_day(one.out_at.astimezone(ZONE)), "title": one.title}
        for one in out.order_by("out_at")[:MOST_ALERTS]
        if one.out_at is not None
    )


def signed(place: str) -> str:
    """Who publishes a report of this place."""
    held = alliance.load()
    return local_words.in_script(held.name if place == ALL else held.city(place).body_name)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZONE)
