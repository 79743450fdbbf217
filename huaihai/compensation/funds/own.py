"""What somebody who answers for a business may see here: the funds it owns, and the claims on them."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.businesses import pages as businesses_pages
from huaihai.businesses import rights
from huaihai.businesses.models import Place
from huaihai.businesses.posters.pages import Door
from huaihai.cases.business.standing import actor_of
from huaihai.compensation import ledger
from huaihai.compensation.claims import situation
from huaihai.compensation.claims.acting import Audience
from huaihai.compensation.funds import facts
from huaihai.compensation.models import Claim, Fund
from huaihai.compensation.models.claim import ClaimQuerySet
from huaihai.compensation.models.fund import FundQuerySet
from huaihai.kit.ways import way
from huaihai.members.actors import Actor

__all__ = ["AUDIENCE", "actor_of", "claim", "claims", "frame", "fund", "funds", "payable_funds", "sum_of"]


def frame(request: HttpRequest, _current: str = "") -> dict[str, Any]:
    """The side of the desk."""
    return businesses_pages.frame(request)


def funds(actor: Actor) -> FundQuerySet:
    """The funds that the businesses answered for own."""
    return Fund.objects.visible_to(actor).select_related("owner", "body")


def fund(request: HttpRequest, fund_id: UUID) -> Fund:
    """One of them, or 404."""
    held: Fund = get_object_or_404(funds(actor_of(request)), pk=fund_id)
    return held


def claims(actor: Actor) -> ClaimQuerySet:
    """The claims on these funds."""
    return Claim.objects.filter(fund__in=Fund.objects.visible_to(actor)).with_parties()


def claim(request: HttpRequest, claim_id: UUID) -> Claim:
    """One of them, or 404."""
    held: Claim = get_object_or_404(claims(actor_of(request)), pk=claim_id)
    return held


def payable_funds(actor: Actor, *, on: date) -> FundQuerySet:
    """The funds whose money the actor keeps: as manager or cashier of the owner."""
    if actor.account_id is None:
        return Fund.objects.none()
    return funds(actor).filter(owner__in=rights.held_in(actor.account_id, rights.PAY, on=on))


def sum_of(held: Claim) -> int:
    """What is still at stake, in fen: owed to the fund, or else approved, or else asked for."""
    if held.stage == "recovering":
        return ledger.account_of(held).owed
    return held.approved_fen or held.asked_fen


AUDIENCE = Audience(
    template="compensation/business/step.html",
    refusal="compensation/business/moved.html",
    frame=frame,
    home=lambda held: reverse("business-claim", args=[held.pk]),
    fresh=lambda request, held: claim(request, held.pk),
    more=lambda held: {"sum_fen": sum_of(held)},
)


def doors(place: Place, *, on: date) -> list[Door]:
    """For `reactions.POSTER_DOORS`: the nearest fund that carries its badge."""
    held = situation.answering(place.business_id, on=on)
    found = next(((fund, terms) for fund, terms in held if fund.carries_badge), None)
    if found is None:
        return []
    fund, terms = found
    text = _("If the business does not pay what it owes you, this fund can pay you first.")
    if terms.pays_at_once:
        text = f"{text} {_('At once:')} {facts.at_once(terms)}"
    return [Door(fund.name, way("fund", fund.pk), text)]
