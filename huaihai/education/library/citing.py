"""Which publications name which article, kept as rows so that an article's page asks the table once."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from huaihai.education.models import LawCitation, Publication, PublicationQuerySet
from huaihai.kit.text.scripts import to_simplified
from huaihai.law.library.citations import articles_of, find

WHOLE = ""  # the article of a row that names a source as a whole
AT_ONCE = 500


def named_in(basis: Iterable[str]) -> set[tuple[str, str]]:
    """(source, article) of every citation in the lines; the article is empty where only the source is named."""
    found: set[tuple[str, str]] = set()
    for line in basis:
        for place in find(to_simplified(line)):
            articles = articles_of(place)
            found |= {(place.statute, article.key) for article in articles} or {(place.statute, WHOLE)}
    return found


def index(publication: Publication) -> None:
    """Write the rows of a publication as it is shown now; the caller is in a transaction."""
    publication.law_citations.all().delete()
    basis = publication.shown.basis if publication.shown else []
    LawCitation.objects.bulk_create(_rows(publication.pk, named_in(basis)))


def refresh() -> int:
    """Bring all rows in line with the library of this version of the program; says how many rows changed."""
    with transaction.atomic():
        shown = Publication.objects.exclude(shown=None).exclude(shown__basis=[])
        wanted = {
            (pk, statute, article)
            for pk, basis in shown.values_list("pk", "shown__basis")
            for statute, article in named_in(basis)
        }
        held = {
            (pk, statute, article): row
            for row, pk, statute, article in LawCitation.objects.values_list(
                "pk", "publication", "statute", "article"
            )
        }
        gone = [row for key, row in held.items() if key not in wanted]
        new = [
            LawCitation(publication_id=key[0], statute=key[1], article=key[2]) for key in wanted - held.keys()
        ]
        for at in range(0, len(gone), AT_ONCE):
            LawCitation.objects.filter(pk__in=gone[at : at + AT_ONCE]).delete()
        LawCitation.objects.bulk_create(new, batch_size=AT_ONCE)
    return len(gone) + len(new)


def naming(rows: PublicationQuerySet, statute: str, article: str = WHOLE) -> PublicationQuerySet:
    """Those of the publications that name this article (or the source as a whole), the newest first."""
    named = LawCitation.objects.filter(statute=statute, article=article)
    return rows.filter(pk__in=named.values("publication")).order_by("-published_on", "-id")


def _rows(publication: UUID, named: set[tuple[str, str]]) -> list[LawCitation]:
    return [
        LawCitation(publication_id=publication, statute=statute, article=article)
        for statute, article in sorted(named)
    ]
