"""Addresses of pages that stand in rooms above, or that another installation leaves out."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from huaihai.businesses.models import Business, Place, PledgeVersion


def file_at(place: Place, version: PledgeVersion | None = None, **more: str) -> str:
    """Where a complaint about this place begins, using this version if it is given."""
    query = {"pledge": str(version.pk)} if version is not None else {}
    try:
        return reverse("file-at-place", kwargs={"place_id": place.pk}, query=(query | more) or None)
    except NoReverseMatch:
        return reverse("file-start")


def profile_of(business: Business) -> str:
    """The public numbers of a business; empty where there is no such page."""
    try:
        return reverse("business-profile", args=[business.pk])
    except NoReverseMatch:
        return ""


def whole(request: HttpRequest, path: str) -> str:
    """The address as it is printed and scanned."""
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)
