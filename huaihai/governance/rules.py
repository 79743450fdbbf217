"""The rules that the alliance sets itself, and which value is in force on a day.

Other rooms ask `rules.number(rules.CO_SIGNATURES, on=day)`. A rule without a row has its working default, which no
body has adopted yet; pages say so. Time limits are not here: bodies adopt those through `members.clocks`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db import transaction

from huaihai.alliance import Alliance, AllianceDataError
from huaihai.governance.known_rules import (
    CO_SIGNATURES,
    CO_SIGNATURES_OTHERS,
    CO_SIGNATURES_URGENT,
    FAMILIES,
    INVITATION_DAYS,
    LEAVING_NOTICE_DAYS,
    LETTERS_A_DAY,
    LIGHT_AMBER,
    LIGHT_GREEN,
    MINUTES_DAYS,
    ORDINARY_MAJORITY,
    QUORUM,
    RULES,
    SIGNING_HOURS,
    SIGNING_MINUTES_URGENT,
    SMALLEST_SAMPLE,
    WEIGHTY_MAJORITY,
    WRITTEN_VOTE_DAYS,
    Family,
    Kind,
    Rule,
    fits,
    is_weighty,
    known_name,
)
from huaihai.governance.models import Resolution, RuleRow
from huaihai.law.sureness import Sureness
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

__all__ = [
    "CO_SIGNATURES",
    "CO_SIGNATURES_OTHERS",
    "CO_SIGNATURES_URGENT",
    "FAMILIES",
    "INVITATION_DAYS",
    "LEAVING_NOTICE_DAYS",
    "LETTERS_A_DAY",
    "LIGHT_AMBER",
    "LIGHT_GREEN",
    "MINUTES_DAYS",
    "ORDINARY_MAJORITY",
    "QUORUM",
    "RULES",
    "SIGNING_HOURS",
    "SIGNING_MINUTES_URGENT",
    "SMALLEST_SAMPLE",
    "WEIGHTY_MAJORITY",
    "WORKING_DEFAULT",
    "WRITTEN_VOTE_DAYS",
    "Family",
    "InForce",
    "Kind",
    "Rule",
    "all_in_force",
    "fits",
    "in_force",
    "is_weighty",
    "known_name",
    "load",
    "number",
    "share",
    "still_to_come",
]

WORKING_DEFAULT = "working default"


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


def in_force(rule: Rule, *, on: date) -> InForce:
    """The value of this rule on this day, in one query.

    It is the row that began last by then; of two that began on the same day, the one decided last. Before the first
    row it is the working default.
    """
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


def load(alliance: Alliance, *, by: Actor, at: datetime) -> int:
    """The first values from the alliance's folder (`[[rule]]` in alliance.toml); returns how many are new.

    Loading again changes nothing, and neither does a row that names the day of a value held already: what is
    held stays, and only a resolution changes it. The tree must be loaded before. Raises AllianceDataError for an
    unknown rule, or for a value that it cannot have.
    """
    rows = [_checked(row) for row in alliance.raw.get("rule", [])]
    with transaction.atomic():
        root = Organisation.objects.select_for_update().get(key=directory.ROOT_KEY)
        held = set(RuleRow.objects.values_list("name", "in_force_from"))
        new = [row for row in rows if (row.name, row.in_force_from) not in held]
        RuleRow.objects.bulk_create(new)
        if new:
            values = [[row.name, row.value, row.in_force_from.isoformat()] for row in new]
            events.write(
                subject=root.record_key, verb="rules loaded", by=by.key, at=at, facts={"rules": values}
            )
    return len(new)


def _checked(row: dict[str, Any]) -> RuleRow:
    name, value, first = (row.get(key) for key in ("name", "value", "in_force_from"))
    if not isinstance(name, str) or not known_name(name):
        raise AllianceDataError(f"[[rule]] {name!r}: there is no rule of this name")
    if not isinstance(value, str) or not fits(name, value):
        raise AllianceDataError(f"[[rule]] {name}: it cannot have the value {value!r}")
    if type(first) is not date:
        raise AllianceDataError(f"[[rule]] {name}: in_force_from is no date")
    return RuleRow(
        name=name,
        title=row.get("title", ""),
        value=value,
        in_force_from=first,
        source=row.get("source", ""),
        mark=Sureness(row.get("mark", Sureness.UNCONFIRMED)),
    )


def _of_row(row: RuleRow) -> InForce:
    return InForce(
        row.name, row.title, row.value, row.in_force_from, row.resolution, row.source, Sureness(row.mark)
    )


def _default(rule: Rule) -> InForce:
    return InForce(rule.name, "", rule.default, None, None, WORKING_DEFAULT, Sureness.UNCONFIRMED)
