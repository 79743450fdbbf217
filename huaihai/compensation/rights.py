"""Who may do what with a fund: its owner's people, and those of the body in charge.

A person counts once, whatever posts, roles and accounts it holds (`members.persons`): nobody is two people.
"""

from datetime import date

from django.utils.translation import gettext as _

from huaihai.businesses import rights as of_business
from huaihai.compensation.models import Claim, Decision, Fund
from huaihai.desk.lives import NotAllowed
from huaihai.members import persons
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role

DECIDERS = 2  # different people, who say the same
MOVES_THE_REST = ("recover", "set_off", "take_back", "call_off")  # kinds of entries
CASEWORK = frozenset({Role.OFFICER.value, Role.HEAD.value})


def side_of(actor: Actor, fund: Fund, *, on: date) -> str:
    """For whom the actor may decide about this fund: "owner", "body", or "" for nobody. The program never decides."""
    if is_of_body(actor, fund):
        return "body"
    if fund.owner is not None and of_business.may(actor, fund.owner, of_business.MANAGE, on=on):
        return "owner"
    return ""


def is_of_body(actor: Actor, fund: Fund) -> bool:
    """Whether the actor does casework for the body in charge, or one above it below the alliance."""
    node = actor.organisation
    if actor.kind != "officer" or node is None or not actor.roles & CASEWORK:
        return False
    return node.kind != Organisation.Kind.ALLIANCE and fund.body.is_within(node)


def pays(actor: Actor, fund: Fund, *, on: date) -> bool:
    """Whether the actor keeps the fund's money in the books: the owner's cashier or manager; where several own it
    together, the body in charge, which writes down what the bank did.
    """
    if fund.owner is None:
        return is_of_body(actor, fund)
    return of_business.may(actor, fund.owner, of_business.PAY, on=on)


def require_side(actor: Actor, fund: Fund, *, on: date) -> str:
    """For whom the actor decides. Raises NotAllowed."""
    side = side_of(actor, fund, on=on)
    if not side:
        raise NotAllowed(_("Only the people of the fund's owner and of the body in charge decide here."))
    return side


def require_decider(actor: Actor, claim: Claim, fund: Fund, *, about: str, on: date) -> str:
    """For whom the actor decides. Raises NotAllowed for others, for whoever asked, and for a second word."""
    side = require_side(actor, fund, on=on)
    person = persons.keys_of(actor)
    if claim.asked_by in person:
        raise NotAllowed(_("You asked for this claim; others have to decide it."))
    if claim.decisions.filter(about=about, round=round_of(claim, about=about), by__in=person).exists():
        raise NotAllowed(_("You have decided already; somebody else has to decide, too."))
    return side


def round_of(claim: Claim, *, about: str) -> int:
    """The round in which words count now. About a write-off a new one begins with every fen that moves the rest:
    who has said the old rest may say the new one.
    """
    if about == Decision.About.CLAIM:
        return claim.round
    return claim.entries.filter(kind__in=MOVES_THE_REST).count() + 1


def require_body(actor: Actor, fund: Fund) -> None:
    """Raises NotAllowed unless the actor acts for the body in charge."""
    if not is_of_body(actor, fund):
        raise NotAllowed(_("This belongs to %(body)s.") % {"body": fund.body.short_name})


def require_pays(actor: Actor, fund: Fund, *, on: date) -> None:
    """Raises NotAllowed unless the actor keeps the fund's money."""
    if not pays(actor, fund, on=on):
        raise NotAllowed(_("Only the cashier or the manager of the fund's owner does this."))


def require_books(actor: Actor, fund: Fund, *, on: date) -> None:
    """Raises NotAllowed unless the actor keeps the money, or decides about the fund."""
    if not pays(actor, fund, on=on):
        require_side(actor, fund, on=on)


def require_asker(actor: Actor, claim: Claim) -> None:
    """Raises NotAllowed unless the actor is the consumer, or an officer who may see the claim."""
    if claim.case_id in actor.case_ids:
        return
    if actor.kind != "officer" or not Claim.objects.visible_to(actor).filter(pk=claim.pk).exists():
        raise NotAllowed(_("Only the consumer, or an officer on the consumer's word, does this."))
