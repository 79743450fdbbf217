"""What says the same already, or nearly: the same bytes, the same words, or most of the same character pairs.

The index of the search narrows (a few pairs of the text, whoever has most of them), whole texts decide.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from huaihai.education import heads
from huaihai.education.models import (
    ImportedPage,
    ImportLikeness,
    Publication,
    PublicationQuerySet,
    PublicationVersion,
    SearchGram,
)
from huaihai.kit.text.normalise import fold

NEAR: Final = 0.6  # of the pairs that either of two texts has
MOST_EARLIER: Final = 500  # pages handed in before that a new one is compared with
SKETCH: Final = 64  # smallest hashes of a text's pairs: enough to guess the likeness within a few percent
_ASKED: Final = 120  # pairs asked of the index
_LOOKED_AT: Final = 12  # publications compared word for word
_NARROW: Final = 0.35  # of the sketch: below it nobody looks closer


@dataclass(frozen=True)
class Like:
    """One thing that a page is like."""

    kind: str
    percent: int
    publication: Publication | None = None
    other: ImportedPage | None = None


def said_in(repaired: str) -> str:
    """Title and body of a page: a day and a source above them make no other text."""
    parts = heads.read_article(repaired)
    return f"{parts.title}\n{parts.body}"


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters of a folded text, marks and spaces left out."""
    plain = "".join(char for char in fold(text) if char.isalnum())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def sketch_of(pairs: Iterable[str]) -> list[int]:
    """The smallest hashes of the pairs, in order."""
    return sorted(_number(pair) for pair in pairs)[:SKETCH]


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of pairs that both have, of those that either has."""
    either = len(one | other)
    return len(one & other) / either if either else 0.0


def likes(page: ImportedPage, among: PublicationQuerySet, earlier: Sequence[ImportedPage]) -> list[Like]:
    """Publications and earlier pages that say the same or nearly, most alike first, each once."""
    pairs = pairs_of(said_in(page.repaired))
    found = [*_publications(page, pairs, among), *_pages(page, pairs, earlier)]
    return sorted(found, key=lambda one: -one.percent)


def _publications(page: ImportedPage, pairs: frozenset[str], among: PublicationQuerySet) -> Iterator[Like]:
    same = PublicationVersion.objects.filter(content_hash=page.sha256).values("publication")
    by_bytes = {row.pk: row for row in among.filter(pk__in=same)}
    for row in by_bytes.values():
        yield Like(ImportLikeness.Kind.SAME_BYTES, 100, publication=row)
    for row in _candidates(pairs, among):
        if row.pk not in by_bytes and (kind := _kind(pairs, pairs_of(_words_of(row)))):
            yield Like(*kind, publication=row)


def _candidates(pairs: frozenset[str], among: PublicationQuerySet) -> list[Publication]:
    asked = sorted(pairs, key=_number)[:_ASKED]
    rows = (
        SearchGram.objects.filter(gram__in=asked, publication__in=among.order_by())
        .values("publication")
        .annotate(held=Count("gram"))
        .filter(held__gte=max(1, len(asked) // 3))
        .order_by("-held")[:_LOOKED_AT]
    )
    return list(among.filter(pk__in=[row["publication"] for row in rows]))


def _words_of(publication: Publication) -> str:
    return f"{publication.title}\n{publication.plain}"


def _pages(page: ImportedPage, pairs: frozenset[str], earlier: Sequence[ImportedPage]) -> Iterator[Like]:
    own = set(page.sketch)
    for other in earlier:
        if other.pk == page.pk:
            continue
        if other.sha256 == page.sha256:
            yield Like(ImportLikeness.Kind.SAME_BYTES, 100, other=other)
        elif other.text_hash == page.text_hash:
            yield Like(ImportLikeness.Kind.SAME_TEXT, 100, other=other)
        elif _guess(own, set(other.sketch)) >= _NARROW and (
            kind := _kind(pairs, pairs_of(said_in(other.repaired)))
        ):
            yield Like(*kind, other=other)


def _guess(one: set[int], other: set[int]) -> float:
    smallest = set(sorted(one | other)[:SKETCH])
    return len(one & other & smallest) / len(smallest) if smallest else 0.0


def _kind(one: frozenset[str], other: frozenset[str]) -> tuple[str, int] | None:
    share = likeness(one, other)
    if share < NEAR:
        return None
    return (ImportLikeness.Kind.SAME_TEXT if share == 1 else ImportLikeness.Kind.NEAR), round(share * 100)


def _number(pair: str) -> int:
    return int.from_bytes(hashlib.blake2b(pair.encode(), digest_size=6).digest())
