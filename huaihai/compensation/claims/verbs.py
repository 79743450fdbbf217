"""Asking a fund: by the consumer, by an officer on the consumer's word, or at once when a standing offer was taken."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huaihai.cases.models import Case
from huaihai.compensation import grounds, ledger, messages, posting, rights
from huaihai.compensation.claims import deciding
from huaihai.compensation.claims import situation as claims_situation
from huaihai.compensation.funds.verbs import required
from huaihai.compensation.grounds import BY_CODE, Check
from huaihai.compensation.life import CLAIM, NEW, STANDING
from huaihai.compensation.models import Claim, Decision, Entry, PaymentOrder
from huaihai.compensation.moving import lock_case, lock_fund, moving
from huaihai.compensation.payments import verbs as payments_verbs
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import Move
from huaihai.kit.clock import local_day
from huaihai.kit.keys import owners
from huaihai.members.actors import Actor
from huaihai.record import events
from huaihai.record.models import Event

ASKED_NO_MORE = frozenset({"draft", "abandoned", "withdrawn", "linked"})
APPROVED = ("approved", "ordered")
LONGEST = {"name": 60, "account": 60, "bank": 120, "phone": 40}


def ask(
    case: Case,
    *,
    ground: str,
    sum_fen: int,
    payee: dict[str, str] | None = None,
    consent: str = "",
    source: str = "",
    by: Actor,
    at: datetime,
) -> Claim:
    """Ask the fund that answers for the business of this case; the program looks which one it is. A small clear claim
    is approved at once by the fund's rules, if its payee is known.

    `payee` (name, account, bank) may follow later; an account needs `consent`, the version of the words agreed to.
    Raises NotAllowed, Unfit (no fund, asked before), NotPossible (a draft, a case that was given up).
    """
    with transaction.atomic():
        held = lock_case(case.pk)
        _require_may_ask(held, by)
        if held.stage in ASKED_NO_MORE:
            raise NotPossible(_("For this complaint no fund can be asked."))
        if ground not in BY_CODE:
            raise Unfit("ground", _("Please choose the ground."))
        if sum_fen <= 0:
            raise Unfit("sum", _("Please write the sum."))
        claim = _opened(held, ground, sum_fen, source, by=by, at=at)
        if claim is None:
            raise Unfit("", _("No fund answers for this business on this ground."))
        if payee is not None:
            name_payee(claim, payee=payee, consent=consent, by=by, at=at)
        if BY_CODE[ground].is_clear:
            deciding.approve_at_once(claim, at=at)
    return claim


def name_payee(
    claim: Claim,
    *,
    payee: dict[str, str],
    consent: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Say whom to pay, until the order has gone to the bank. An account is sensitive: it needs a consent of its own.

    Once somebody has decided, only the consumer does: otherwise one officer could send elsewhere what two decided.
    Raises NotAllowed, NotPossible, Unfit, Moved.
    """
    with moving(claim, "name payee", by=by, at=at, seen=seen) as move:
        rights.require_asker(by, move.row)
        if _is_decided_on(move.row) and move.row.case_id not in by.case_ids:
            raise NotAllowed(_("Somebody has decided on it. From now on only the consumer says whom to pay."))
        if move.row.orders.filter(state=PaymentOrder.State.SENT).exists():
            raise NotPossible(_("The order has gone to the bank already."))
        held = {name: payee.get(name, "").strip()[:longest] for name, longest in LONGEST.items()}
        if not held["name"]:
            raise Unfit("name", _("Please write the name of whoever is to be paid."))
        if held["account"] and not consent:
            raise Unfit("consent", _("Without this agreement the account cannot be given to the fund."))
        move.row.payee = {name: value for name, value in held.items() if value}
        move.row.payee_consent, move.row.payee_consent_at = consent, at if consent else None


def check(claim: Claim, *, by: Actor, at: datetime, seen: int | None = None) -> list[Check]:
    """Hold the claim against the facts, one by one; only if all of them hold can it be approved.

    Raises NotAllowed, NotPossible, Moved.
    """
    with transaction.atomic():
        found = _facts_now(claim, by, at)
        verb = "check" if grounds.all_hold(found) else "find wanting"
        with moving(claim, verb, by=by, at=at, seen=seen) as move:
            deciding.keep_checks(move, found, at=at)
    return found


