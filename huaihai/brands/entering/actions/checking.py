"""Two people of two cities decide on the facts: the entry goes into the directory, or does not."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.brands import telling
from huaihai.brands.actions import pairing
from huaihai.brands.actions.moving import moving
from huaihai.brands.entering import eligibility
from huaihai.brands.entering.eligibility import Fact
from huaihai.brands.models import Entry, FactSheet, PairDecision
from huaihai.brands.powers import Who
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

ABOUT = "facts"
PASS, FAIL = "pass", "fail"
VERBS = {PASS: "pass check", FAIL: "fail check"}


def propose(entry: Entry, outcome: str, *, reasons: str, by: Actor, at: datetime) -> PairDecision:
    """The first of the two; the facts as they stand are stored. Raises NotAllowed, NotPossible, Unfit."""
    require_possible(entry, outcome)
    found = eligibility.facts(entry, local_day(at))
    require_facts(outcome, found)
    with transaction.atomic():
        decision = pairing.propose(entry, ABOUT, outcome, reasons=reasons, by=by, at=at)
        with moving(entry, "note", who=Who.STAFF, noted="facts stored", by=by, at=at) as move:
            move.rows.append(_sheet(move.entry, decision, found, by=by, at=at))
            move.facts["decision"] = str(decision.pk)
    return decision


def carry_out(decision: PairDecision, *, by: Actor, at: datetime) -> None:
    """For `pairing.CARRIED_OUT`: the facts are looked up once more. Raises NotPossible (they have changed)."""
    require_possible(decision.entry, decision.outcome)
    found = eligibility.facts(decision.entry, local_day(at))
    try:
        require_facts(decision.outcome, found)
    except Unfit as error:
        raise NotPossible(
            _("The facts have changed since this was proposed: %(why)s") % {"why": error.message}
        ) from error
    with moving(decision.entry, VERBS[decision.outcome], who=Who.PAIR, by=by, at=at) as move:
        move.rows.append(_sheet(move.entry, decision, found, by=by, at=at))
        move.facts["decision"] = str(decision.pk)
        if decision.outcome == PASS:
            move.entry.listed_at = at
        else:
            move.entry.ended_at = at
        event = "listed" if decision.outcome == PASS else "not listed"
        telling.business(move.entry, event, at=at)
        telling.nominators(move.entry, event, at=at)


def require_possible(entry: Entry, outcome: str) -> None:
    """Raises Unfit (no such outcome), NotPossible (it is not waiting for this)."""
    if outcome not in VERBS:
        raise Unfit("outcome", _("Please choose one of these."))
    is_open = entry.stage == "accepted" or (entry.stage == "listed" and outcome == FAIL)
    if not is_open:
        raise NotPossible(_("The facts of this entry are not being checked now."))


def require_facts(outcome: str, found: list[Fact]) -> None:
    """Raises Unfit where the facts do not carry the outcome: nobody passes over a bad one, nobody fails a good one."""
    blocking = eligibility.blocking(found)
    if outcome == PASS and blocking:
        said = {"fact": blocking[0].name, "found": blocking[0].text}
        raise Unfit("outcome", _("With this fact it cannot pass. %(fact)s: %(found)s.") % said)
    if outcome == FAIL and all(one.is_good for one in found):
        raise Unfit("outcome", _("All facts are good, so it cannot fail."))


def newest_sheet(entry: Entry) -> FactSheet | None:
    """The facts as they were stored last; None before the first proposal."""
    rows = FactSheet.objects.filter(entry=entry).select_related("decision")
    found: FactSheet | None = rows.order_by("at", "pk").last()
    return found


def passed_by(entry: Entry) -> PairDecision | None:
    """The decision with which it came into the directory; None before."""
    rows = PairDecision.objects.filter(
        entry=entry, about=ABOUT, outcome=PASS, state=PairDecision.State.AGREED
    )
    found: PairDecision | None = (
        rows.select_related("proposed_for", "answered_for").order_by("answered_at", "pk").last()
    )
    return found


def _sheet(entry: Entry, decision: PairDecision, found: list[Fact], *, by: Actor, at: datetime) -> FactSheet:
    return FactSheet(
        entry=entry,
        decision=decision,
        as_of=local_day(at),
        facts=[one.as_json() for one in found],
        at=at,
        by=by.key,
    )
