"""Whose pledge a page shows: the shop's own, one under a mall's roof, one of an officer's city."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from huaihai.desk.frame import actor_of
from huaihai.kit import clock, guards
from huaihai.members.models import Organisation
from huaihai.prepaid.models import Issuer
from huaihai.prepaid.models.issuers import IssuerQuerySet
from huaihai.prepaid.moving import sells

officers = guards.staff("officer", "head")  # the guard of every page of the city's body


def own_issuer(request: HttpRequest, issuer_id: UUID) -> Issuer:
    """A pledge of a business that the reader works for, or 404."""
    actor = actor_of(request)
    rows = Issuer.objects.filter(business__in=actor.business_ids).with_parties()
    found: Issuer = get_object_or_404(rows, pk=issuer_id)
    if not sells(actor, found.business, on=clock.today()):
        raise Http404
    return found


def city_of(request: HttpRequest) -> Organisation:
    """The officer's own city body; 404 for officers of other nodes."""
    node = actor_of(request).organisation
    if node is None or node.kind != Organisation.Kind.CITY:
        raise Http404
    return node


def issuers(request: HttpRequest) -> IssuerQuerySet:
    """The pledges of the officer's city."""
    rows = Issuer.objects.visible_to(actor_of(request)).filter(body__path__under=city_of(request).path)
    return rows.with_parties()


def issuer(request: HttpRequest, issuer_id: UUID) -> Issuer:
    """One of them, or 404."""
    found: Issuer = get_object_or_404(issuers(request), pk=issuer_id)
    return found
