"""Businesses that anybody may find here by name: those that have gone public themselves."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from huaihai.brands.entering.known import back_from
from huaihai.brands.lives import DIRECTORY
from huaihai.brands.models import Entry
from huaihai.businesses import channel
from huaihai.businesses.models import Business, BusinessQuerySet, PledgeVersion
from huaihai.businesses.profile.public import is_public
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import fold

MOST_WORDS = 5
MOST_NAMED = 10  # entries of one business


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


@dataclass(frozen=True)
class Already:
    """An entry of the business that anybody may know of: in the directory, or removed and barred until `waits`."""

    entry: Entry
    since: date
    waits: date | None = None


def already(business: Business, *, today: date) -> list[Already]:
    """Its entries in the directory, and those that were removed and may not come back yet."""
    found = []
    rows = Entry.objects.filter(business=business, stage__in=(*DIRECTORY, "removed"), listed_at__isnull=False)
    for entry in rows.order_by("-opened_at", "-pk")[:MOST_NAMED]:
        if entry.stage != "removed":
            found.append(Already(entry, local_day(entry.listed_at)))
        elif (waits := back_from(entry)) is not None and today < waits:
            found.append(Already(entry, local_day(entry.ended_at), waits))
    return found


def is_open(business: Business, *, today: date) -> bool:
    """Whether anybody may know that this business is in the register."""
    if business.is_gone or business.merged_into_id is not None:
        return False
    return is_public(business, today=today) or Entry.objects.directory().filter(business=business).exists()
