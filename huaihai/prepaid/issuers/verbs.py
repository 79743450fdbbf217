"""A pledge: the shop asks, the mall joins, the body confirms, refuses or ends it, a letter goes to the bank."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.businesses.models import Business
from huaihai.desk import codes
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import begin
from huaihai.desk.verbs import page
from huaihai.kit import sealing
from huaihai.kit.clock import local_day
from huaihai.kit.form_fields import SeenForm, Words
from huaihai.law import deadlines
from huaihai.law.limits import PREPAID_NOTICE
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.members.models import Organisation
from huaihai.prepaid import messages
from huaihai.prepaid.guarantees import counting
from huaihai.prepaid.life import ISSUER
from huaihai.prepaid.models import GuaranteeLine, Issuer
from huaihai.prepaid.moving import (
    PROGRAM,
    lock_issuer,
    manages,
    moving_issuer,
    require_body,
    require_manager,
)
from huaihai.record import clocks

LONGEST_REASON = 300
WITHDRAWN = "withdrawn"  # by the shop, before it was confirmed
NOT_COVERED = "not covered"  # why a pledge ended by the rule itself


class ReasonForm(SeenForm):
    """A step that needs a reason, which everybody reads."""

    reason = Words(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Everybody reads it. No person's name."),
        max_length=LONGEST_REASON,
    )


class RefuseForm(SeenForm):
    """Why it is not confirmed."""

    reason = Words(
        label=gettext_lazy("Reason"), help_text=gettext_lazy("The shop reads it."), max_length=LONGEST_REASON
    )


@dataclass(frozen=True)
class Pledge:
    """What a shop pledges: how much of what is open (thousandths) is guaranteed, how, and by whom."""

    guarantee_kind: str
    guarantor_name: str
    ratio_permille: int
    terms: str = ""
    under: Business | None = None


def apply(business: Business, pledge: Pledge, *, body: Organisation, by: Actor, at: datetime) -> Issuer:
    """The shop asks. Raises NotAllowed, NotPossible (it has one), Unfit."""
    require_manager(by, business, at)
    if pledge.under is not None and pledge.under.pk == business.pk:
        raise Unfit("under", _("Please name the mall or market, not your own shop."))
    with transaction.atomic():
        Business.objects.select_for_update().get(pk=business.pk)
        if business.prepaid_pledges.filter(stage__in=["applied", "pledged", "silent"]).exists():
            raise NotPossible(_("Your business has a pledge already."))
        issuer = Issuer(
            business=business,
            under=pledge.under,
            body=body,
            ratio_permille=pledge.ratio_permille,
            guarantee_kind=pledge.guarantee_kind,
            guarantor_name=pledge.guarantor_name,
            terms=pledge.terms,
            applied_at=at,
            is_demo=business.is_demo,
        )
        begin(issuer, "apply", ISSUER, by=by, at=at, ratio=pledge.ratio_permille, body=body.key)
    return issuer


def join(issuer: Issuer, *, by: Actor, at: datetime) -> Issuer:
    """The mall, market or lessor says that it pledges with the shop. Raises NotAllowed, NotPossible."""
    with moving_issuer(issuer, "join", by=by, at=at) as move:
        if move.row.under is None or not manages(by, move.row.under, on=local_day(at)):
            raise NotAllowed(_("Only a manager of the business does this."))
        if move.row.joined_on is not None:
            raise NotPossible(_("This was done already."))
        move.row.joined_on = local_day(at)
    return issuer


def part(issuer: Issuer, *, by: Actor, at: datetime) -> Issuer:
    """The mall says that the shop is not under its roof, or that it does not pledge with it (any more)."""
    with moving_issuer(issuer, "part", by=by, at=at) as move:
        if move.row.under is None or not manages(by, move.row.under, on=local_day(at)):
            raise NotAllowed(_("Only a manager of the business does this."))
        move.facts = {"under": str(move.row.under_id)}
        move.row.under = move.row.joined_on = None
    return issuer


def withdraw(issuer: Issuer, *, by: Actor, at: datetime) -> Issuer:
    """The shop takes back what nobody has confirmed yet, to write it anew."""
    with moving_issuer(issuer, "withdraw", by=by, at=at) as move:
        require_manager(by, move.row.business, at)
        move.row.why_ended, move.row.ended_on = WITHDRAWN, local_day(at)
    return issuer


@page(
    "confirmation",
    "confirm",
    gettext_lazy("Confirm the pledge"),
    gettext_lazy("The pledge is in force. Now print the letter for the bank."),
    lead=gettext_lazy(
        "You have seen the guarantee. From now on everybody reads how much of what is open it covers."
    ),
)
def confirm(issuer: Issuer, *, seen: int | None = None, by: Actor, at: datetime) -> Issuer:
    """The body has seen the guarantee."""
    with moving_issuer(issuer, "confirm", by=by, at=at, seen=seen) as move:
        require_body(by, move.row)
        move.row.pledged_on = local_day(at)
        messages.tell_shop(move.row, "confirmed", at=at)
    return issuer


@page(
    "refusal",
    "refuse",
    gettext_lazy("Do not confirm"),
    gettext_lazy("Not confirmed."),
    form=RefuseForm,
    tone="late",
)
def refuse(issuer: Issuer, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> Issuer:
    """The body does not confirm it."""
    with moving_issuer(issuer, "refuse", by=by, at=at, seen=seen) as move:
        require_body(by, move.row)
        move.row.why_ended, move.row.ended_on = reason, local_day(at)
        messages.tell_shop(move.row, "refused", at=at)
    return issuer


@page(
    "end",
    "end",
    gettext_lazy("End the pledge"),
    gettext_lazy("The pledge has ended."),
    form=ReasonForm,
    lead=gettext_lazy(
        "Everybody reads that it ended and why. Cards go on to be used; none is sold under it."
    ),
    tone="late",
)
def end(issuer: Issuer, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> Issuer:
    """The body ends it."""
    with moving_issuer(issuer, "end", by=by, at=at, seen=seen) as move:
        require_body(by, move.row)
        _end(move.row, reason, at)
    return issuer


def change_terms(issuer: Issuer, *, terms: str, seen: int | None = None, by: Actor, at: datetime) -> Issuer:
    """What is printed on cards that are sold from now on."""
    with moving_issuer(issuer, "change terms", by=by, at=at, seen=seen) as move:
        require_manager(by, move.row.business, at)
        move.row.terms = terms
    return issuer


def new_code(issuer: Issuer, *, by: Actor, at: datetime) -> str:
    """A code for the bank's letter; one before it opens nothing any more."""
    code = codes.new_code()
    with moving_issuer(issuer, "send code", by=by, at=at) as move:
        require_body(by, move.row)
        move.row.guarantor_code_hash = guarantor_fingerprint(code)
    return code


