"""Texts and facts as pages show them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.insight.axes import AMOUNTS, LARGEST, NOT_STATED, WHOLE, amount_keys
from huaihai.insight.models import Narrative
from huaihai.insight.narratives.scrubbing import Kind, Span
from huaihai.insight.outcomes import Outcome
from huaihai.insight.statistics import keys
from huaihai.kit import local_words
from huaihai.law.kinds import BY_CODE

type Words = Promise | str
KINDS: Final[dict[Kind, Words]] = {
    Kind.IDENTITY: pgettext_lazy("identifier", "identity number"),
    Kind.PHONE: pgettext_lazy("identifier", "telephone number"),
    Kind.CARD: pgettext_lazy("identifier", "bank card"),
    Kind.PLATE: pgettext_lazy("identifier", "number plate"),
    Kind.EMAIL: pgettext_lazy("identifier", "e-mail address"),
    Kind.ACCOUNT: pgettext_lazy("identifier", "account"),
    Kind.ADDRESS: pgettext_lazy("identifier", "address"),
    Kind.NAME: pgettext_lazy("identifier", "name of a person"),
    Kind.SHOP: pgettext_lazy("identifier", "name of a business"),
    Kind.NUMBER: pgettext_lazy("identifier", "number of a paper"),
    Kind.LICENCE: pgettext_lazy("identifier", "number of a licence"),
    Kind.BIRTH: pgettext_lazy("identifier", "date of birth"),
    Kind.DAY: pgettext_lazy("identifier", "exact day"),
    Kind.LINK: pgettext_lazy("identifier", "link"),
}
OUTCOMES: Final[dict[str, Words]] = {
    Outcome.CONFIRMED: pgettext_lazy("narrative", "solved, the consumer said so"),
    Outcome.NOT_SOLVED: pgettext_lazy("narrative", "not solved"),
    Outcome.UNKNOWN: pgettext_lazy("narrative", "closed, nobody knows whether it was solved"),
    Outcome.WITHDRAWN: pgettext_lazy("narrative", "taken back by the consumer"),
    Outcome.ELSEWHERE: pgettext_lazy("narrative", "passed on or not admitted"),
}


@dataclass(frozen=True)
class Part:
    """A piece of a text; `kind` says what was found in it, empty where nothing was."""

    text: str
    kind: Words = ""


@dataclass(frozen=True)
class Card:
    """One published narrative as lists show it."""

    public_id: str
    text: str
    quarter: str
    place: str
    category: str
    nature: str
    outcome: Words
    amount: str


def parts(text: str, spans: Sequence[Span]) -> Iterator[Part]:
    """The whole text in pieces, what was found marked."""
    at = 0
    for span in spans:
        if span.start > at:
            yield Part(text[at : span.start])
        yield Part(text[span.start : span.end], KINDS[span.kind])
        at = span.end
    if at < len(text):
        yield Part(text[at:])


def card(row: Narrative) -> Card:
    """What everybody may read of it."""
    return Card(
        public_id=row.public_id or "",
        text=row.text,
        quarter=keys.period(row.quarter),
        place=place(row.place),
        category=kind(row.category),
        nature=kind(row.nature),
        outcome=OUTCOMES.get(row.outcome, ""),
        amount=amount(row.amount),
    )


def place(code: str) -> str:
    """A city's name, or the whole area."""
    if code == WHOLE:
        return str(pgettext_lazy("narrative", "the whole area"))
    return keys.place(code)


def kind(code: str) -> str:
    """A category or nature in words; empty where it is left out."""
    return local_words.said(BY_CODE[code]) if code in BY_CODE else ""


def amount(key: str) -> str:
    """A band of sums in words, in yuan; empty where none was asked for."""
    if key in ("", NOT_STATED):
        return ""
    if key == LARGEST:
        return str(_("%(sum)s yuan and more") % {"sum": AMOUNTS[-1][1] // 100})
    ends = dict(AMOUNTS)
    place_of = amount_keys().index(key)
    least = AMOUNTS[place_of - 1][1] // 100 if place_of else 0
    return str(_("%(least)s to %(most)s yuan") % {"least": least, "most": ends[key] // 100})
