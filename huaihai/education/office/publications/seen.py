"""What an officer may see here: the publications of the own body, of the alliance, and those that concern the city."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from huaihai.desk.frame import actor_of
from huaihai.education.models import Edition, Publication, PublicationQuerySet

MENU = "publications"


def publications(request: HttpRequest) -> PublicationQuerySet:
    """All of them, with publisher and shown version."""
    rows = Publication.objects.worked_on_by(actor_of(request))
    return rows.select_related("publisher", "shown")


def publication(request: HttpRequest, pk: UUID) -> Publication:
    """One of them, or 404."""
    held: Publication = get_object_or_404(publications(request), pk=pk)
    return held


def open_edition(publication: Publication) -> Edition | None:
    """The edition that is on its way, if any."""
    rows = publication.editions.open().select_related("version", "publication__publisher")
    return rows.first()