def guarantor_fingerprint(code: str) -> str:
    """What is stored of the bank's code."""
    return sealing.fingerprint_of_code(code, purpose="prepaid guarantor")


def read_guarantee(issuer: Issuer, lines: "list[GuaranteeLine]", *, by: Actor, at: datetime) -> int:
    """Write down what the bank says; what was said before is not said twice. Returns how many are new."""
    with moving_issuer(issuer, "read guarantee", by=by, at=at) as move:
        known = set(move.row.guarantee_lines.values_list("content_key", flat=True))
        new = [line for line in lines if line.content_key not in known]
        GuaranteeLine.objects.bulk_create(new, ignore_conflicts=True)  # somebody said it this moment
        counting.recount(move.row, at=at)
        move.facts = {"added": len(new), "fen": move.row.guarantee_fen}
    look(issuer, at=at)
    return len(new)


def look(issuer: Issuer, *, at: datetime) -> None:
    """What follows from how much is covered: a notice with its clock, the end of the notice, the end of the pledge.
    Nothing before the bank's first word, for which the shop cannot answer."""
    with transaction.atomic():
        row = lock_issuer(issuer.pk)
        if row.stage != "pledged" or row.guarantee_fen is None:
            return
        today, is_below = local_day(at), counting.is_below(row)
        if is_below and row.below_since is None:
            _warn(row, at)
        elif not is_below and row.below_since is not None:
            _recover(row, at)
        elif is_below and row.notice_due is not None and row.notice_due < today:
            with moving_issuer(row, "end", by=PROGRAM, at=at) as move:
                _end(move.row, NOT_COVERED, at)
        issuer.__dict__.update(row.__dict__)


def _warn(issuer: Issuer, at: datetime) -> None:
    limit = limit_for(issuer.body, PREPAID_NOTICE, local_day(at))
    with moving_issuer(issuer, "warn", by=PROGRAM, at=at) as move:
        move.row.below_since = local_day(at)
        move.row.notice_due = deadlines.due(limit, local_day(at), calendar=clocks.calendar()).due_on
        move.facts = {
            "open_fen": move.row.open_fen,
            "guarantee_fen": move.row.guarantee_fen,
            "due": move.row.notice_due.isoformat(),
        }
    messages.tell_shop(issuer, "below", at=at)
    messages.tell_mall(issuer, "below", at=at)
    messages.tell_body(issuer, "below", at=at)


def _recover(issuer: Issuer, at: datetime) -> None:
    with moving_issuer(issuer, "recover", by=PROGRAM, at=at) as move:
        move.row.below_since = move.row.notice_due = None
    messages.tell_shop(issuer, "recovered", at=at)


def _end(issuer: Issuer, reason: str, at: datetime) -> None:
    issuer.ended_on, issuer.why_ended = local_day(at), reason
    messages.tell_shop(issuer, "ended", at=at)
    messages.tell_mall(issuer, "ended", at=at)
    messages.tell_holders(issuer, "ended", at=at)
    messages.tell_body(issuer, "ended", at=at)
