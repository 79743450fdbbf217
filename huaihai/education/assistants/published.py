"""Tree, law, offices and calculators as files for everybody: what stands on public pages, in both languages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from django.utils import translation

from huaihai import alliance
from huaihai.cases.triage.sums import CALCULATORS
from huaihai.education.assistants import sums
from huaihai.kit import clock
from huaihai.kit.canonical import canonical
from huaihai.law import limits
from huaihai.law.library import held
from huaihai.law.library.entries import Article, Statute, Words
from huaihai.law.library.rules import computed
from huaihai.law.notices import held_notices
from huaihai.law.triage.cards import Card, Office
from huaihai.law.triage.reading import tree
from huaihai.members.models import Organisation

LICENCE: Final = "CC-BY-4.0"  # of what we wrote; statutes are nobody's
MAJOR: Final = 1

type Row = dict[str, Any]


@dataclass(frozen=True)
class File:
    """One of them: `content` gives the day of its newest part, and its parts."""

    name: str
    content: Callable[[], tuple[date | None, Row]]

    @property
    def form(self) -> str:
        return f"huaihai-{self.name}/{MAJOR}"

    def body(self) -> bytes:
        """Its bytes: canonical JSON. They change where a part does, and only then."""
        day, parts = self.content()
        head = {
            "format": self.form,
            "alliance": alliance.load().key,
            "version": day.isoformat() if day else None,
            "licence": LICENCE,
        }
        return canonical(head | parts)


def _words(of: Words) -> Row | None:
    return {"zh": of.zh, "en": of.en} if of else None


def _full(row: Row) -> Row:
    """Without what is empty."""
    return {name: value for name, value in row.items() if value not in ("", None, [], ())}


@cache
def _tree() -> tuple[date | None, Row]:
    whole = tree()
    parts = {
        "pictures": [{"id": one.id, "words": _words(one.words)} for one in whole.pictures.values()],
        "offices": [_office(one) for one in whole.offices.values()],
        "problems": [_card(card) for card in whole.cards.values()],
    }
    return max(card.checked_on for card in whole.cards.values()), parts


def _office(one: Office) -> Row:
    return _full(
        {
            "id": one.id,
            "name": _words(one.name),
            "number": one.number,
            "by_area": one.by_area,
            "bring": _words(one.bring),
            "note": _words(one.note),
            "site": one.address,
            "sureness": one.sureness.value,
        }
    )


def _card(card: Card) -> Row:
    """Without the sentences from which the search learned."""
    return _full(
        {
            "id": card.id,
            "kind": card.kind.value,
            "title": _words(card.title),
            "at": list(card.at),
            "answer": _words(card.answer),
            "question": card.split
            and {
                "ask": _words(card.split.ask),
                "options": [{"words": _words(one.words), "go": one.go} for one in card.split.options],
            },
            "rights": [
                _full({"words": _words(one.words), "articles": list(one.articles), "province": one.where})
                for one in card.rights
            ],
            "today": [_words(one) for one in card.today],
            "sums": [one.value for one in card.sums],
            "never": [one.value for one in card.never],
            "remedies": list(card.remedies),
            "first": card.first.value,
            "letter": card.letter,
            "offices": list(card.offices),
            "nature": card.nature,
            "trades": list(card.trades),
            "checked_on": card.checked_on.isoformat(),
            "checked_by": card.checked_by,
            "sureness": card.sureness.value,
        }
    )


@cache
def _law() -> tuple[date | None, Row]:
    rows = [_statute(one) for one in held().values()]
    return max(one.checked for one in _articles()), {"sources": rows}


def _articles() -> Iterable[Article]:
    return (article for statute in held().values() for article in statute.articles)


def _statute(one: Statute) -> Row:
    return _full(
        {
            "key": one.key,
            "group": one.group.value,
            "name": {"zh": one.full_name, "en": one.name_en},
            "cited_as": one.name,
            "number": one.number,
            "issuer": one.issuer,
            "dated_on": _day(one.dated_on),
            "in_force_from": _day(one.in_force_from),
            "in_force_until": _day(one.in_force_until),
            "replaced_by": one.replaced_by,
            "place": one.place,
            "about": _words(one.about),
            "note": _words(one.note),
            "articles": [_article(article) for article in one.articles],
        }
    )


def _article(one: Article) -> Row:
    return _full(
        {
            "key": one.key,
            "citation": one.zh,
            "summary": _words(one.summary),
            "in_force_from": _day(one.in_force_from),
            "number_is_sure": one.is_numbered_surely,
            "followed_by": one.followed_by,
            "sureness": one.sureness.value,
            "checked": one.checked.isoformat(),
        }
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _offices() -> tuple[date | None, Row]:
    """Bodies as they are reached today: their own corrections count at once."""
    nodes = [node for node in Organisation.objects.open().order_by("path") if node.region_code]
    corrected = [clock.local_day(one.contact_corrected_at) for one in nodes if one.contact_corrected_at]
    area_codes = {city.code: city.area_code for city in alliance.load().cities if city.area_code}
    days = [*corrected, *filter(None, [alliance.load().bodies_read_on])]
    return max(days, default=None), {"bodies": [_body(one) for one in nodes], "area_codes": area_codes}


def _body(one: Organisation) -> Row:
    return _full(
        {
            "key": one.key,
            "kind": one.kind,
            "name": one.name,
            "place": one.region_code,
            "call": one.phone_to_call,
            "own_number": bool(one.own_phone),
            "address": one.address,
            "hours": {"zh": one.opening.zh, "en": one.opening.en},
            "note": one.contact_note,
            "confirmed": one.is_confirmed,
        }
    )


@cache
def _calculators() -> tuple[date | None, Row]:
    notices = held_notices()
    parts = {
        "sums": {language: _sums(language) for language in ("zh-hans", "en")},
        "rules": [
            _full(
                {
                    "code": rule.code,
                    "words": _words(rule.words),
                    "value": _words(rule.value),
                    "citation": rule.citation,
                    "sureness": rule.sureness.value,
                }
            )
            for rule in computed()
        ],
        "limits": [
            _full(
                {
                    "name": one.name,
                    "number": one.number,
                    "unit": one.unit.value,
                    "words": {"zh": one.zh, "en": one.en},
                    "citation": one.article,
                    "sureness": one.sureness.value,
                    "in_force_from": _day(one.in_force_from),
                    "in_force_until": _day(one.in_force_until),
                    "adopted_by_body": one.adopted_by_body,
                }
            )
            for one in limits.BY_NAME.values()
        ],
        "holidays": [
            {
                "year": one.year,
                "source": one.source,
                "off": [day.isoformat() for day in sorted(one.off)],
                "worked": [day.isoformat() for day in sorted(one.workdays)],
            }
            for one in notices
        ],
    }
    return max(one.published_on for one in notices), parts


def _sums(language: str) -> list[Row]:
    with translation.override(language):
        return [sums.questions(one, kind) for one, kind in CALCULATORS.items()]


FILES: Final = {
    file.name: file
    for file in (
        File("tree", _tree),
        File("law", _law),
        File("offices", _offices),
        File("calculators", _calculators),
    )
}
