"""Texts and facts as pages show them, which of the published a reader asks for, and the way in from a case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise

from huaihai import alliance
from huaihai.cases.consumer.tracking.facts import CaseDoor
from huaihai.cases.models import Case
from huaihai.insight.axes import AMOUNTS, LARGEST, NOT_STATED, WHOLE, Outcome, amount_keys
from huaihai.insight.models import Narrative
from huaihai.insight.models.narratives import NarrativeQuerySet
from huaihai.insight.narratives import verbs
from huaihai.insight.narratives.life import ALIVE
from huaihai.insight.narratives.scrubbing import Kind, Span
from huaihai.insight.statistics import keys
from huaihai.kit import local_words
from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.country import pgettext_lazy
from huaihai.law import kinds
from huaihai.law.kinds import BY_CODE
from huaihai.packs.words import of_country

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
        return str(_("%(sum)s {currency} and more") % {"sum": AMOUNTS[-1][1] // of_country().money.unit})
    ends = dict(AMOUNTS)
    place_of = amount_keys().index(key)
    least = AMOUNTS[place_of - 1][1] // of_country().money.unit if place_of else 0
    return str(
        _("%(least)s to %(most)s {currency}") % {"least": least, "most": ends[key] // of_country().money.unit}
    )


MOST_QUARTERS = 40


@dataclass(frozen=True)
class Filter:
    """Empty: not narrowed by it."""

    category: str = ""
    nature: str = ""
    outcome: str = ""
    quarter: str = ""
    place: str = ""

    def query(self) -> str:
        """As the address says it, with a leading "?" where there is anything."""
        said = urlencode({name: value for name, value in asdict(self).items() if value})
        return f"?{said}" if said else ""

    def rows(self) -> NarrativeQuerySet:
        """What fits."""
        narrowed = {name: value for name, value in asdict(self).items() if value}
        return Narrative.objects.published().filter(**narrowed)


def filter_of(given: Mapping[str, Any]) -> Filter:
    """What the address asks for; what is unknown is left out."""
    known = {name: {key for key, _label in choices} for name, choices in choices_of().items()}
    said = {name: str(given.get(name, "")) for name in known}
    return Filter(**{name: value if value in known[name] else "" for name, value in said.items()})


def choices_of() -> dict[str, list[tuple[str, Any]]]:
    """What can be chosen, in words. One query: the quarters there are."""
    quarters = (
        Narrative.objects.filter(stage="published").order_by("-quarter").values_list("quarter", flat=True)
    )
    cities = [(city.code, place(city.code)) for city in alliance.load().cities]
    return {
        "category": [(one.code, kind(one.code)) for one in (*kinds.GOODS, *kinds.SERVICES)],
        "nature": [(one.code, kind(one.code)) for one in kinds.NATURES],
        "outcome": [(str(key), label) for key, label in OUTCOMES.items()],
        "quarter": [(one, keys.period(one)) for one in quarters.distinct()[:MOST_QUARTERS]],
        "place": [*cities, (WHOLE, place(WHOLE))],
    }


LABELS: dict[str, tuple[Promise | str, Promise | str]] = {
    "": (
        _("Let others read what happened"),
        _(
            "Your story can warn others. It is published only without your name, and only if you approve every word."
        ),
    ),
    "drafting": (
        _("Go on with your story"),
        _("Your story for others is not finished. Nobody else can read it."),
    ),
    "looking": (
        _("Look at your story"),
        _("Somebody of the association is reading your story before it is published."),
    ),
    "returned": (
        _("Look at your story"),
        _("Something in your story has to be taken out. Please look at it."),
    ),
    "published": (
        _("Look at your story, or take it back"),
        _("Your story is published. You can take it back at any time."),
    ),
    "refused": (_("Look at the answer"), _("Your story is not published.")),
}


def doors(case: Case, *, today: date) -> list[CaseDoor]:
    """One door: to begin, or to what was begun. Nothing where telling is not offered."""
    if not verbs.is_offered(case):
        return []
    row = Narrative.objects.filter(case=case).order_by("-consented_at").first()
    stage = row.stage if row is not None and row.stage in (*ALIVE, "refused") else ""
    label, text = LABELS[stage]
    tone = "warn" if stage == "returned" else ""
    return [CaseDoor(label, text, reverse("my-narrative", args=[case.pk]), tone)]
