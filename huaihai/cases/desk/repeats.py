"""How often the telephone of a case filed in the alliance within a year, and what became of it: counts, to officers
with the case alone. No word for a person is made of them, and nothing of them is kept.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.cases import life
from huaihai.cases.desk.alike import LOOK_BACK
from huaihai.cases.models import Case, Complainant
from huaihai.cases.situation import Situation
from huaihai.kit.paging import COUNT_TO
from huaihai.packs.words import cited

LATELY: Final = timedelta(days=30)
MANY: Final = 3  # from so many others on, the page says what the law may make of it
OUTCOMES: Final[tuple[tuple[Promise | str, frozenset[str]], ...]] = (
    (pgettext_lazy("complaints", "open"), frozenset(life.OPEN)),
    (pgettext_lazy("complaints", "closed after an agreement"), frozenset({"closed"})),
    (pgettext_lazy("complaints", "not admitted or referred"), frozenset({"declined", "referred"})),
    (pgettext_lazy("complaints", "ended without an agreement"), frozenset({"terminated"})),
    (pgettext_lazy("complaints", "withdrawn"), frozenset({"withdrawn"})),
)
ARTICLES: Final[tuple[tuple[str, Promise | str], ...]] = (
    (
        cited("repeats_to_live_on"),
        _(
            "whether something was bought to live on is judged by how many and how often, by many alike complaints "
            "in a short time, by whether there was a purchase and a harm, and by shared telephones and addresses."
        ),
    ),
    (cited("repeats_not_admitted"), _("what was not bought to live on is not admitted.")),
    (cited("repeats_police"), _("planted, swapped or invented facts to extort money go to the police.")),
)


@dataclass(frozen=True)
class Repeats:
    """Other files of the same telephone; `outcomes` are words and how many."""

    total: int
    lately: int
    same_business: int
    outcomes: list[tuple[Promise | str, int]]

    @property
    def are_many(self) -> bool:
        return self.total >= MANY

    @property
    def articles(self) -> tuple[tuple[str, Promise | str], ...]:
        """What the law may make of it: the article, and what it says."""
        return ARTICLES

    @property
    def is_more(self) -> bool:
        """Counting stopped."""
        return self.total > COUNT_TO


def of_case(situation: Situation, *, at: datetime) -> Repeats | None:
    """None where there are no others, and for whoever has no part in the case; one query."""
    case = situation.case
    person: Complainant | None = getattr(case, "complainant", None)
    if not situation.parties or person is None or not person.phone_index:
        return None
    rows = _others(case, person, at).values_list("stage", "submitted_at", "business_id")
    found = list(rows[: COUNT_TO + 1])
    if not found:
        return None
    stages = Counter(stage for stage, _at, _business in found)
    numbers = [(words, sum(stages[name] for name in names)) for words, names in OUTCOMES]
    return Repeats(
        total=len(found),
        lately=sum(submitted_at > at - LATELY for _stage, submitted_at, _business in found),
        same_business=sum(
            business is not None and business == case.business_id for *_rest, business in found
        ),
        outcomes=[(words, number) for words, number in numbers if number],
    )


def _others(case: Case, person: Complainant, at: datetime) -> Any:
    """What was joined to another file is the same matter."""
    rows = Case.objects.filter(complainant__phone_index=person.phone_index, submitted_at__gt=at - LOOK_BACK)
    return rows.exclude(stage__in=("linked", "abandoned")).exclude(pk=case.pk)
