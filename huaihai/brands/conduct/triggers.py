"""The rules that this subject adds to the triggers of the criteria, and what they are called."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Final

from huaihai.brands.scoring.criteria import Criteria, Trigger
from huaihai.kit.canonical import canonical

WARNINGS: Final = "confirmed_warnings"  # the measure that this subject itself counts
GUARANTEE: Final = "broken_guarantees"  # pledges for prepaid cards that ended, or whose shop fell silent
REPORT: Final = "report"  # two people opened it on a report
NOT_REMEDIED: Final = "not-remedied"  # a suspension went on too long


@cache
def names() -> Mapping[str, Mapping[str, str]]:
    """Each rule's name in Chinese and English."""
    found: Mapping[str, Mapping[str, str]] = json.loads(
        resources.files(__package__).joinpath("data/rules.json").read_text("utf-8")
    )
    return found


@cache
def two_warnings() -> Trigger:
    """Two warnings that stand within twelve months suspend a mark."""
    return _suspends("two-warnings", WARNINGS, least=2)


@cache
def broken_guarantee() -> Trigger:
    """A pledge for prepaid cards that was not kept suspends a mark."""
    return _suspends("broken-guarantee", GUARANTEE, least=1)


def _suspends(key: str, measure: str, *, least: int) -> Trigger:
    return Trigger(
        key=key,
        name=names()[key],
        measure=measure,
        least=Fraction(least),
        below=None,
        within_months=12,
        does="suspend",
    )


@dataclass(frozen=True)
class Measured:
    """A measure: its exact value, and the keys of the facts behind it where they are known."""

    value: int | Fraction
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What a trigger has acted on already."""

    level: Fraction | None = None  # None: it was never measured
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Fired:
    """A trigger that fires. `does` is warn, suspend or hear; `is_below` whether it fires under its threshold."""

    key: str
    name: Mapping[str, str]
    does: str
    measure: str
    value: Fraction
    threshold: Fraction | None
    is_below: bool
    within_months: int
    as_of: date
    facts: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """SHA-256 over trigger and facts, by which the same facts never open a second proceeding."""
        behind: list[str] = sorted(self.facts) or [str(self.value), self.as_of.isoformat()]
        return hashlib.sha256(canonical([self.key, self.measure, behind])).hexdigest()


type Measures = Mapping[str, Measured]


def all_of(criteria: Criteria) -> list[Trigger]:
    """The triggers of these criteria; those about two warnings and a broken guarantee are always among them."""
    own = list(criteria.triggers)
    always = (two_warnings(), broken_guarantee())
    return own + [one for one in always if all(one.measure != other.measure for other in own)]


def windows(criteria: Criteria) -> list[int]:
    """The spans in months for which measures are needed."""
    return sorted({one.within_months for one in all_of(criteria)})


def fired(
    criteria: Criteria,
    measures: Mapping[int, Measures],
    as_of: date,
    known: Mapping[str, Known] | None = None,
) -> list[Fired]:
    """What fires on this day, in the order of the criteria. `measures` by their span in months; what is missing there
    is not known and fires nothing. `known` by trigger.
    """
    found = []
    for trigger in all_of(criteria):
        measured = measures.get(trigger.within_months, {}).get(trigger.measure)
        before = (known or {}).get(trigger.key, Known())
        if measured is not None and trigger.holds(measured.value) and _is_new(trigger, measured, before):
            found.append(_fired(trigger, measured, as_of))
    return found


def remembered(
    criteria: Criteria, measures: Mapping[int, Measures], known: Mapping[str, Known] | None = None
) -> dict[str, Known]:
    """What each trigger knows once it has acted; facts that are out of the window are forgotten. A trigger that was
    not set off has acted on nothing new; each has its entry, so that one of later criteria is seen to be new.
    """
    held = dict(known or {})
    for trigger in all_of(criteria):
        measured = measures.get(trigger.within_months, {}).get(trigger.measure)
        before = held.setdefault(trigger.key, Known())
        if measured is None:
            continue
        value = Fraction(measured.value)
        has_acted = trigger.holds(value)
        facts = frozenset(measured.facts) if has_acted else before.facts & frozenset(measured.facts)
        level = value if has_acted or trigger.below is not None else _lowered(before.level, value)
        held[trigger.key] = Known(level, facts)
    return held


def _is_new(trigger: Trigger, measured: Measured, before: Known) -> bool:
    if measured.facts:
        return bool(set(measured.facts) - before.facts)
    if before.level is None:
        return True
    if isinstance(measured.value, int) and trigger.below is None:
        return measured.value > before.level
    return not trigger.holds(before.level)


def _lowered(level: Fraction | None, value: Fraction) -> Fraction:
    """What a count that is not reached leaves: never more than was acted on."""
    return min(value, level if level is not None else Fraction(0))


def _fired(trigger: Trigger, measured: Measured, as_of: date) -> Fired:
    return Fired(
        key=trigger.key,
        name=dict(trigger.name),
        does=trigger.does,
        measure=trigger.measure,
        value=Fraction(measured.value),
        threshold=trigger.below if trigger.least is None else trigger.least,
        is_below=trigger.least is None,
        within_months=trigger.within_months,
        as_of=as_of,
        facts=tuple(sorted(measured.facts)),
    )
