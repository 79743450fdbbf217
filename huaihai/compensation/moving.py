"""How claims and funds move, and what they lock.

**Locks, and why the money is safe without SERIALIZABLE.** Every verb locks in one order: the case, the fund, the
claim, then what hangs on the claim. Whatever decides about money (balances, what was approved on a day, what became of
a claim) is read after the fund's row is locked, and written only by holders of that lock: READ COMMITTED then sees
everything that was committed before, and nobody else can write until the transaction ends. So two verbs on one fund
happen one after the other; two on different funds share nothing but the case, and one claim a case is the database's
own constraint. On SQLite a transaction is the only writer from its first statement (BEGIN IMMEDIATE).
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huaihai.cases.models import Case
from huaihai.compensation.life import CLAIM, FUND
from huaihai.compensation.models import Claim, Fund
from huaihai.desk.lives import NotPossible
from huaihai.desk.moving import Move, Moving
from huaihai.members.actors import Actor
from huaihai.record.verify import commitments


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


def _lock_claim(claim: Claim) -> Claim:
    """Case, fund and claim, in this order."""
    case, fund = lock_case(claim.case_id), lock_fund(claim.fund_id)
    rows = Claim.objects.select_for_update(of=("self",)).select_related("terms", "against")
    held: Claim = rows.get(pk=claim.pk)
    held.case, held.fund = case, fund
    return held


def refuse_altered(*claims: Claim) -> None:
    """A payee or a sum that somebody changed in the database goes no step further, since the next event would take the
    row as it is. Raises NotPossible."""
    if commitments.altered([claim.record_key for claim in claims]):
        raise NotPossible(
            _(
                "The data of a claim are not what they were after its last step: somebody changed them outside the "
                "platform. Nothing goes on until the operators have put them back; please tell them now."
            )
        )


def _unaltered(move: Move[Claim], _by: Actor) -> None:
    refuse_altered(move.row)


def _note_since(move: Move[Claim], at: datetime) -> None:
    if move.before != move.row.stage:
        move.row.stage_since = at


moving = Moving[Claim](CLAIM, lock=_lock_claim, guard=_unaltered, settle=_note_since)
moving_fund = Moving[Fund](FUND, lock=lambda fund: lock_fund(fund.pk))
