"""Raw readings: one cell as a laboratory writes it; entered whole or not at all, or as a correction."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.models import Laboratory, Reading, Sample
from huaihai.supervision.moving import moving
from huaihai.supervision.testing.laboratory import facts
from huaihai.supervision.testing.laboratory.facts import came, hand_overs
from huaihai.supervision.testing.laboratory.verbs import actor_of

_DECIMAL: Final = re.compile(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,12})?")  # docs/guides/test-file.md
_LANGUAGES: Final = ("zh-hans", "zh-hant", "en")
LONGEST_REASON: Final = 300


class Unreadable(ValueError):
    """What stands in the cell cannot be used; the message says what to write instead."""


@dataclass(frozen=True)
class Cell:
    """What a cell says: the decimal as it was typed, or one of the two others. All empty: nothing."""

    value: str | None = None
    below: bool = False
    na: str = ""

    @property
    def is_empty(self) -> bool:
        return self.value is None and not self.below and not self.na


def read(typed: str, item: Mapping[str, Any], *, unit: str | None = None, remark: str = "") -> Cell:
    """The cell for an item of the plan; `unit` is checked where the sheet has one, `remark` is the reason of "n/a".

    Raises Unreadable.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        return Cell()
    if unit is not None and _plain(unit) != _plain(str(item.get("unit", ""))):
        raise Unreadable(
            _("the unit is “%(found)s”, the plan has “%(wanted)s”")
            % {"found": unit.strip()[:20], "wanted": item.get("unit", "")}
        )
    if _says(text, "na"):
        return Cell(na=_reason(text, remark))
    if text.startswith(("<", "≤")) or _says(text, "below"):
        return _below(text, item)
    return _value(text, item)


def _value(text: str, item: Mapping[str, Any]) -> Cell:
    if not _DECIMAL.fullmatch(text):
        raise Unreadable(_("“%(text)s” is no plain number such as 0.034") % {"text": text[:30]})
    if item.get("scale", {}).get("type") == "pass" and text not in ("0", "1"):
        raise Unreadable(_("please write 1 (passed) or 0 (failed)"))
    detection = item.get("detection")
    if detection and Decimal(text).copy_abs() < Decimal(str(detection)):
        raise Unreadable(
            _("%(text)s lies below the detection limit %(limit)s: please write <%(limit)s")
            % {"text": text, "limit": detection}
        )
    return Cell(value=text)


def _below(text: str, item: Mapping[str, Any]) -> Cell:
    detection = item.get("detection")
    if not detection:
        raise Unreadable(_("the plan has no detection limit for this item: please write the reading"))
    word = next((one for one in _words("below") if text.casefold().startswith(one)), "")
    limit = text[len(word) :].strip("<≤ ():：,;。")
    if (limit or not word) and not (_DECIMAL.fullmatch(limit) and Decimal(limit) == Decimal(str(detection))):
        raise Unreadable(
            _("the detection limit of the plan is %(limit)s: please write <%(limit)s") % {"limit": detection}
        )
    return Cell(below=True)


def _reason(text: str, remark: str) -> str:
    word = next(word for word in _words("na") if text.casefold().startswith(word))
    said = text[len(word) :].strip(" :,;-()。，") or remark.strip()
    if not said:
        raise Unreadable(_("please say why the item does not apply"))
    if len(said) > LONGEST_REASON:
        raise Unreadable(_("the reason is too long"))
    return said


def _says(text: str, what: str) -> bool:
    return text.casefold().startswith(_words(what))


@cache
def _words(what: str) -> tuple[str, ...]:
    """How the languages say it, longest first."""
    found = {"na": ["n/a", "na:", "/"], "below": ["nd", "<lod"]}[what]
    for language in _LANGUAGES:
        with translation.override(language):
            said = {
                "na": pgettext("cell of a laboratory", "does not apply"),
                "below": pgettext("cell of a laboratory", "not detected"),
            }
        found = [*found, unicodedata.normalize("NFKC", said[what]).casefold()]
    return tuple(sorted(set(found), key=len, reverse=True))


def _plain(unit: str) -> str:
    return unicodedata.normalize("NFKC", unit).replace(" ", "").strip()


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
    def key(self) -> facts.Key:
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
        items = facts.items_of(move.row)
        _require_wanted(row, entries, items)
        held = facts.standing(move.row, laboratory=row)
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
    wanted = set(facts.wanted(hand_overs(laboratory=row), items))
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
