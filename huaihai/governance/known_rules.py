"""Which rules there are: what each says, which values it may have, and its working default.

Plain: no database. Which value is in force on a day, `rules` says.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OWN_NAME = re.compile(r"[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
LONGEST_NAME, LONGEST_VALUE = 80, 400  # characters


class Kind(StrEnum):
    """What a value is."""

    NUMBER = "number"  # a whole number
    SHARE = "share"  # a fraction such as 2/3
    TEXT = "text"


@dataclass(frozen=True)
class Rule:
    """A rule with a name: what it says, what it may be, and the working default."""

    name: str
    kind: Kind
    label: Promise | str
    explained: Promise | str
    default: str
    unit: Promise | str = ""
    least: int = 1
    most: int = 400
    is_weighty: bool = False


@dataclass(frozen=True)
class Family:
    """Rules that the alliance names itself: the name begins with `prefix`, the value is a text."""

    prefix: str
    label: Promise | str


QUORUM = Rule(
    "quorum",
    Kind.SHARE,
    _("Quorum"),
    _("At least this share of all members must be there."),
    "2/3",
    is_weighty=True,
)
ORDINARY_MAJORITY = Rule(
    "ordinary-majority",
    Kind.SHARE,
    _("Majority for ordinary motions"),
    _("More than this share of those present must be for it."),
    "1/2",
    is_weighty=True,
)
WEIGHTY_MAJORITY = Rule(
    "weighty-majority",
    Kind.SHARE,
    _("Majority for weighty motions"),
    _("At least this share of all members must be for it."),
    "2/3",
    is_weighty=True,
)
INVITATION_DAYS = Rule(
    "invitation-days",
    Kind.NUMBER,
    _("Invitation ahead of a meeting"),
    _("A meeting is announced at least so many days before it begins."),
    "10",
    unit=_("days"),
)
WRITTEN_VOTE_DAYS = Rule(
    "written-vote-days",
    Kind.NUMBER,
    _("Time for a written vote"),
    _("A written vote stays open for at least so many days, unless all members have voted."),
    "5",
    unit=_("days"),
    most=90,
)
MINUTES_DAYS = Rule(
    "minutes-days",
    Kind.NUMBER,
    _("Time for the minutes"),
    _("The office finishes the minutes within so many days after the meeting."),
    "10",
    unit=_("days"),
    most=90,
)
LEAVING_NOTICE_DAYS = Rule(
    "leaving-notice-days",
    Kind.NUMBER,
    _("Notice of leaving"),
    _("A body that leaves says so at least so many days before."),
    "90",
    unit=_("days"),
    is_weighty=True,
)
CO_SIGNATURES = Rule(
    "co-signatures",
    Kind.NUMBER,
    _("Co-signatures under a joint warning"),
    _("So many bodies sign before a warning goes out in the name of the alliance."),
    "3",
    unit=_("bodies"),
    most=100,
)
CO_SIGNATURES_OTHERS = Rule(
    "co-signatures-others",
    Kind.NUMBER,
    _("Co-signatures under other joint texts"),
    _("So many bodies sign before a tip, a lesson, a case story, a notice or an exposure goes out."),
    "2",
    unit=_("bodies"),
    most=100,
)
CO_SIGNATURES_URGENT = Rule(
    "co-signatures-urgent",
    Kind.NUMBER,
    _("Co-signatures under an urgent warning"),
    _("So many bodies sign before a warning of urgent danger goes out."),
    "2",
    unit=_("bodies"),
    most=100,
)
SIGNING_HOURS = Rule(
    "signing-hours",
    Kind.NUMBER,
    _("Time to sign"),
    _(
        "A body that is asked to sign answers within so many hours; after that its silence passes to the secretariat."
    ),
    "48",
    unit=_("hours"),
)
SIGNING_MINUTES_URGENT = Rule(
    "signing-minutes-urgent",
    Kind.NUMBER,
    _("Time to sign an urgent warning"),
    _("The same for a warning of urgent danger, in minutes."),
    "30",
    unit=_("minutes"),
)
SMALLEST_SAMPLE = Rule(
    "smallest-sample",
    Kind.NUMBER,
    _("Cases under which nothing is published"),
    _("A public number about one business is shown only where it is out of at least so many cases."),
    "5",
    unit=_("cases"),
    most=100,
)
LETTERS_A_DAY = Rule(
    "letters-a-day",
    Kind.NUMBER,
    _("Letter codes for one case in one day"),
    _("So many letters, messages and calls with a code may go to a business in one case on one day."),
    "3",
    unit=_("letters"),
    most=20,
)
LIGHT_GREEN = Rule(
    "light-green",
    Kind.NUMBER,
    _("Green light for a step"),
    _("A city's step is green where at least so many of a hundred were taken in time."),
    "95",
    unit=_("per cent"),
    most=100,
)
LIGHT_AMBER = Rule(
    "light-amber",
    Kind.NUMBER,
    _("Amber light for a step"),
    _("Below green it is amber where at least so many of a hundred were taken in time, and red under that."),
    "85",
    unit=_("per cent"),
    most=100,
)
HALF = Fraction(1, 2)  # fewer than half never decide for all
RULES = {
    rule.name: rule
    for rule in (
        QUORUM,
        ORDINARY_MAJORITY,
        WEIGHTY_MAJORITY,
        INVITATION_DAYS,
        WRITTEN_VOTE_DAYS,
        MINUTES_DAYS,
        LEAVING_NOTICE_DAYS,
        CO_SIGNATURES,
        CO_SIGNATURES_OTHERS,
        CO_SIGNATURES_URGENT,
        SIGNING_HOURS,
        SIGNING_MINUTES_URGENT,
        SMALLEST_SAMPLE,
        LETTERS_A_DAY,
        LIGHT_GREEN,
        LIGHT_AMBER,
    )
}
FAMILIES = {
    family.prefix: family
    for family in (Family("criterion", _("Criterion")), Family("target", _("Yearly target")))
}


def is_weighty(name: str) -> bool:
    """Whether changing the rule of this name needs the weighty majority."""
    return name in RULES and RULES[name].is_weighty


def known_name(name: str) -> bool:
    """Whether a value may be set under this name: a rule's, or one like "criterion.refund-days"."""
    return name in RULES or (
        name.partition(".")[0] in FAMILIES
        and OWN_NAME.fullmatch(name) is not None
        and len(name) <= LONGEST_NAME
    )


def fits(name: str, value: str) -> bool:
    """Whether the rule of this name may have this value."""
    rule = RULES.get(name)
    if rule is None or rule.kind is Kind.TEXT:
        return bool(value.strip()) and len(value) <= LONGEST_VALUE
    if rule.kind is Kind.NUMBER:
        return (
            value.isascii() and value.isdigit() and len(value) < 5 and rule.least <= int(value) <= rule.most
        )
    top, _slash, bottom = value.partition("/")
    if not (top.isascii() and top.isdigit() and bottom.isascii() and bottom.isdigit()):
        return False
    if len(value) > 7 or int(bottom) == 0:
        return False
    share = Fraction(int(top), int(bottom))
    if rule is ORDINARY_MAJORITY:
        return HALF <= share < 1  # "more than all" is nobody
    return (share > HALF if rule is WEIGHTY_MAJORITY else share >= HALF) and share <= 1
