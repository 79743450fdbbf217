"""One warning, tip, notice, exposure or story: as it is read now, and as it was read before."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from huaihai import reactions
from huaihai.education import replies
from huaihai.education.models import Edition, Exposure, Publication, PublicationQuerySet, PublicationVersion
from huaihai.education.public import shown
from huaihai.education.public.warnings import said
from huaihai.education.public.warnings.lists import with_cities
from huaihai.kit import guards
from huaihai.members.actors import Actor


@require_safe
@guards.public
def warning(request: HttpRequest, slug: str) -> HttpResponse:
    """As it is read now. One that was taken back says so, and why."""
    return page(request, get_object_or_404(_texts(), slug=slug))


@require_safe
@guards.public
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version that went out and was replaced. The one that is read now has its own address."""
    publication = get_object_or_404(_texts(), slug=slug)
    out = said.editions(publication)
    found = next((one.version for one in out if one.version and one.version.number == number), None)
    if found is None or is_silent(publication):
        raise Http404
    if found.pk == publication.shown_id:
        return redirect(publication)
    return render(request, "education/warnings/text.html", _context(publication, out, found))


def page(request: HttpRequest, publication: Publication) -> HttpResponse:
    """The page of a text that went out through editions."""
    context = _context(publication, said.editions(publication), publication.current)
    return render(request, "education/warnings/text.html", context)


def is_silent(publication: Publication) -> bool:
    """Whether nothing of its words is shown any more: an exposure that ended names nobody."""
    return publication.is_withdrawn and publication.kind == Publication.Kind.EXPOSURE


def _shown_until(publication: Publication) -> date | None:
    """The last day of an exposure that is shown; None for everything else."""
    if publication.kind != Publication.Kind.EXPOSURE or publication.is_withdrawn:
        return None
    return Exposure.objects.filter(publication=publication).values_list("expires_on", flat=True).first()


def _texts() -> PublicationQuerySet:
    rows = Publication.objects.visible_to(Actor.public()).alerts()
    return with_cities(rows.select_related("publisher", "shown"))


def _context(publication: Publication, out: list[Edition], read: PublicationVersion) -> dict[str, Any]:
    edition = said.of_version(out, read)
    return {
        **shown.translated(publication, read),
        "is_old": read.pk != publication.shown_id,
        "is_silent": is_silent(publication),
        "shown_until": _shown_until(publication),
        "withdrawal": said.last_reason(publication, out),
        "edition": edition,
        "signed": said.signed(edition) if edition else [],
        "changes": said.changes(publication, out),
        "products": list(read.products.all()),
        "replies": replies.shown(publication),
        "doors": [door for name in reactions.TEXT_DOORS for door in import_string(name)(publication)],
    }
