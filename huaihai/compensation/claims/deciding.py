"""Deciding a claim: two different people who say the same, or the fund's own rules within their caps.

Never whoever asked, nobody twice, however many roles an account holds. The checks are made again, under the locks, at
the moment of approval.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.compensation import grounds, ledger, messages, posting, rights
from huaihai.compensation.claims import situation
from huaihai.compensation.funds.verbs import required
from huaihai.compensation.grounds import Check
from huaihai.compensation.models import Claim, Decision
from huaihai.compensation.moving import lock_case, lock_fund, moving
from huaihai.compensation.payments import verbs as payments_verbs
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.desk.moving import Move
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

PROGRAM = Actor.system("compensation")


def approve(
    claim: Claim, *, sum_fen: int, reasons: str = "", by: Actor, at: datetime, seen: int | None = None
) -> bool:
    """One person says: pay this sum. Whether it is decided by that; then the order to pay stands, too.

    Raises NotAllowed, NotPossible (not checked), Unfit (a check holds no more, too much, too little money), Moved.
    """
    if sum_fen <= 0:
        raise Unfit("sum", _("Please write the sum."))
    with transaction.atomic():
        _say(claim, Decision.Said.APPROVE, sum_fen, reasons, by=by, at=at, seen=seen)
        if len(_people(claim, Decision.Said.APPROVE, sum_fen)) < rights.DECIDERS:
            return False
        _approve(claim, sum_fen, by=by, at=at)
    return True


def refuse(claim: Claim, *, reasons: str, by: Actor, at: datetime, seen: int | None = None) -> bool:
    """One person says: do not pay, with reasons that the consumer reads. Whether it is decided by that.

    Raises NotAllowed, NotPossible, Unfit, Moved.
    """
    required(reasons)
    with transaction.atomic():
        _say(claim, Decision.Said.REFUSE, None, reasons, by=by, at=at, seen=seen)
        if len(_people(claim, Decision.Said.REFUSE, None)) < rights.DECIDERS:
            return False
        with moving(claim, "refuse", by=by, at=at) as move:
            move.facts = {"by": _people(claim, Decision.Said.REFUSE, None)}
            messages.tell_consumer(move.row, "refused", at=at)
    return True


def approve_at_once(claim: Claim, *, at: datetime) -> bool:
    """The fund's rules, decided beforehand by two people, approve a small clear claim; whether they did.

    If anything is against it the claim waits for people, with the facts written down.
    """
    with transaction.atomic():
        lock_case(claim.case_id)
        fund, held = lock_fund(claim.fund_id), Claim.objects.get(pk=claim.pk)
        here = situation.of_claim(held, fund, on=ledger.books_day(fund, at), sum_fen=held.asked_fen)
        found = grounds.checks_of(here)
        small = [*found, *grounds.checks_at_once_of(here)]
        if not grounds.all_hold(small):
            verb = "check" if grounds.all_hold(found) else "find wanting"
            with moving(claim, verb, by=PROGRAM, at=at) as move:
                keep_checks(move, small, at=at)
            return False
        with moving(claim, "approve at once", by=PROGRAM, at=at) as move:
            keep_checks(move, small, at=at)
            move.row.is_at_once = True
            _book(move, move.row.asked_fen, by=PROGRAM, at=at)
            move.facts |= {"terms": move.row.terms.serial, "terms_hash": move.row.terms.text_hash}
        due_at = at + timedelta(minutes=claim.terms.pay_within_minutes)
        payments_verbs.order(claim, due_at=due_at, by=PROGRAM, at=at)
    return True


def keep_checks(move: Move[Claim], found: list[Check], *, at: datetime) -> None:
    """Write the facts down with the claim and in the record."""
    move.row.checks, move.row.checked_at = [one.as_fact() for one in found], at
    move.facts = {"failed": [one.name for one in found if not one.holds]}


def decided_by(claim: Claim) -> list[str]:
    """The keys of those whose decisions approved this claim; nobody where its fund's rules did."""
    return _people(claim, Decision.Said.APPROVE, claim.approved_fen)


def _say(
    claim: Claim,
    said: Decision.Said,
    sum_fen: int | None,
    reasons: str,
    *,
    by: Actor,
    at: datetime,
    seen: int | None,
) -> None:
    with moving(claim, "vote", by=by, at=at, seen=seen, text=reasons.strip()) as move:
        side = rights.require_decider(
            by, move.row, move.row.fund, about=Decision.About.CLAIM, on=local_day(at)
        )
        if said == Decision.Said.APPROVE and move.row.stage != "checked":
            raise NotPossible(_("The claim has to be checked first, and all facts have to hold."))
        if sum_fen is not None and sum_fen > move.row.asked_fen:
            raise Unfit("sum", _("That is more than was asked for."))
        made = Decision.objects.create(
            claim=move.row,
            about=Decision.About.CLAIM,
            round=move.row.round,
            by=by.key,
            side=side,
            said=said,
            sum_fen=sum_fen,
            reasons=reasons.strip(),
            at=at,
        )
        move.facts = {"said": made.said, "sum_fen": sum_fen, "side": side, "round": made.round}


def _people(claim: Claim, said: str, sum_fen: int | None) -> list[str]:
    rows = Decision.objects.filter(
        claim=claim, about=Decision.About.CLAIM, round=claim.round, said=said, sum_fen=sum_fen
    )
    return sorted(set(rows.values_list("by", flat=True)))


def _approve(claim: Claim, sum_fen: int, *, by: Actor, at: datetime) -> None:
    with moving(claim, "approve", by=by, at=at) as move:
        day = ledger.books_day(move.row.fund, at)
        here = situation.of_claim(move.row, move.row.fund, on=day, sum_fen=sum_fen)
        found = grounds.checks_of(here)
        failed = [one for one in found if not one.holds]
        if failed:
            raise Unfit("checks", " ".join(str(one.words) for one in failed))
        keep_checks(move, found, at=at)
        _book(move, sum_fen, by=by, at=at)
        move.facts["by"] = _people(claim, Decision.Said.APPROVE, sum_fen)
    payments_verbs.order(claim, due_at=None, by=by, at=at)


def _book(move: Move[Claim], sum_fen: int, *, by: Actor, at: datetime) -> None:
    made = posting.book(move.row.fund, "approve", sum_fen, claim=move.row, by=by, at=at)
    move.row.approved_fen, move.row.approved_at = sum_fen, at
    move.row.approved_on = made.booked_on
    move.facts |= {"entry": made.number, "fen": sum_fen}
    messages.tell_consumer(move.row, "approved", at=at)
