"""The text whose papers are asked for: any kind that has papers, out to all, at its own address."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from huaihai.education.feeds import addresses
from huaihai.education.models import Publication, PublicationQuerySet
from huaihai.education.papers import reading
from huaihai.education.papers.paper import Paper
from huaihai.education.papers.sections import LONGEST
from huaihai.members.actors import Actor

KINDS: Mapping[str, tuple[str, ...]] = {
    "warnings": Publication.ALERTS,
    "stories": (Publication.Kind.STORY,),
    "lessons": (Publication.Kind.LESSON,),
}


def texts(place: str) -> PublicationQuerySet:
    """The texts that stand in this place, as their pages show them."""
    rows = Publication.objects.visible_to(Actor.public()).filter(kind__in=KINDS[place])
    return rows.alerts() if place == "warnings" else rows


def paper_of(
    request: HttpRequest, place: str, slug: str, *, longest: int = LONGEST
) -> tuple[Publication, Paper]:
    """The text and its paper. Raises Http404."""
    publication = get_object_or_404(texts(place).select_related("publisher", "shown"), slug=slug)
    return publication, reading.of_publication(publication, base=addresses.base(request), longest=longest)
