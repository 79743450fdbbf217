"""Every rule of the law room as the library shows it, with its value in words, and the articles it stands on."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from huaihai.law import amounts, grounds, kinds, limits, remedies, replies, route_rules, ways
from huaihai.law.grounds import Purpose
from huaihai.law.library.citations import articles_of, find
from huaihai.law.library.entries import NOTHING, Article, Words
from huaihai.law.library.reading import held
from huaihai.law.sureness import Sureness
from huaihai.law.tables import Table


@dataclass(frozen=True)
class Rule:
    """One rule of the product: what it says, its value in words (empty where the words are all), and its basis."""

    code: str
    words: Words
    citation: str
    sureness: Sureness
    value: Words = NOTHING
    in_force_from: date | None = None
    in_force_until: date | None = None
    is_adopted_by_body: bool = False


@dataclass(frozen=True)
class Computed:
    """A rule that is a function or a table of the law room; `{FRAUD_TIMES}` in its value is that figure."""

    code: str
    zh: str
    en: str
    article: str
    sureness: Sureness
    value_zh: str = ""
    value_en: str = ""


HELD: Final = Table(__name__, Computed, "rules.csv")
COUNTS: Final[Mapping[str, Callable[[], int]]] = {  # beside the figures of amounts.csv
    "natures": lambda: len(kinds.NATURES),
    "goods": lambda: len(kinds.GOODS),
    "services": lambda: len(kinds.SERVICES),
    "replies": lambda: len(replies.BY_CODE),
}

_PURPOSE: Final = {
    Purpose.DECLINE: Words("不予受理", "declining"),
    Purpose.END_MEDIATION: Words("终止调解", "ending mediation"),
    Purpose.EXPOSE: Words("个案公示", "exposure"),
    Purpose.EXCLUDE_RETURN: Words("不适用无理由退货", "no return without reason"),
}


def computed() -> tuple[Rule, ...]:
    """Those that are functions and tables of the law room, in the order of the country's `rules.csv`."""
    figures = {
        **{name: row.number for name, row in amounts.HELD.rows.items()},
        **{name: count() for name, count in COUNTS.items()},
    }
    return tuple(
        Rule(
            one.code,
            Words(one.zh, one.en),
            one.article,
            one.sureness,
            Words(one.value_zh.format_map(figures), one.value_en.format_map(figures)),
        )
        for one in HELD.rows.values()
    )


def every() -> Iterator[Rule]:
    """All rules of the law room, in the order to show them."""
    for limit in limits.BY_NAME.values():
        yield Rule(
            f"limits.{limit.name}",
            Words(limit.zh, limit.en),
            limit.article,
            limit.sureness,
            Words(limit.term_zh, limit.term_en),
            limit.in_force_from,
            limit.in_force_until,
            limit.adopted_by_body,
        )
    yield from computed()
    for ground in grounds.BY_CODE.values():
        yield Rule(
            f"grounds.{ground.code}",
            Words(ground.zh, ground.en),
            ground.article,
            ground.sureness,
            _PURPOSE[ground.purpose],
            ground.in_force_from,
            ground.in_force_until,
        )
    for route in route_rules.BY_CODE.values():
        words = Words(route.zh, route.en)
        yield Rule(
            f"route.{route.code}", words, route.article, route.sureness, in_force_from=route.in_force_from
        )
    for remedy in remedies.ALL:
        words = Words(f"诉求：{remedy.zh}", f"Remedy: {remedy.en}")
        yield Rule(f"remedies.{remedy.code}", words, remedy.article, remedy.sureness)
    for way in ways.ALL:
        yield Rule(f"ways.{way.code}", Words(f"途径：{way.zh}", f"Way: {way.en}"), way.article, way.sureness)


def standing_on(article: Article) -> tuple[Rule, ...]:
    """The rules of the law room that stand on this article."""
    return _by_article().get(article.path, ())


@cache
def _by_article() -> Mapping[str, tuple[Rule, ...]]:
    rules = tuple(every())
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        for path in _paths(rule.citation):
            found.setdefault(path, []).append(rule)
    by_code = {rule.code: rule for rule in rules}
    for statute in held().values():
        for article in statute.articles:
            here = found.setdefault(article.path, [])
            here += [by_code[code] for code in article.rules if by_code[code] not in here]
    return {path: tuple(here) for path, here in found.items()}


def _paths(citation: str) -> Iterable[str]:
    return dict.fromkeys(article.path for place in find(citation) for article in articles_of(place))
