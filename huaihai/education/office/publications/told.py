"""One publication in words: its text as a page needs it, who passed and signed it, and what is still missing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huaihai.education import markup, powers, repairs
from huaihai.education.actions.signing import standing_signatures
from huaihai.education.models import CoSignature, Edition, Publication, PublicationVersion, Review
from huaihai.education.office.publications.people import names_of
from huaihai.kit.text.normalise import show_bidi
from huaihai.members.models import Organisation


@dataclass(frozen=True)
class Asked:
    """A body that is asked to sign, and its signature if there is one."""

    body: Organisation
    signature: CoSignature | None
    name: str = ""


@dataclass(frozen=True)
class Reviewed:
    """One review, by name; `counts`: of the text as it was handed in last."""

    review: Review
    name: str
    counts: bool


def words(publication: Publication, version: PublicationVersion) -> dict[str, Any]:
    """What `education/warnings/words.html` asks for."""
    body = show_bidi(version.body)
    corrections = repairs.corrections(version)
    return {
        "publication": publication,
        "version": version,
        "products": list(version.products.all()),
        "blocks": markup.blocks(body, is_marked_up=version.is_marked_up, corrections=corrections),
    }


def signatures(edition: Edition, *, at: datetime) -> list[Asked]:
    """Everybody who is asked, in the alliance's order, then whoever signed besides (the secretariat, the publisher)."""
    rows = list(standing_signatures(edition).select_related("body").order_by("at"))
    names = names_of(row.by for row in rows)
    own = {row.body_id: row for row in rows if not row.for_silent}
    asked = powers.concerned(edition, at=at)
    found = [_asked(body, own.pop(body.pk, None), names) for body in asked]
    others = [*own.values(), *(row for row in rows if row.for_silent)]
    return found + [_asked(row.body, row, names) for row in others]


def reviews(publication: Publication) -> list[Reviewed]:
    """All that were given, the newest first; two queries."""
    rows = list(
        Review.objects.filter(edition__publication=publication)
        .select_related("edition", "body")
        .order_by("-at", "-pk")
    )
    names = names_of(row.by for row in rows)
    return [Reviewed(row, names[row.by], _counts(row)) for row in rows]


def _asked(body: Organisation, row: CoSignature | None, names: dict[str, str]) -> Asked:
    return Asked(body, row, names[row.by] if row else "")


def _counts(row: Review) -> bool:
    return row.is_passed and row.submission == row.edition.submission
