"""What the public pages may take from the table, and how one text becomes a page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from huaihai.education import markup, repairs
from huaihai.education.markup import Correction
from huaihai.education.models import Publication, PublicationQuerySet, PublicationVersion
from huaihai.education.translating.reading import MISSING, ORIGINAL, reading
from huaihai.kit.text.normalise import show_bidi
from huaihai.kit.text.scripts import to_traditional
from huaihai.law.sureness import Sureness


def seen(request: HttpRequest) -> PublicationQuerySet:
    """What this visitor may see and what is published: drafts have no public page."""
    actor = request.actor  # type: ignore[attr-defined]  # set by members.middleware
    return Publication.objects.visible_to(actor).published()


def translated(publication: Publication, version: PublicationVersion | None = None) -> dict[str, Any]:
    """The same as `text`, in the reader's script or language where there is such a text."""
    context = text(publication, version)
    read = reading(context["version"], get_language())
    if read.state in (ORIGINAL, MISSING):
        return context | {"version": read}
    corrections = [_in_script(one) for one in context["corrections"]] if read.is_traditional else []
    blocks = markup.blocks(
        show_bidi(read.body), is_marked_up=read.is_marked_up or read.language == "en", corrections=corrections
    )
    return context | {"version": read, "blocks": blocks, "corrections": corrections}


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


def _in_script(one: Correction) -> Correction:
    return Correction(to_traditional(one.wrong), to_traditional(one.right), one.was)
