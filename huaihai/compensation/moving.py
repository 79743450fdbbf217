"""The verbs of the compensation room.

**Locks, and why the money is safe without SERIALIZABLE.** Every verb locks in one order: the case, the fund, the
claim, then what hangs on the claim. Whatever decides about money (balances, what was approved on a day, what became of
a claim) is read after the fund's row is locked, and written only by holders of that lock: READ COMMITTED then sees
everything that was committed before, and nobody else can write until the transaction ends. So two verbs on one fund
happen one after the other; two on different funds share nothing but the case, and one claim a case is the database's
own constraint. On SQLite a transaction is the only writer from its first statement (BEGIN IMMEDIATE).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from huaihai.cases.models import Case
from huaihai.compensation.life import CLAIM, FUND
from huaihai.compensation.models import Claim, Fund
from huaihai.desk.lives import Moved
from huaihai.members.actors import Actor
from huaihai.record import events


@dataclass
class Move:
    """A verb under way: change `claim` (`fund` is locked too), and say what the record keeps."""

    claim: Claim
    fund: Fund
    facts: dict[str, Any] = field(default_factory=dict)
    text: str = ""


@dataclass
class FundMove:
    """A verb under way on a fund itself."""

    fund: Fund
    facts: dict[str, Any] = field(default_factory=dict)
    text: str = ""


@contextmanager
def moving(
    claim: Claim, verb: str, *, by: Actor, at: datetime, seen: int | None = None, text: str = ""
) -> Iterator[Move]:
    """Lock case, fund and claim, check version and stage, hand them out, then save the claim and write the event.

    The caller's object is brought up to date. Raises Moved, NotPossible, and what the caller raises inside.
    """
    with transaction.atomic():
        case = lock_case(claim.case_id)
        fund = lock_fund(claim.fund_id)
        held = (
            Claim.objects.select_for_update(of=("self",)).select_related("terms", "against").get(pk=claim.pk)
        )
        held.case, held.fund = case, fund
        if seen is not None and seen != held.version:
            raise Moved(held)
        before, after = held.stage, CLAIM.after(verb, held.stage)
        move = Move(held, fund, text=text)
        yield move
        if before != after:
            held.stage, held.stage_since = after, at
        held.version += 1
        held.save()
        facts = {"before": before, "after": after, **move.facts}
        events.write(subject=held.record_key, verb=verb, by=by.key, at=at, facts=facts, text=move.text)
    claim.__dict__.update(held.__dict__)


@contextmanager
def moving_fund(
    fund: Fund, verb: str, *, by: Actor, at: datetime, seen: int | None = None, text: str = ""
) -> Iterator[FundMove]:
    """Lock the fund, check version and stage, hand it out, then save it and write the event.

    Raises Moved, NotPossible.
    """
    with transaction.atomic():
        held = lock_fund(fund.pk)
        if seen is not None and seen != held.version:
            raise Moved(held)
        before, after = held.stage, FUND.after(verb, held.stage)
        move = FundMove(held, text=text)
        yield move
        if before != after:  # inside, the program may have given the badge back
            held.stage = after
        held.version += 1
        held.save()
        facts = {"before": before, "after": held.stage, **move.facts}
        events.write(subject=held.record_key, verb=verb, by=by.key, at=at, facts=facts, text=move.text)
    fund.__dict__.update(held.__dict__)


def lock_fund(key: Any) -> Fund:
    """The fund as it is now, held until the transaction ends."""
    rows = Fund.objects.select_for_update(of=("self",)).select_related("owner", "body")
    fund: Fund = rows.get(pk=key)
    return fund


def lock_case(key: Any) -> Case:
    """The case as it is now, held until the transaction ends: nobody confirms or links it meanwhile."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("business", "complainant", "agreement")
    case: Case = rows.get(pk=key)
    return case
