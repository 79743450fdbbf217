"""The rules that the alliance sets itself, and which value is in force on a day.

Other rooms ask `number(CO_SIGNATURES, on=day)`. A rule without a row has its working default, which no body has
adopted yet; pages say so. Time limits are not here: bodies adopt those through `members.clocks`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.governance.models import Resolution, RuleRow
from huaihai.law.sureness import Sureness

WORKING_DEFAULT = "working default"


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


@dataclass(frozen=True)
class InForce:
    """The value of a rule on a day, since when, and who decided it."""

    name: str
    title: str
    value: str
    since: date | None  # None for a working default
    resolution: Resolution | None
    source: str
    mark: Sureness

    @property
    def is_default(self) -> bool:
        """Whether nobody has decided it yet."""
        return self.since is None


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
    )
}
FAMILIES = {
    family.prefix: family
    for family in (Family("criterion", _("Criterion")), Family("target", _("Yearly target")))
}


def in_force(rule: Rule, *, on: date) -> InForce:
    """The value of this rule on this day, in one query."""
    row = RuleRow.objects.in_force_on(on).filter(name=rule.name).select_related("resolution").first()
    return _of_row(row) if row else _default(rule)


def number(rule: Rule, *, on: date) -> int:
    """The whole number that this rule sets on this day."""
    return int(in_force(rule, on=on).value)


def share(rule: Rule, *, on: date) -> Fraction:
    """The fraction that this rule sets on this day."""
    return Fraction(in_force(rule, on=on).value)


def all_in_force(*, on: date) -> list[InForce]:
    """Every rule with its value on this day, then those of the families, in one query."""
    newest: dict[str, RuleRow] = {}
    for row in RuleRow.objects.in_force_on(on).select_related("resolution"):
        newest.setdefault(row.name, row)
    named = [_of_row(newest[name]) if name in newest else _default(rule) for name, rule in RULES.items()]
    return [*named, *(_of_row(row) for name, row in sorted(newest.items()) if name not in RULES)]


def still_to_come(*, after: date) -> Iterable[RuleRow]:
    """Values that are decided and count from a later day, the next first."""
    return (
        RuleRow.objects.filter(in_force_from__gt=after)
        .select_related("resolution")
        .order_by("in_force_from", "pk")
    )


def is_weighty(name: str) -> bool:
    """Whether changing the rule of this name needs the weighty majority."""
    return name in RULES and RULES[name].is_weighty


def known_name(name: str) -> bool:
    """Whether a value may be set under this name."""
    prefix, _dot, rest = name.partition(".")
    return name in RULES or (prefix in FAMILIES and rest.isascii() and rest.replace("-", "").isalnum())


def fits(name: str, value: str) -> bool:
    """Whether the rule of this name may have this value."""
    rule = RULES.get(name)
    if rule is None or rule.kind is Kind.TEXT:
        return bool(value.strip())
    if rule.kind is Kind.NUMBER:
        return (
            value.isascii() and value.isdigit() and len(value) < 5 and rule.least <= int(value) <= rule.most
        )
    top, _slash, bottom = value.partition("/")
    if not (top.isascii() and top.isdigit() and bottom.isascii() and bottom.isdigit()):
        return False
    return len(value) < 8 and int(bottom) > 0 and 0 < Fraction(int(top), int(bottom)) <= 1


def _of_row(row: RuleRow) -> InForce:
    return InForce(
        row.name, row.title, row.value, row.in_force_from, row.resolution, row.source, Sureness(row.mark)
    )


def _default(rule: Rule) -> InForce:
    return InForce(rule.name, "", rule.default, None, None, WORKING_DEFAULT, Sureness.UNCONFIRMED)
