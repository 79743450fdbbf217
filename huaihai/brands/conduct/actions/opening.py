"""Opening a proceeding: by a written trigger, by two people on a report, or because a cause was not remedied."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huaihai.brands.actions.moving import Move, lock, moving
from huaihai.brands.conduct import days, messages
from huaihai.brands.conduct.actions.stepping import facts_of
from huaihai.brands.conduct.lives import PROCEEDING
from huaihai.brands.conduct.triggers import Fired
from huaihai.brands.lives import MARKED
from huaihai.brands.models import ConductReport, Entry, Proceeding
from huaihai.brands.powers import Who
from huaihai.desk.lives import NEW, NotPossible
from huaihai.kit.canonical import canonical
from huaihai.members.actors import Actor

KIND_OF = {
    "warn": Proceeding.Kind.WARN,
    "suspend": Proceeding.Kind.SUSPEND,
    "hear": Proceeding.Kind.REMOVE,
}


@dataclass(frozen=True)
class Cause:
    """Why a proceeding is opened: the rule's key and names, what follows from it, public facts, their fingerprint."""

    trigger: str
    name: Mapping[str, str]
    kind: str
    facts: Mapping[str, Any]
    fingerprint: str
    clocks: Mapping[str, int]
    report: ConductReport | None = None
    follows: Proceeding | None = field(default=None, compare=False)


def cause_of(found: Fired, clocks: Mapping[str, int]) -> Cause:
    """The cause that a fired trigger is; numbers as exact text, days as ISO text."""
    facts = {
        "measure": found.measure,
        "value": str(found.value),
        "threshold": str(found.threshold),
        "is_below": found.is_below,
        "within_months": found.within_months,
        "as_of": found.as_of.isoformat(),
        "behind": list(found.facts),
    }
    return Cause(found.key, found.name, KIND_OF[found.does], facts, found.fingerprint, clocks)


def open_proceeding(
    entry: Entry, cause: Cause, *, who: Who = Who.RULE, by: Actor, at: datetime
) -> Proceeding:
    """Open it, tell the holder, and suspend the mark at once where the rule says so; the same facts open nothing twice.

    Nobody calls this by hand: `falling_due` (written rules) and `reporting` (two people of two cities) do.
    Raises NotAllowed, NotPossible (the entry has no mark).
    """
    with transaction.atomic():
        held = lock(entry.pk)
        known = Proceeding.objects.filter(entry=held, facts_key=cause.fingerprint).first()
        if known is not None:
            return known
        if held.stage not in MARKED:
            raise NotPossible(_("There is nothing here that a proceeding could end."))
        suspends = cause.kind == Proceeding.Kind.SUSPEND and held.stage == "held"
        verb = "suspend" if suspends else "note"
        with moving(
            entry, verb, who=who, noted="" if suspends else "proceeding opened", by=by, at=at
        ) as move:
            row = _made(move, cause, at=at)
        messages.tell(row, "opened", at=at)
    return row


def fingerprint(*parts: object) -> str:
    """Of facts that no trigger measured."""
    return hashlib.sha256(canonical([str(part) for part in parts])).hexdigest()


def _made(move: Move, cause: Cause, *, at: datetime) -> Proceeding:
    last = Proceeding.objects.filter(entry=move.entry).aggregate(last=Max("serial"))["last"] or 0
    row = Proceeding(
        entry=move.entry,
        serial=last + 1,
        kind=cause.kind,
        trigger=cause.trigger,
        trigger_name=dict(cause.name),
        facts=dict(cause.facts),
        facts_key=cause.fingerprint,
        clocks=dict(cause.clocks),
        report=cause.report,
        follows=cause.follows,
        stage=PROCEEDING.after("open", NEW),
        opened_at=at,
    )
    row.stage = PROCEEDING.after("tell", row.stage)
    days.begin(row, row.stage, at)
    row.save(force_insert=True)
    move.facts |= facts_of(row, NEW) | {"facts": row.facts, "name": row.trigger_name}
    return row
