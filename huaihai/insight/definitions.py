"""What each word for a number means, once for all pages: what counts, out of what, what is left out; and its marks.

A page uses one of these words for this number only, and says where and when it holds. What `cases` counts for the
desk and about single businesses is defined there, in the same form.
"""

from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.cases import business_numbers
from huaihai.desk.measured import By, Definition, span
from huaihai.insight.months import later
from huaihai.insight.releases.tables import last_day, months_of

FILES = gettext_lazy("The files of this platform, counted each night.")
OWN: Final = (
    Definition(
        "received",
        gettext_lazy("Received"),
        gettext_lazy(
            "Every complaint that somebody sent or that an officer wrote down, on the day it came in. It belongs to "
            "the city where the consumer lives, or whose office took it."
        ),
        gettext_lazy(
            "Drafts that were never sent. Questions. Complaints made elsewhere that never reached us."
        ),
        FILES,
    ),
    Definition(
        "confirmed",
        pgettext_lazy("outcome", "confirmed by the consumer"),
        gettext_lazy("The consumer said that what was agreed was done. Only this we call solved."),
        gettext_lazy("An agreement that nobody confirmed. The word of the business alone."),
        FILES,
    ),
    Definition(
        "unknown",
        pgettext_lazy("outcome", "unknown"),
        gettext_lazy("The file was closed, and nobody told us whether what was agreed was done."),
        gettext_lazy("It is never counted as solved and never as not solved. It always stands by itself."),
        FILES,
    ),
    Definition(
        "not_solved",
        pgettext_lazy("outcome", "not solved"),
        gettext_lazy("Mediation ended without agreement, or what was agreed was not done."),
        gettext_lazy("Complaints that were not ours to mediate."),
        FILES,
    ),
    Definition(
        "open",
        pgettext_lazy("outcome", "not finished yet"),
        gettext_lazy("Still being worked on when we looked, 90 days after the quarter or year ended."),
        gettext_lazy("What became of it later. The published number stays as it was."),
        FILES,
    ),
    Definition(
        "withdrawn",
        pgettext_lazy("outcome", "taken back"),
        gettext_lazy("The consumer took the complaint back. We do not always know why."),
        gettext_lazy("Somebody whose problem was solved may also take it back: we do not guess."),
        FILES,
    ),
    Definition(
        "elsewhere",
        pgettext_lazy("outcome", "not ours, passed on or joined"),
        gettext_lazy(
            "It could not be taken up, was passed on to the authority in charge, or was joined to "
            "another file about the same thing."
        ),
        gettext_lazy("Nothing is known here about how the other authority decided."),
        FILES,
    ),
    Definition(
        "solved",
        gettext_lazy("Share solved"),
        gettext_lazy(
            "Confirmed by the consumer, in percent of the complaints that were ours to solve. At most so many were "
            "solved if all unknown ones were solved too; the truth lies between the two."
        ),
        gettext_lazy("Complaints taken back, and those that were not ours, passed on or joined."),
        gettext_lazy("Worked out from the published numbers; rounded half up to one digit."),
        out_of=gettext_lazy(
            "Ours to solve: confirmed, unknown, not solved and not finished yet. By the month they came in, or, where "
            "a page says so, by the month they ended."
        ),
    ),
    Definition(
        "settled",
        pgettext_lazy("public counts", "settled"),
        gettext_lazy("The consumer accepted an offer, or both sides signed an agreement."),
        gettext_lazy("Whether it was done: that is told by “confirmed by the consumer”."),
        FILES,
    ),
    Definition(
        "recovered",
        gettext_lazy("Money that consumers got back"),
        gettext_lazy("The sums of the agreements that the consumer confirmed as done."),
        gettext_lazy(
            "What a business only says it paid. What a fund paid in its stead is told by the funds."
        ),
        FILES,
    ),
    Definition(
        "steps-on-time",
        gettext_lazy("Steps in time"),
        gettext_lazy("Steps of the bodies that were taken by their last day."),
        gettext_lazy(
            "Steps of consumers and businesses, the time to settle, and steps that nobody needed any more."
        ),
        FILES,
        out_of=gettext_lazy("All such steps that were taken, or whose last day went by without them."),
    ),
    Definition(
        "days-to-close",
        gettext_lazy("Days to the end"),
        gettext_lazy(
            "From the day a complaint came in to the day its file was closed; the middle one of all."
        ),
        gettext_lazy("Those taken back, passed on or joined, and those not finished yet."),
        FILES,
    ),
    Definition(
        "in_60_days",
        gettext_lazy("Ended within 60 days"),
        gettext_lazy("Ended, whatever became of it, at most 60 days after it came in."),
        gettext_lazy("Nothing: complaints taken back or passed on are in it too."),
        FILES,
        out_of=gettext_lazy("All complaints received."),
    ),
    Definition(
        "call-back",
        gettext_lazy("Estimate from calling back"),
        gettext_lazy(
            "Each quarter we draw some of the unknown files by lot, call these people and ask. From their answers we "
            "estimate how many of all unknown ones were solved, with the range in which it very "
            "likely lies (19 times out of 20)."
        ),
        gettext_lazy(
            "People whom we could not reach. The estimate takes them to be like those who answered."
        ),
        gettext_lazy("The lists of calls; published as called, reached and solved."),
    ),
    Definition(
        "rate",
        gettext_lazy("For each 100,000 residents"),
        gettext_lazy("Complaints received in the period, for each 100,000 people who live there."),
        gettext_lazy("Visitors, and people who moved after the census. A quarter is not multiplied by four."),
        gettext_lazy(
            "Residents on 1 November 2020: communiqués of the seventh national census. Rounded half up to two digits."
        ),
    ),
    Definition(
        "share",
        gettext_lazy("Share"),
        gettext_lazy("This part of all complaints received in the same period and place, in percent."),
        gettext_lazy(
            "Somebody may ask for several things at once: shares by what people asked for add up to more than 100%."
        ),
        gettext_lazy("Worked out from the published numbers; rounded half up to one digit."),
    ),
    Definition(
        "change",
        pgettext_lazy("definition", "Change"),
        gettext_lazy(
            "How many percent more or fewer than in the period before, or than in the same period of the year before."
        ),
        gettext_lazy("Where there were fewer than ten before, no percentage is given: it would say nothing."),
        gettext_lazy("Worked out from the published numbers; rounded half up to one digit."),
    ),
    Definition(
        "withheld",
        pgettext_lazy("definition", "Withheld"),
        gettext_lazy(
            "The number is so small that somebody could recognise a person, or one could work out such a number from "
            "it. So it is not published, and a program checks that nobody can work it out."
        ),
        gettext_lazy(
            "It is in the totals all the same. Zero is not withheld unless it would give another number away."
        ),
        gettext_lazy("The rules of disclosure control, the same for every public number."),
    ),
)

# What `cases` says of single businesses stands in the same list.
DEFINITIONS: Final = (*OWN, *business_numbers.DEFINITIONS)


def of_period(period: str, counted: str) -> str:
    """The time of what was received in a month, quarter or year ("2026-Q2")."""
    return span(By.RECEIVED, months_of(period)[0], last_day(period), counted)


def of_months(by: By, first: date, last: date, counted: str) -> str:
    """The time from one month to another (their first days), both included."""
    return span(by, first, later(last, 1) - timedelta(days=1), counted)
