"""How many people live in a place: the newest loaded figure, else the census in the alliance's data."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai import alliance
from huaihai.insight.models import ContextFigure

CENSUS: Promise | str = _(
    "Seventh national census"
)  # `City.population`; cities.toml says how well it is known
CENSUS_YEAR = 2020

type Residents = tuple[int, str, int]  # how many, the source, of which year


def population(code: str) -> Residents | None:
    """Residents of a city or county by its code, with source and year; None where nobody has told us."""
    return populations([code]).get(code)


def populations(codes: list[str]) -> dict[str, Residents]:
    """The same for many places, in one query. A county has no figure before one is loaded."""
    census = {
        city.code: (city.population, str(CENSUS), CENSUS_YEAR)
        for city in alliance.load().cities
        if city.code in codes and city.population is not None
    }
    rows = (
        ContextFigure.objects.standing()
        .filter(indicator=ContextFigure.Indicator.POPULATION, place__in=codes)
        .order_by("period")
    )
    loaded = {row.place: (int(row.value), row.source, int(row.period[:4])) for row in rows}
    return census | loaded
