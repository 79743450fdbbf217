"""Search over what is published: simplified, traditional and annotated spellings find each other.

Every text is kept folded (`kit.text.normalise.fold`) and indexed by its single characters and pairs of
neighbours; a query is folded alike. The index narrows (every gram of every word), a look into the folded text
decides, so nothing is missed and nothing is found by chance. Words of one or two characters work. The same two
queries, whatever the number of texts, on SQLite and PostgreSQL.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, Value, When

from huaihai.education.markup import Span
from huaihai.education.models import Publication, PublicationQuerySet, SearchGram
from huaihai.kit.text.normalise import fold, fold_with_places

LONGEST_QUERY = 100  # characters
MOST_WORDS = 8
SNIPPET = 90  # characters
NEAREST = 5  # texts that only come near
ASKING = re.compile("怎么办|怎么|怎样|如何|什么|哪里|哪儿|请问|能不能|可以|应该|[吗呢吧啊的了我您你要想去]")


@dataclass(frozen=True)
class Hit:
    publication: Publication
    title: list[Span]
    snippet: list[Span]


def words_of(query: str) -> list[str]:
    """The folded words of a query, each once; a longer query is cut."""
    cleaned = "".join(char for char in query if char != "\x00" and not "\ud800" <= char <= "\udfff")
    return list(dict.fromkeys(fold(cleaned[:LONGEST_QUERY]).split()))[:MOST_WORDS]


def find(rows: PublicationQuerySet, words: list[str]) -> PublicationQuerySet:
    """The rows that hold every word: rights first, then those with all words in the title, then the newest."""
    if not words:
        return rows.none()
    grams = sorted({gram for word in words for gram in _query_grams(word)})
    narrowed = (
        SearchGram.objects.filter(gram__in=grams)
        .values("publication")
        .annotate(found=Count("gram"))
        .filter(found=len(grams))
        .values("publication")
    )
    in_text, in_title = Q(), Q()
    for word in words:
        in_text &= Q(folded__contains=word)
        in_title &= Q(folded_title__contains=word)
    rank = Case(
        When(kind=Publication.Kind.RIGHTS, then=Value(0)),
        When(in_title, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.filter(in_text, pk__in=narrowed).order_by(rank, "-published_on", "-id")


def loosely(rows: PublicationQuerySet, words: list[str]) -> list[Publication]:
    """The few texts that come nearest, for who asks in other words than they: without words that only ask (怎么投诉 as
    投诉), else those with at least half of the pairs of neighbours (健身房 as 健身). None for a number."""
    bare = [rest for word in words for rest in ASKING.sub(" ", word).split()]
    if not any(char.isalpha() for word in bare for char in word):
        return []
    if bare != words and (exact := list(find(rows, bare)[:NEAREST])):
        return exact
    grams = sorted({gram for word in bare for gram in _query_grams(word) if len(gram) > 1})
    found = SearchGram.objects.filter(publication=OuterRef("pk"), gram__in=grams).values("publication")
    counted = rows.annotate(near=Subquery(found.annotate(n=Count("gram")).values("n")))
    near = counted.filter(near__gte=max((len(grams) + 1) // 2, 1))
    return list(near.order_by("-near", "-published_on", "-id")[:NEAREST])


def grams_of(folded: str) -> set[str]:
    """The single characters and pairs of neighbours of a folded text, spaces left out."""
    parts = folded.split()
    singles = {char for part in parts for char in part}
    return singles | {part[at : at + 2] for part in parts for at in range(len(part) - 1)}


def index(publication: Publication) -> None:
    """Write the index of a publication's present folded text; the caller is in a transaction."""
    publication.grams.all().delete()
    rows = [SearchGram(publication=publication, gram=gram) for gram in sorted(grams_of(publication.folded))]
    SearchGram.objects.bulk_create(rows, batch_size=500)


def marked(text: str, words: list[str]) -> list[Span]:
    """The text with every hit as a span of kind "hit"."""
    folded, places = fold_with_places(text)
    hit: set[int] = set()
    for word in words:
        for start in _all(folded, word):
            # Whatever stands between first and last place belongs to the hit, annotations too.
            hit.update(range(places[start], places[start + len(word) - 1] + 1))
    return list(_runs(text, hit))


def snippet(text: str, words: list[str]) -> list[Span]:
    """The part of a text around its first hit, marked; the beginning if there is none."""
    folded, places = fold_with_places(text)
    first = min((start for word in words for start in _all(folded, word)), default=0)
    centre = places[first] if places else 0
    start = max(0, min(centre - SNIPPET // 3, len(text) - SNIPPET))
    end = min(len(text), start + SNIPPET)
    cut = ("…" if start else "") + text[start:end].replace("\n", " ") + ("…" if end < len(text) else "")
    return marked(cut, words)


def _query_grams(word: str) -> set[str]:
    return {word} if len(word) == 1 else {word[at : at + 2] for at in range(len(word) - 1)}


def _all(folded: str, word: str) -> Iterator[int]:
    start = folded.find(word)
    while start >= 0:
        yield start
        start = folded.find(word, start + 1)


def _runs(text: str, hit: set[int]) -> Iterator[Span]:
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or (at in hit) != (start in hit):
            yield Span(text[start:at], "hit" if start in hit else "plain")
            start = at
