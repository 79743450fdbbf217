"""Context figures as pages show them: the place's name, the period, the number with its source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import pgettext

from huaihai import alliance
from huaihai.insight.board.context.file import EVERYWHERE
from huaihai.insight.models import ContextFigure
from huaihai.kit import local_words

NEWEST = 30  # figures on the public page


@dataclass(frozen=True)
class Figure:
    """One line."""

    indicator: str
    place: str
    period: str
    value: str
    source: str
    read_on: date
    is_replaced: bool


def newest() -> Sequence[Figure]:
    """The newest figures of the region and its cities that stand; residents stand where rates are shown."""
    rows = (
        ContextFigure.objects.standing()
        .exclude(indicator=ContextFigure.Indicator.POPULATION)
        .filter(place__in=[EVERYWHERE, *alliance.load().city_codes])
        .order_by("-period", "indicator", "place")
    )
    return shown(rows[:NEWEST])


def shown(rows: Iterable[ContextFigure]) -> list[Figure]:
    """These rows in words."""
    names = _names()
    return [
        Figure(
            indicator=row.get_indicator_display(),
            place=names.get(row.place, row.place),
            period=row.period,
            value=f"{row.value.normalize():,f} {local_words.in_script(row.unit)}",
            source=local_words.in_script(row.source),
            read_on=row.read_on,
            is_replaced=row.replaced_at is not None,
        )
        for row in rows
    ]


def _names() -> dict[str, str]:
    cities = alliance.load().cities
    counties = {county.code: county.name for city in cities for county in city.counties}
    named = {city.code: city.name for city in cities} | counties
    return {
        EVERYWHERE: pgettext("place", "the whole region"),
        **{code: local_words.place(name) for code, name in named.items()},
    }
