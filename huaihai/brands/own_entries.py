"""The entries of the business that reads: which ones, who may act for it, where they stand on its desk."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from huaihai.brands.models import Entry
from huaihai.businesses import rights
from huaihai.desk.frame import actor_of
from huaihai.kit import clock
from huaihai.members.actors import Actor


def own_entries(request: HttpRequest) -> Any:
    """The entries of the businesses that the reader answers for."""
    keys = list(actor_of(request).business_ids)
    return Entry.objects.filter(business__in=keys).select_related("business", "body")


def own_entry(request: HttpRequest, pk: UUID) -> Entry:
    """The entry with this id, if it is one of these. Raises Http404."""
    found: Entry = get_object_or_404(own_entries(request).select_related("place", "criteria"), pk=pk)
    return found


def own_url(entry: Entry) -> str:
    """Its page on the desk of its business."""
    return reverse("business-brand", args=[entry.pk])


def manages(actor: Actor, entry: Entry) -> bool:
    """Whether the actor may act today for the business of this entry."""
    return rights.may(actor, entry.business, rights.MANAGE, on=clock.today())
