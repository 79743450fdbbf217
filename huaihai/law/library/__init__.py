"""The law library: every source and article the product relies on, in our own words, each with date and sureness.

The country's `library/` has one file a source. Official texts an operator loads (education/library).
"""

from huaihai.law.library.entries import Article, Group, Standing, Statute, Words
from huaihai.law.library.reading import BadLibrary, held

__all__ = ["Article", "BadLibrary", "Group", "Standing", "Statute", "Words", "article_at", "held"]


def article_at(path: str) -> Article | None:
    """The article of `statute/key`, such as `consumer-rights-law/25`."""
    key, _, article = path.partition("/")
    statute = held().get(key)
    return statute.article(article) if statute else None