def send_back(claim: Claim, *, wanted: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Ask the consumer for what is missing; what was said so far counts no more. Raises NotAllowed, Unfit, Moved."""
    with moving(claim, "return", by=by, at=at, seen=seen, text=required(wanted)) as move:
        rights.require_side(by, move.row.fund, on=local_day(at))
        move.row.wanted = wanted.strip()
        messages.tell_consumer(move.row, "returned", at=at)


def ask_again(
    claim: Claim, *, sum_fen: int | None = None, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """The consumer has added what was missing, and may ask for another sum. Raises NotAllowed, NotPossible, Unfit."""
    with moving(claim, "ask again", by=by, at=at, seen=seen) as move:
        rights.require_asker(by, move.row)
        if sum_fen is not None:
            if sum_fen <= 0:
                raise Unfit("sum", _("Please write the sum."))
            move.row.asked_fen = sum_fen
        move.row.round += 1
        move.row.wanted, move.row.asked_by = "", by.key
        move.facts = {"round": move.row.round, "sum_fen": move.row.asked_fen}


def cancel(claim: Claim, *, reason: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Nothing is to be paid any more: the consumer withdraws, or the business has paid. What was approved is free.

    It is for ever, so the fund's owner does not do it alone: whoever asked, or the body in charge; the consumer is
    told. Raises NotAllowed, NotPossible (the order has gone to the bank), Unfit, Moved.
    """
    with moving(claim, "cancel", by=by, at=at, seen=seen, text=required(reason)) as move:
        if not rights.is_of_body(by, move.row.fund):
            rights.require_asker(by, move.row)
        if move.before == "ordered":
            payments_verbs.call_off(move.row, reason=required(reason), at=at)
        if move.before in APPROVED:
            _free(move, by=by, at=at)
        if move.row.case_id not in by.case_ids:
            messages.tell_consumer(move.row, "cancelled", at=at)


def open_from_settlement(event: Event) -> None:
    """A consumer took a standing offer that a fund pays: the claim stands, and a small clear one is approved at once.

    Called by the case's verb `settle_at_once`, in its transaction, with the case locked. Without a fund nothing
    happens: the case waits for the business, as it would without this room.
    """
    sum_fen = event.facts.get("sum_fen") or 0
    if not event.facts.get("paid_by_fund") or sum_fen <= 0:
        return
    case = lock_case(UUID(event.subject.removeprefix("case:")))
    source = f"standing_offer_version:{event.facts.get('standing_offer_version', '')}"[:80]
    # Whoever took it on the consumer's word has asked, and decides nothing about it.
    asked_by = Actor("officer", event.by) if event.by.startswith("account:") else Actor.consumer({case.pk})
    if Claim.objects.filter(case=case).exists():
        return
    claim = _opened(case, "standing_offer", sum_fen, source, by=asked_by, at=event.at)
    if claim is not None:
        _give_known_payee(claim, case)
        deciding.approve_at_once(claim, at=event.at)


def _opened(case: Case, ground: str, sum_fen: int, source: str, *, by: Actor, at: datetime) -> Claim | None:
    """The claim, under the locks of case and fund; None without a fund. Raises Unfit if the case has one."""
    day = local_day(at)
    found = claims_situation.fund_for(case.business_id, on=day, ground=ground) if case.business_id else None
    if found is None:
        return None
    fund, terms = lock_fund(found[0].pk), found[1]
    if fund.stage not in STANDING:  # wound up while it was being locked
        return None
    against = case.business if terms.recourse_days is not None and case.business_id != fund.owner_id else None
    claim = Claim(
        case=case,
        fund=fund,
        terms=terms,
        against=against,
        ground=ground,
        source=source,
        asked_fen=sum_fen,
        stage=CLAIM.after("ask", NEW),
        stage_since=at,
        asked_by=by.key,
        asked_at=at,
        is_demo=case.is_demo,
    )
    try:
        with transaction.atomic():
            claim.save(force_insert=True)
        owners.note(claim.pk, case.pk)
    except IntegrityError as error:
        raise Unfit("", _("A fund was asked for this complaint already.")) from error
    facts: dict[str, Any] = {"after": claim.stage, "ground": ground, "sum_fen": sum_fen, "source": source}
    facts |= {"case": str(case.pk), "fund": str(fund.pk), "terms": terms.serial}
    events.write(subject=claim.record_key, verb="ask", by=by.key, at=at, facts=facts)
    return claim


def _give_known_payee(claim: Claim, case: Case) -> None:
    """Who filed is paid, the way it was bought or as the cashier agrees on the telephone; no account is known yet."""
    person = getattr(case, "complainant", None)
    if person is not None and person.name:
        claim.payee = {"name": person.name, "phone": person.phone or person.email}
        claim.save(update_fields=["payee"])


def _facts_now(claim: Claim, by: Actor, at: datetime) -> list[Check]:
    lock_case(claim.case_id)
    fund = lock_fund(claim.fund_id)
    if by.kind != "system":
        rights.require_side(by, fund, on=local_day(at))
    held = Claim.objects.select_related("case__complainant", "terms").get(pk=claim.pk)
    day = ledger.books_day(fund, at)
    return grounds.checks_of(claims_situation.of_claim(held, fund, on=day, sum_fen=held.asked_fen))


def _free(move: Move[Claim], *, by: Actor, at: datetime) -> None:
    approval = standing_entry(move.row, "approve")
    assert move.row.approved_fen is not None  # noqa: S101 -- a database constraint sees to it
    made = posting.book(
        move.row.fund, "cancel", move.row.approved_fen, claim=move.row, reverses=approval, by=by, at=at
    )
    move.facts = {"entry": made.number, "fen": move.row.approved_fen}


def standing_entry(claim: Claim, kind: str) -> Entry:
    """The claim's entry of this kind that was not reversed."""
    return claim.entries.get(kind=kind, reversed_by=None)


def _is_decided_on(claim: Claim) -> bool:
    """Whether it is approved, or somebody has said in this round that it should be."""
    said = claim.decisions.filter(about=Decision.About.CLAIM, round=claim.round, said=Decision.Said.APPROVE)
    return claim.stage in APPROVED or said.exists()


def _require_may_ask(case: Case, by: Actor) -> None:
    if case.pk in by.case_ids:
        return
    if by.kind != "officer" or not Case.objects.visible_to(by).filter(pk=case.pk).exists():
        raise NotAllowed(_("Only the consumer, or an officer on the consumer's word, does this."))


def show_payee(claim: Claim, *, by: Actor, at: datetime) -> None:
    """Who keeps the fund's money looks at the name and account that are to be paid. Raises NotAllowed."""
    with transaction.atomic():
        held = Claim.objects.select_for_update(of=("self",)).select_related("fund__owner").get(pk=claim.pk)
        rights.require_pays(by, held.fund, on=local_day(at))
        facts = {"what": ["name", "account", "phone"]}
        events.write(subject=held.record_key, verb="payee_shown", by=by.key, at=at, facts=facts)
