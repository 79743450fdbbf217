"""What nobody has held against a text for more than a year, and the library as one list for docs/law."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from huaihai.law import places
from huaihai.law.library.entries import Article, Group, Statute
from huaihai.law.library.reading import held

HEAD: Final = """# Every article of the library

Made from `countries/china/library` by `huaihai law library`; a test holds them together. A row is a source, or those
of its articles that share day in force, sureness and day of the last check. What an article says stands in the data
and on the page `/law/SOURCE/ARTICLE/`. Marks: see [the index](README.md). A source without a day in force had none in
what was read.
"""


def is_old(checked: date, *, on: date) -> bool:
    """Whether more than a year has passed since the day of the check."""
    return (checked.year + 1, checked.month, checked.day) < (on.year, on.month, on.day)


def old(on: date) -> tuple[Article, ...]:
    """The articles to look at again, in the order of the library."""
    return tuple(
        article
        for statute in held().values()
        for article in statute.articles
        if is_old(article.checked, on=on)
    )


def where(statute: Statute) -> str:
    """The Chinese name of the place where it holds: 全国 for the whole country, "—" for what is nobody's law."""
    if statute.place:
        return places.place(statute.place).name
    return "—" if statute.group is Group.PRACTICE else "全国"


def listing() -> str:
    """`docs/law/library.md`: every source and article with day in force, place, sureness and last check."""
    return HEAD + "\n" + "\n".join(_rows()) + "\n"


def _rows() -> Iterator[str]:
    yield "| source | articles | in force | place | sureness | checked |"
    yield "|---|---|---|---|---|---|"
    for statute in held().values():
        until = f" – {statute.in_force_until}" if statute.in_force_until else ""
        alike: dict[tuple[str, str, str], list[Article]] = {}
        for article in statute.articles:
            since = str(article.in_force_from or statute.in_force_from or "—") + until
            alike.setdefault((since, article.sureness, str(article.checked)), []).append(article)
        for (since, sureness, checked), articles in alike.items():
            name = f"{statute.name} `{statute.key}`"
            yield f"| {name} | {_runs(articles)} | {since} | {where(statute)} | {sureness} | {checked} |"


def _runs(articles: Iterable[Article]) -> str:
    """Numbers that follow each other in short: 2, 7–23, 55–60; parts without a number by their key."""
    runs: list[tuple[int, int]] = []
    others = []
    for article in articles:
        if article.number is None or article.branch:
            others.append(f"`{article.key}`")
        elif runs and article.number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], article.last or article.number)
        else:
            runs.append((article.number, article.last or article.number))
    return ", ".join([*(str(a) if a == b else f"{a}–{b}" for a, b in runs), *others])
