"""Businesses that anybody may find here by name: those that have gone public themselves."""

from datetime import date

from django.db.models import Q

from huaihai.brands.models import Entry
from huaihai.businesses import channel
from huaihai.businesses.models import Business, BusinessQuerySet, PledgeVersion
from huaihai.businesses.profile.public import is_public
from huaihai.kit.text.normalise import fold

MOST_WORDS = 5


def found(typed: str, *, today: date) -> BusinessQuerySet:
    """Those on the fast channel, with a pledge in force or in the directory, in whose words all typed words stand."""
    words = fold(typed.replace("\x00", "")).split()[:MOST_WORDS]
    if not words:
        return Business.objects.none()
    promised = PledgeVersion.objects.in_force_on(today).values("pledge__business")
    listed = Entry.objects.directory().values("business")
    public = Q(pk__in=channel.joined(on=today).values("pk")) | Q(pk__in=promised) | Q(pk__in=listed)
    rows: BusinessQuerySet = Business.objects.standing().filter(public, is_gone=False)
    for word in words:
        rows = rows.filter(words__contains=word)
    return rows.order_by("name", "pk")


def is_open(business: Business, *, today: date) -> bool:
    """Whether anybody may know that this business is in the register."""
    if business.is_gone or business.merged_into_id is not None:
        return False
    return is_public(business, today=today) or Entry.objects.directory().filter(business=business).exists()
