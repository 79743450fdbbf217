"""Every measure that can be computed: where it comes from, how its months are put together, how it is said."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from huaihai.insight.board.arithmetic import LEAST_ACTS, LEAST_PEOPLE, Measured, Pool
from huaihai.insight.board.methods import METHODS
from huaihai.insight.board.months import Span
from huaihai.insight.board.sources import (
    acting,
    asking,
    clocks,
    deciding,
    doors,
    outcomes,
    process,
    routing,
    voicing,
    warning,
)

type Words = Promise | str
type Source = Callable[[Span], Measured | None]


@dataclass(frozen=True)
class Kind:
    """One measure. `counts` says what the number beside it counts.

    `least`: on fewer nothing is said. `per`: how many of the stored unit make one shown; `digits` after the point.
    `is_open`: it tells of no cases, so the running month is shown too.
    """

    key: str
    pool: Pool
    source: Source
    counts: Words
    digits: int = 0
    least: int = LEAST_ACTS
    per: int = 1

    @property
    def method(self) -> Words:
        """How exactly it is counted, in a sentence or two."""
        return METHODS[self.key]

    @property
    def is_open(self) -> bool:
        return self.pool in (Pool.LATEST, Pool.STANDING)


NINE: Final = (
    Kind(
        "decisions-with-quorum",
        Pool.SHARE,
        deciding.with_quorum,
        pgettext_lazy("counted", "votes"),
    ),
    Kind(
        "complete-hand-overs",
        Pool.SHARE,
        deciding.complete_hand_overs,
        pgettext_lazy("counted", "hand-overs"),
    ),
    Kind(
        "gap-between-cities",
        Pool.LATEST,
        asking.gap_between_cities,
        "",
        digits=1,
    ),
    Kind(
        "right-door-first",
        Pool.SHARE,
        routing.right_door_first,
        pgettext_lazy("counted", "cases that ended"),
        digits=1,
        least=LEAST_PEOPLE,
    ),
    Kind(
        "filed-away",
        Pool.SHARE,
        routing.filed_away,
        pgettext_lazy("counted", "complaints"),
        digits=1,
        least=LEAST_PEOPLE,
    ),
    Kind(
        "open-doors",
        Pool.STANDING,
        doors.open_doors,
        pgettext_lazy("counted", "counties"),
    ),
    Kind(
        "confirmed-by-consumers",
        Pool.SHARE,
        outcomes.confirmed,
        pgettext_lazy("counted", "cases that ended"),
        digits=1,
        least=LEAST_PEOPLE,
    ),
    Kind(
        "without-by-pass",
        Pool.SHARE,
        process.without_by_pass,
        pgettext_lazy("counted", "cases that ended"),
        digits=1,
        least=LEAST_PEOPLE,
    ),
    Kind(
        "steps-on-time",
        Pool.SHARE,
        clocks.steps_on_time,
        pgettext_lazy("counted", "steps"),
        digits=1,
        least=LEAST_PEOPLE,
    ),
    Kind(
        "cities-taking-part",
        Pool.MEAN,
        acting.cities_taking_part,
        pgettext_lazy("counted", "joint sweeps"),
        digits=1,
    ),
    Kind(
        "re-checks-done",
        Pool.SHARE,
        acting.rechecks_done,
        pgettext_lazy("counted", "re-checks"),
        digits=1,
    ),
    Kind(
        "minutes-first-to-last",
        Pool.MEAN,
        voicing.minutes_first_to_last,
        pgettext_lazy("counted", "texts"),
    ),
    Kind(
        "corrections",
        Pool.SUM,
        voicing.corrections,
        "",
        least=0,
    ),
)
GIVEN: Final = (
    Kind(
        "recovered",
        Pool.SUM,
        outcomes.recovered,
        pgettext_lazy("counted", "cases"),
        least=LEAST_PEOPLE,
        digits=-3,
        per=100,
    ),
    Kind(
        "days-saved",
        Pool.MEAN,
        outcomes.days_saved,
        pgettext_lazy("counted", "agreements"),
        digits=1,
        least=LEAST_PEOPLE,
    ),
    Kind(
        "warnings-in-time",
        Pool.SHARE,
        warning.warnings_in_time,
        pgettext_lazy("counted", "warnings that could be judged"),
    ),
    Kind(
        "satisfaction",
        Pool.LATEST,
        asking.satisfaction,
        "",
        digits=1,
    ),
)
BY_KEY: Final = {kind.key: kind for kind in (*NINE, *GIVEN)}
TARGETS_MET: Final = "target-against-outcome"  # counted from the others: see `meeting`
