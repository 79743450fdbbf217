"""Every measure that can be computed: its source, how months are put together, how it is said and counted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.insight.board import sources, surveys
from huaihai.insight.board.arithmetic import DAYS_KEY, LEAST_ACTS, LEAST_PEOPLE, Measured, Pool
from huaihai.insight.months import Span

METHODS: Final[Mapping[str, Promise | str]] = {
    "decisions-with-quorum": _("Every round of votes that was counted, by the day of the count."),
    "complete-hand-overs": _(
        "Hand-overs of the secretariat by their agreed day. Complete: both sides have signed the "
        "list. One that was called off does not count."
    ),
    "gap-between-cities": _(
        "Highest city minus lowest, after adjustment for the mix of cases, over twelve months. "
        "Where no city differs from like cases elsewhere by more than chance explains, it is 0."
    ),
    "right-door-first": _(
        "Cases by the month they ended. Moved: sent or called back, forwarded twice, or referred to "
        "an authority by the body that had taken them."
    ),
    "filed-away": _(
        "Complaints by the month they came in, once it is known which city leads. A high share is "
        "neither good nor bad: it shows how much the platform is needed."
    ),
    "open-doors": _(
        "Counties whose own body has a line for the public and somebody in a post. The city's line "
        "does not count for a county."
    ),
    "confirmed-by-consumers": _(
        "Cases by the month they ended; withdrawn ones and those that went elsewhere are left out. "
        "Closed without the consumer's word counts as not confirmed."
    ),
    "without-by-pass": _(
        "The record of every case that ended is walked from its first line to its last; each step "
        "must be one that the table allows from where the case stood."
    ),
    "steps-on-time": _(
        "Steps of the bodies only: forwarding, taking, deciding, serving, mediating, looking again, "
        "acting on a breach. A step whose last day went by counts as late in that month, taken later "
        "or not."
    ),
    "cities-taking-part": _(
        "Joint sweeps by the month of their last day; a city takes part if it checked one place at "
        "least. The mean of all sweeps."
    ),
    "re-checks-done": _(
        "Re-checks by the month of their last day. One that was made late counts as done; one made before it was due "
        "counts in the month of the visit."
    ),
    "minutes-first-to-last": _(
        "The pages of all cities show a text in the same moment. Measured is the message to those "
        "who asked for one city's news: from the first city's first reader to the last city's. The "
        "mean of all texts; digests are left out."
    ),
    "corrections": _(
        "Requests of businesses to correct a published fact about them, by the day they asked. What "
        "readers say by telephone is not counted yet."
    ),
    "recovered": _(
        "The sums of cases that the consumer confirmed as done, by the month they ended. What a "
        "business only says it paid does not count."
    ),
    "days-saved": _(
        "For every agreement: the 60 days that mediation may take, minus the days from receipt to "
        "agreement. An agreement that took longer counts against it. The mean of all agreements."
    ),
    "warnings-in-time": _(
        "For every warning: complaints about its goods or services in its cities, from 90 days "
        "before to 90 days after. In time: it went out before the middle of the 28 days with most "
        "complaints. Where no 28 days stand out (10 complaints, half as many again as usual), it is "
        "not judged."
    ),
    "satisfaction": _(
        "The index (0 to 100) of the newest satisfaction survey that was published with its plan, "
        "its answers and its margins."
    ),
    "confidence": _(
        "The newest poll of visitors that was published: of those who answered, how many say that this region is "
        "their first choice for shopping and travel."
    ),
    "target-against-outcome": _(
        "The targets in force for this year. Met: reached, or on course by the months that are over."
    ),
}


# What a number is made of, in two halves: how many there were, and how many of them stand out. Of a share the second
# is what is missing, so that "100 %" is told by its exceptions.
TALLIES: Final[Mapping[str, tuple[Promise | str, Promise | str]]] = {
    "decisions-with-quorum": (_("%(of)s votes"), _("%(left)s without quorum")),
    "complete-hand-overs": (_("%(of)s hand-overs"), _("%(left)s not complete")),
    "right-door-first": (_("%(of)s cases ended"), _("%(left)s moved on")),
    "filed-away": (_("leading city known: %(of)s"), _("%(part)s filed away")),
    "open-doors": (_("%(of)s counties"), _("%(part)s with an open door")),
    "confirmed-by-consumers": (_("%(of)s ours to solve"), _("%(left)s not confirmed")),
    "without-by-pass": (_("%(of)s cases ended"), _("%(left)s by-passed")),
    "steps-on-time": (_("%(of)s steps"), _("%(left)s late")),
    "cities-taking-part": (_("%(of)s joint actions"), ""),
    "re-checks-done": (_("%(of)s re-checks"), _("%(left)s not done")),
    "minutes-first-to-last": (_("%(of)s texts"), ""),
    "target-against-outcome": (_("%(of)s targets"), _("%(left)s not met")),
}


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
        sources.with_quorum,
        pgettext_lazy("counted", "votes"),
    ),
    Kind(
        "complete-hand-overs",
        Pool.SHARE,
        sources.complete_hand_overs,
        pgettext_lazy("counted", "hand-overs"),
    ),
    Kind(
        "gap-between-cities",
        Pool.LATEST,
        sources.gap_between_cities,
        "",
        digits=1,
    ),
    Kind(
        "right-door-first",
        Pool.SHARE,
        sources.right_door_first,
        pgettext_lazy("counted", "cases that ended"),
        digits=1,
        least=LEAST_PEOPLE,
    ),
    Kind(
        "filed-away",
        Pool.SHARE,
        sources.filed_away,
        pgettext_lazy("counted", "complaints"),
        digits=1,
        least=LEAST_PEOPLE,
    ),
    Kind(
        "open-doors",
        Pool.STANDING,
        sources.open_doors,
        pgettext_lazy("counted", "counties"),
    ),
    Kind(
        "confirmed-by-consumers",
        Pool.SHARE,
        sources.confirmed,
        pgettext_lazy("counted", "cases that ended"),
        digits=1,
        least=LEAST_PEOPLE,
    ),
    Kind(
        "without-by-pass",
        Pool.SHARE,
        sources.without_by_pass,
        pgettext_lazy("counted", "cases that ended"),
        digits=1,
        least=LEAST_PEOPLE,
    ),
    Kind(
        "steps-on-time",
        Pool.SHARE,
        sources.steps_on_time,
        pgettext_lazy("counted", "steps"),
        digits=1,
        least=LEAST_PEOPLE,
    ),
    Kind(
        "cities-taking-part",
        Pool.MEAN,
        sources.cities_taking_part,
        pgettext_lazy("counted", "joint sweeps"),
        digits=1,
    ),
    Kind(
        "re-checks-done",
        Pool.SHARE,
        sources.rechecks_done,
        pgettext_lazy("counted", "re-checks"),
        digits=1,
    ),
    Kind(
        "minutes-first-to-last",
        Pool.MEAN,
        sources.minutes_first_to_last,
        pgettext_lazy("counted", "texts"),
    ),
    Kind(
        "corrections",
        Pool.SUM,
        sources.corrections,
        "",
        least=0,
    ),
)
GIVEN: Final = (
    Kind(
        "recovered",
        Pool.SUM,
        sources.recovered,
        pgettext_lazy("counted", "cases"),
        least=LEAST_PEOPLE,
        digits=-3,
        per=100,
    ),
    Kind(
        "days-saved",
        Pool.MEAN,
        sources.days_saved,
        pgettext_lazy("counted", "agreements"),
        digits=1,
        least=LEAST_PEOPLE,
    ),
    Kind(
        "warnings-in-time",
        Pool.SHARE,
        sources.warnings_in_time,
        pgettext_lazy("counted", "warnings that could be judged"),
    ),
    Kind(
        "satisfaction",
        Pool.LATEST,
        surveys.satisfaction,
        "",
        digits=1,
    ),
    Kind(
        "confidence",
        Pool.LATEST,
        surveys.confidence,
        "",
        digits=1,
    ),
)
# Kept month by month, but no card: how long it took, drawn as a ruler.
DAYS: Final = Kind(DAYS_KEY, Pool.MEAN, sources.days_to_close, "", least=LEAST_PEOPLE)
BY_KEY: Final = {kind.key: kind for kind in (*NINE, *GIVEN)}
TARGETS_MET: Final = "target-against-outcome"  # counted from the others: see `meeting`
