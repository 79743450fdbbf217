"""A market, mall, scenic area or platform lists the stalls and shops it answers for; the body confirms each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huaihai.businesses import rights
from huaihai.businesses.channel.life import STALL, STALL_LIVE
from huaihai.businesses.channel.verbs import DECIDING
from huaihai.businesses.models import Business, Enrolment, ListedStall
from huaihai.businesses.people.verbs import end_mandate, give_mandate
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import begin, moving
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

MOST_STALLS = 5000  # of one operator


@dataclass(frozen=True)
class Stall:
    """One line of a list: what the sign (or number) says, and a checked credit code or ""."""

    name: str
    code: str = ""


def list_stalls(
    enrolment: Enrolment, stalls: Iterable[Stall], *, region_code: str, by: Actor, at: datetime
) -> list[ListedStall]:
    """The operator says that it answers for these; those it has listed already are left out.

    Raises NotAllowed; NotPossible for a business that is no operator on the channel; Unfit for too many.
    """
    with transaction.atomic():
        agent = _operator(enrolment, by, at)
        live = ListedStall.objects.filter(agent=agent, stage__in=STALL_LIVE)
        known = {(row.name, "") for row in live} | {("", row.credit_code) for row in live if row.credit_code}
        new: dict[str, Stall] = {}
        for stall in stalls:
            is_known = (stall.name, "") in known or (stall.code and ("", stall.code) in known)
            if not is_known:
                new[stall.name] = stall
                known |= {(stall.name, "")} | ({("", stall.code)} if stall.code else set())
        if live.count() + len(new) > MOST_STALLS:
            raise Unfit("stalls", _("At most %(n)s stalls can be listed.") % {"n": MOST_STALLS})
        body = enrolment.body
        return [
            _listed(
                ListedStall(**_facts(stall), agent=agent, body=body, region_code=region_code, listed_at=at),
                by,
                at,
            )
            for stall in new.values()
        ]


def confirm(
    stall: ListedStall, *, as_business: Business | None, seen: int, by: Actor, at: datetime
) -> ListedStall:
    """The body has seen the stall's word: the operator answers for it from today on.

    `as_business` is the entry of the register it is; None finds it by its code, or writes it down. Raises NotAllowed,
    Moved, NotPossible.
    """
    with moving(stall, "stall confirmed", STALL, by=by, at=at, seen=seen) as move:
        held = move.row
        _may_decide(held, by)
        principal = as_business or _written_down(held, by, at)
        if principal.merged_into is not None:
            principal = principal.merged_into
        if principal.pk == held.agent_id:
            raise NotPossible(_("This is the operator itself. It answers for itself."))
        held.business = principal
        held.mandate = give_mandate(principal, held.agent, from_on=local_day(at), by=by, at=at)
        move.facts = {"business": str(principal.pk), "agent": str(held.agent_id)}
    return stall


def refuse(stall: ListedStall, *, reason: str, seen: int, by: Actor, at: datetime) -> None:
    """The body does not confirm it. Raises NotAllowed, Moved, NotPossible."""
    with moving(stall, "stall refused", STALL, by=by, at=at, seen=seen) as move:
        _may_decide(move.row, by)
        move.row.reason = reason


def end(stall: ListedStall, *, seen: int, by: Actor, at: datetime) -> None:
    """The operator, or the body, ends it: the operator answers for the stall no more, from this moment.

    Raises NotAllowed, Moved, NotPossible.
    """
    with moving(stall, "stall ended", STALL, by=by, at=at, seen=seen) as move:
        held = move.row
        if not rights.manages(by, held.agent, on=local_day(at)):
            _may_decide(held, by)
        if held.mandate is not None:
            end_mandate(held.mandate, last_on=local_day(at) - timedelta(days=1), by=by, at=at)


def _operator(enrolment: Enrolment, by: Actor, at: datetime) -> Business:
    business = enrolment.business
    if business is None or not rights.manages(by, business, on=local_day(at)):
        raise NotAllowed(_("Only a manager of the business may do this."))
    if not enrolment.is_operator or enrolment.stage != "joined":
        raise NotPossible(
            _("Only a market, centre, scenic area or platform on the fast channel lists stalls.")
        )
    held: Business = Business.objects.select_for_update().get(pk=business.pk)
    return held


def _facts(stall: Stall) -> dict[str, str]:
    return {"name": stall.name, "credit_code": stall.code}


def _listed(made: ListedStall, by: Actor, at: datetime) -> ListedStall:
    try:
        with transaction.atomic():
            begin(made, "stall listed", STALL, by=by, at=at, agent=str(made.agent_id))
    except IntegrityError as error:
        raise Unfit("stalls", _("“%(name)s” is listed already.") % {"name": made.name}) from error
    return made


def _written_down(held: ListedStall, by: Actor, at: datetime) -> Business:
    stated = Stated(name=held.name, code=held.credit_code, sign=held.name, region_code=held.region_code)
    return find_or_write_down(stated, by=by, at=at, is_demo=held.agent.is_demo)[0]


def _may_decide(stall: ListedStall, by: Actor) -> None:
    is_own = by.organisation is not None and by.organisation.pk == stall.body_id
    if by.kind != "officer" or not is_own or not by.roles & DECIDING:
        raise NotAllowed(_("Only an officer or the head of the city's association decides on this."))
