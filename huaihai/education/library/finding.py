"""Articles of the library for the site's search: by their words, or by a citation that was typed (消法25)."""

from functools import cache
from typing import Final

from huaihai.kit.text.normalise import fold
from huaihai.kit.text.scripts import to_simplified
from huaihai.law.library import Article, held
from huaihai.law.library.citations import articles_of, find

MOST: Final = 5


def articles(query: str, words: list[str]) -> list[Article]:
    """At most five articles: those that the query cites, else those that hold every word (folded, as `search` does).

    What the source is called and what it is about counts too; articles whose summary holds a word stand first.
    """
    cited = [article for place in find(to_simplified(query)) for article in articles_of(place)]
    if cited or not words:
        return list(dict.fromkeys(cited))[:MOST]
    named = [
        (article, summary)
        for article, summary, everything in _folded()
        if all(word in everything for word in words)
    ]
    said = [article for article, summary in named if any(word in summary for word in words)]
    return list(dict.fromkeys([*said, *(article for article, _summary in named)]))[:MOST]


@cache
def _folded() -> tuple[tuple[Article, str, str], ...]:
    rows = []
    for statute in held().values():
        names = " ".join(
            (
                statute.name,
                statute.full_name,
                statute.name_en,
                *statute.aliases,
                statute.about.zh,
                statute.about.en,
            )
        )
        for article in statute.articles:
            summary = fold(f"{article.zh} {article.summary_zh} {article.summary_en}")
            rows.append((article, summary, f"{fold(names)} {summary}"))
    return tuple(rows)
