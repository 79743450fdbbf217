"""Which published narratives a reader asks for."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from huaihai import alliance
from huaihai.insight.axes import WHOLE
from huaihai.insight.models import Narrative
from huaihai.insight.models.narratives import NarrativeQuerySet
from huaihai.insight.narratives import shown
from huaihai.insight.statistics import keys
from huaihai.law import kinds

MOST_QUARTERS = 40


@dataclass(frozen=True)
class Asked:
    """Empty: not narrowed by it."""

    category: str = ""
    nature: str = ""
    outcome: str = ""
    quarter: str = ""
    place: str = ""

    def query(self) -> str:
        """As the address says it, with a leading "?" where there is anything."""
        said = urlencode({name: value for name, value in asdict(self).items() if value})
        return f"?{said}" if said else ""

    def rows(self) -> NarrativeQuerySet:
        """What fits."""
        narrowed = {name: value for name, value in asdict(self).items() if value}
        return Narrative.objects.published().filter(**narrowed)


def asked(given: Mapping[str, Any]) -> Asked:
    """What the address asks for; what is unknown is left out."""
    known = {name: {key for key, _label in choices} for name, choices in choices_of().items()}
    said = {name: str(given.get(name, "")) for name in known}
    return Asked(**{name: value if value in known[name] else "" for name, value in said.items()})


def choices_of() -> dict[str, list[tuple[str, Any]]]:
    """What can be chosen, in words. One query: the quarters there are."""
    quarters = (
        Narrative.objects.filter(stage="published").order_by("-quarter").values_list("quarter", flat=True)
    )
    cities = [(city.code, shown.place(city.code)) for city in alliance.load().cities]
    return {
        "category": [(one.code, shown.kind(one.code)) for one in (*kinds.GOODS, *kinds.SERVICES)],
        "nature": [(one.code, shown.kind(one.code)) for one in kinds.NATURES],
        "outcome": [(str(key), label) for key, label in shown.OUTCOMES.items()],
        "quarter": [(one, keys.period(one)) for one in quarters.distinct()[:MOST_QUARTERS]],
        "place": [*cities, (WHOLE, shown.place(WHOLE))],
    }
