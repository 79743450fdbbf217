"""Cases whose words are like those of a text, anywhere in the alliance: the same matter told twice, or by many."""

from uuid import UUID

from huaihai.cases.models import Case, SearchDoc
from huaihai.cases.search import folding, texts
from huaihai.cases.search.indexing import place_of
from huaihai.kit import sealing

NEWEST = 500  # cases that are compared
UNINDEXED = 50  # of them, such as the index has not come to
SHARE = 0.6  # of the parts of words of the text


def alike(text: str, *, at_least: float = SHARE) -> list[tuple[UUID, float]]:
    """Of the newest cases, those in whose file at least this share of the text's parts of words stands, the most alike
    first. They are of all cities: who asks decides what of them is shown to whom."""
    wanted = folding.grams(folding.fold(text))
    if not wanted:
        return []
    shares = {key: len(wanted & folding.grams(words)) / len(wanted) for key, words in _newest().items()}
    return sorted(
        ((key, share) for key, share in shares.items() if share >= at_least), key=lambda one: -one[1]
    )


def _newest() -> dict[UUID, str]:
    waiting = Case.objects.filter(to_index=True).exclude(stage__in=texts.UNSENT).order_by("-pk")[:UNINDEXED]
    found = texts.of_cases(list(waiting))
    for doc in SearchDoc.objects.order_by("-pk")[:NEWEST]:
        if doc.case_id not in found:
            place = place_of(doc.case_id, doc.city)
            found[doc.case_id] = sealing.unseal_bytes(bytes(doc.text), place=place).decode()
    return found
