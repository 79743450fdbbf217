"""What the public page of a business shows of exposures: those in force, no others."""

from collections.abc import Collection
from uuid import UUID

from huaihai.businesses.register.doors import Door
from huaihai.education.models import Exposure


def notes(business_ids: Collection[UUID]) -> list[Door]:
    """One line an exposure that stands today, in one query; one that ended or was retracted is nowhere."""
    rows = Exposure.objects.in_force().filter(business__in=business_ids).select_related("publication")
    return [
        Door(row.publication.title, row.publication.get_absolute_url()) for row in rows.order_by("-shown_at")
    ]
