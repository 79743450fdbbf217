"""Entering raw readings: whole or not at all; what is there already and says something else is a correction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.actions.moving import moving
from huaihai.supervision.models import Laboratory, Reading, Sample
from huaihai.supervision.testing.laboratory import expected
from huaihai.supervision.testing.laboratory.actions import actor_of
from huaihai.supervision.testing.laboratory.cells import Cell
from huaihai.supervision.testing.laboratory.whereabouts import came, hand_overs

SHOWN = 5  # readings that a refusal names


@dataclass(frozen=True)
class Entry:
    """A reading to be entered. `cell` is never empty."""

    sample: str
    item: str
    n: int
    cell: Cell
    round: str = "first"

    @property
    def key(self) -> expected.Key:
        return self.sample, self.item, self.n, self.round


@dataclass(frozen=True)
class Entered:
    """How many readings are new, correct an earlier one, or were there already."""

    new: int
    corrected: int
    same: int


def enter(row: Laboratory, entries: Sequence[Entry], *, reason: str = "", by: Actor, at: datetime) -> Entered:
    """Store what a laboratory measured; corrections need a reason.

    Raises NotAllowed, NotPossible (not now; a sample that is not here), Unfit("reason").
    """
    _require_may_enter(row, by, at)
    with moving(row.project, "observe", noted="readings entered", by=by, at=at) as move:
        items = expected.items_of(move.project)
        _require_wanted(row, entries, items)
        held = expected.standing(move.project, laboratory=row)
        fresh = [entry for entry in entries if entry.key not in held]
        _require_testable(row, {entry.sample for entry in fresh})
        other = [entry for entry in entries if entry.key in held and _differs(held[entry.key], entry.cell)]
        said = storable_name(reason)[:300]
        if other and not said:
            raise Unfit(
                "reason",
                _(
                    "Readings that are there already say something else (%(where)s). Please say why they change."
                )
                % {"where": _where(other, items)},
            )
        move.rows += [
            _row(row, entry, str(items[entry.item].get("unit", "")), by=by, at=at) for entry in fresh
        ]
        for entry in other:
            made = _row(row, entry, str(items[entry.item].get("unit", "")), by=by, at=at)
            made.replaces, made.reason = held[entry.key], said
            move.rows.append(made)
        if not move.rows:
            raise NotPossible(_("All of this is there already; nothing is new."))
        move.facts |= {"laboratory": row.key, "new": len(fresh), "corrected": len(other)}
    return Entered(len(fresh), len(other), len(entries) - len(fresh) - len(other))


def _require_may_enter(row: Laboratory, by: Actor, at: datetime) -> None:
    if by != actor_of(row) and not powers.leads(by, row.project, on=local_day(at)):
        raise NotAllowed(_("Readings are entered by the laboratory, or by the body that leads the project."))


def _require_wanted(row: Laboratory, entries: Sequence[Entry], items: dict[str, dict[str, object]]) -> None:
    wanted = set(expected.wanted(hand_overs(laboratory=row), items))
    if not entries:
        raise NotPossible(_("Nothing was entered."))
    for entry in entries:
        if entry.key not in wanted:
            raise NotPossible(
                _("%(sample)s, %(item)s no. %(n)s is not asked of this laboratory.") % _called(entry, items)
            )


def _require_testable(row: Laboratory, codes: set[str]) -> None:
    """The laboratory says that it came whole, and it was bought by two who agree."""
    here = {code for code, _round in came(hand_overs(laboratory=row))}
    testable = Sample.objects.agreed().filter(code__in=here & codes).values_list("code", flat=True)
    if doubtful := codes - set(testable):
        raise NotPossible(
            _("Sample %(code)s may not be tested: its receipt is missing, or its purchase is not confirmed.")
            % {"code": Sample(code=min(doubtful))}
        )


def _differs(row: Reading, cell: Cell) -> bool:
    return (row.value, row.below, row.na) != (cell.value, cell.below, cell.na)


def _row(row: Laboratory, entry: Entry, unit: str, *, by: Actor, at: datetime) -> Reading:
    return Reading(
        project=row.project,
        laboratory=row,
        sample=entry.sample,
        item=entry.item,
        n=entry.n,
        value=entry.cell.value,
        below=entry.cell.below,
        na=storable_name(entry.cell.na),
        unit=unit,
        round=entry.round,
        at=at,
        by=by.key,
    )


def _where(entries: Iterable[Entry], items: Mapping[str, Mapping[str, object]]) -> str:
    named = [
        _("%(sample)s, %(item)s no. %(n)s") % _called(entry, items) for entry in islice(entries, SHOWN + 1)
    ]
    return "; ".join(named[:SHOWN]) + ("; …" if len(named) > SHOWN else "")


def _called(entry: Entry, items: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    """A reading as people call it: the code as it is printed, the name of the item."""
    name = items.get(entry.item, {}).get("name") or entry.item
    return {"sample": Sample(code=entry.sample).shown_code, "item": name, "n": entry.n}
