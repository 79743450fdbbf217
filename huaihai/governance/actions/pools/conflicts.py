"""Interests: declared by an entry's body, found before anything is granted.

A business is always named, with or without its credit code, so that two sides can be compared: by their codes where
both have one, else by their names, without spaces, width and script.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.governance.actions.pools.describing import SKILLS
from huaihai.governance.actions.pools.entries import changing
from huaihai.governance.errors import NotPossible, Unfit
from huaihai.governance.models import PoolConflict, PoolEntry, PoolRequest
from huaihai.kit import local_words
from huaihai.kit.text.normalise import fold
from huaihai.law import credit_code as codes
from huaihai.law.errors import BadCreditCode
from huaihai.members.actors import Actor

NAME_TOO = gettext_lazy("Please give the name too: others may have written down the name alone.")


@dataclass(frozen=True)
class Found:
    """A declared interest that touches a request: the same business (no grant), or the same trade (a reason)."""

    conflict: PoolConflict
    is_same_business: bool


def found(entry: PoolEntry, request: PoolRequest) -> list[Found]:
    """What the entry has declared that touches this request, the same business first. One query."""
    rows = PoolConflict.objects.filter(entry=entry).between(request.from_on, request.until_on)
    touching = []
    for conflict in rows:
        is_same = _is_same_business(conflict, request)
        if is_same or (conflict.trade and conflict.trade in (request.trade, request.skill)):
            touching.append(Found(conflict, is_same))
    return sorted(touching, key=lambda one: not one.is_same_business)


def declare(
    entry: PoolEntry,
    *,
    business_name: str = "",
    credit_code: str = "",
    trade: str = "",
    ground: str,
    note: str = "",
    from_on: date,
    until_on: date | None = None,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> PoolConflict:
    """Write down an interest. Raises Unfit without a business or trade, and for a wrong code."""
    with changing(entry, "declare conflict", by=by, at=at, seen=seen) as under_way:
        if not (business_name.strip() or credit_code.strip() or trade):
            raise Unfit("business_name", _("Please give a business or a trade."))
        if credit_code.strip() and not business_name.strip():
            raise Unfit("business_name", NAME_TOO)
        if trade and trade not in SKILLS:
            raise Unfit("trade", _("Please choose from the list."))
        if ground not in PoolConflict.Ground.values:
            raise Unfit("ground", _("Please choose what binds them."))
        if until_on is not None and until_on < from_on:
            raise Unfit("until_on", _("The last day is before the first."))
        conflict = PoolConflict.objects.create(
            entry=under_way.entry,
            business_name=business_name.strip(),
            credit_code=checked_code(credit_code),
            trade=trade,
            ground=ground,
            note=note,
            from_on=from_on,
            until_on=until_on,
        )
        under_way.facts = {"conflict": str(conflict.pk), "ground": ground, "trade": trade}
    return conflict


def end(
    entry: PoolEntry, *, conflict_id: UUID, last_on: date, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """An interest ends with this day. Raises NotPossible, Unfit."""
    with changing(entry, "end conflict", by=by, at=at, seen=seen) as under_way:
        rows = PoolConflict.objects.select_for_update()
        conflict = rows.filter(entry=under_way.entry, pk=conflict_id).first()
        if conflict is None or conflict.until_on is not None:
            raise NotPossible(_("This declaration has its last day already."))
        if last_on < conflict.from_on:
            raise Unfit("last_on", _("The last day is before the first."))
        conflict.until_on = last_on
        conflict.save(update_fields=["until_on"])
        under_way.facts = {"conflict": str(conflict.pk), "until": last_on.isoformat()}


def checked_code(typed: str) -> str:
    """The credit code in its one form; empty stays empty. Raises Unfit."""
    if not typed.strip():
        return ""
    try:
        return codes.check(typed).text
    except BadCreditCode as error:
        raise Unfit("credit_code", local_words.said(error)) from error


def _is_same_business(conflict: PoolConflict, request: PoolRequest) -> bool:
    if conflict.credit_code and request.credit_code:
        return conflict.credit_code == request.credit_code
    mine, theirs = _compared(conflict.business_name), _compared(request.business_name)
    return bool(mine) and mine == theirs


def _compared(name: str) -> str:
    return fold(name).replace(" ", "")
