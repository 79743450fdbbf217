"""How exactly each measure is counted, as the pages print it."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
    "re-checks-done": _("Re-checks by the month of their last day. One that was made late counts as done."),
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
    "target-against-outcome": _(
        "The targets in force for this year. Met: reached, or on course by the months that are over."
    ),
}
