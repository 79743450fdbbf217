"""One version in the words that every page about it shows."""

from collections.abc import Mapping
from typing import Any

from huaihai.businesses import standing_words
from huaihai.businesses.models import Place, StandingOfferVersion
from huaihai.businesses.standing_terms import Terms


def told(version: StandingOfferVersion, places: Mapping[str, Place]) -> dict[str, Any]:
    """What is given, when, to whom, where the law gives more, and on which days it is in force."""
    terms = Terms.of(version.terms)
    named = [places[key] for key in terms.places if key in places]
    return {
        **words(terms, named),
        "number": version.number,
        "from_on": version.from_on,
        "until_on": version.until_on,
        "never_began": version.never_began,
        "note": version.note,
        "law_more": standing_words.law_gives_more(version.falls_short),
        "fingerprint": version.fingerprint,
        "published_at": version.published_at,
    }


def words(terms: Terms, places: list[Place]) -> dict[str, Any]:
    """Terms alone, before anything is published."""
    return {
        "given": standing_words.given(terms),
        "when": standing_words.done_within(terms),
        "payer": standing_words.payer(terms),
        "conditions": standing_words.conditions(terms, places),
    }
