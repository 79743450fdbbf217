"""Every rule of the law room as the library shows it, with its value in words, and the articles it stands on."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from huaihai.law import grounds, limits, remedies, route_rules, ways
from huaihai.law.grounds import Purpose
from huaihai.law.library.citations import articles_of, find
from huaihai.law.library.computed import COMPUTED, Rule
from huaihai.law.library.entries import Article, Words
from huaihai.law.library.reading import held

_PURPOSE: Final = {
    Purpose.DECLINE: Words("不予受理", "declining"),
    Purpose.END_MEDIATION: Words("终止调解", "ending mediation"),
    Purpose.EXPOSE: Words("个案公示", "exposure"),
    Purpose.EXCLUDE_RETURN: Words("不适用无理由退货", "no return without reason"),
}


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
    yield from COMPUTED
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
        yield Rule(f"remedies.{remedy.code}", words, remedies.ARTICLE, remedies.SURENESS)
    for way in ways.ALL:
        yield Rule(
            f"ways.{way.code}", Words(f"途径：{way.zh}", f"Way: {way.en}"), ways.ARTICLE, ways.SURENESS
        )


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
