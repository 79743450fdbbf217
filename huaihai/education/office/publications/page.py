"""One publication: its text, what can be done with it, who has passed and signed it, replies, and its editions."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from huaihai.desk.asking import show
from huaihai.desk.frame import actor_of, readers
from huaihai.education import completeness, powers, replies
from huaihai.education.models import Edition, Publication
from huaihai.education.office.publications import seen, told
from huaihai.education.office.publications.step_table import STEPS
from huaihai.kit import clock

WITH_PAPERS = (*Publication.ALERTS, Publication.Kind.STORY)


@readers
@require_safe
def publication(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it stands, and what comes next."""
    held, actor, at = seen.publication(request, pk), actor_of(request), clock.now()
    edition = seen.open_edition(held)
    version = edition.version if edition and edition.version else held.current
    may_write = powers.may_write(actor, held.publisher, at=at)
    context: dict[str, Any] = {
        **told.words(held, version),
        "edition": edition,
        "steps": [one for one in STEPS if one.is_open(held, edition) and one.may(actor, held, edition, at)],
        "may_write": may_write and edition is not None and edition.stage == "draft" and edition.version,
        "missing": completeness.missing(version, kind=held.kind)
        if edition and edition.stage == "draft" and edition.version
        else [],
        "asked": told.signatures(edition, at=at) if edition and edition.stage == "signing" else [],
        "reviews": told.reviews(held),
        "replies": [(row, replies.of(row).due_on, row.holds_back(at)) for row in held.replies.all()],
        "editions": _editions(held),
        "count": held.versions.count(),
        "receipts_url": _address("publication-receipts", held.pk),
        "has_papers": held.state == Publication.State.PUBLISHED and held.kind in WITH_PAPERS,
        "works": powers.works(actor),
        "public_url": held.get_absolute_url() if held.state != Publication.State.DRAFT else "",
    }
    return show(request, "education/office/publication.html", current=seen.MENU, **context)


def _editions(held: Publication) -> list[tuple[Edition, list[str]]]:
    """What went out or was dropped, the newest first, with those who signed."""
    rows = held.editions.filter(stage__in=["out", "dropped"]).select_related("version")
    ended = rows.prefetch_related("signatures__body").order_by("-number")
    return [
        (row, [one.body.short_name for one in row.signatures.all() if _stands(row, one)]) for row in ended
    ]


def _stands(edition: Edition, signature: Any) -> bool:
    return bool(signature.submission == edition.submission)


def _address(name: str, *args: Any) -> str:
    """A page that an installation may leave out."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
