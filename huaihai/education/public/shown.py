"""What the public pages may take from the table, and how one text becomes a page."""

from typing import Any

from django.http import HttpRequest

from huaihai.education import markup, repairs
from huaihai.education.models import Publication, PublicationQuerySet, PublicationVersion
from huaihai.kit.text.normalise import show_bidi
from huaihai.law.sureness import Sureness


def seen(request: HttpRequest) -> PublicationQuerySet:
    """What this visitor may see and what is published: drafts have no public page."""
    actor = request.actor  # type: ignore[attr-defined]  # set by members.middleware
    return Publication.objects.visible_to(actor).published()


def text(publication: Publication, version: PublicationVersion | None = None) -> dict[str, Any]:
    """The words of a version (the one that is read now, unless told) as a page needs them."""
    version = version or publication.current
    corrections = repairs.corrections(version)
    body = show_bidi(version.body)
    return {
        "publication": publication,
        "version": version,
        "blocks": markup.blocks(body, is_marked_up=version.is_marked_up, corrections=corrections),
        "corrections": corrections,
        "sureness": Sureness(version.mark) if version.mark else None,
    }
