"""What every form about a case shares: the version that was seen, clean text, what one can choose from."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai import alliance
from huaihai.cases.models import Answer, Case, Offer
from huaihai.cases.situation import Situation
from huaihai.kit import local_words
from huaihai.kit.form_fields import (
    SeenForm,
    Words,
    name_what_is_needed,
    typed_rows,
)
from huaihai.law import kinds, remedies
from huaihai.law.grounds import Ground
from huaihai.law.places import place
from huaihai.law.ways import Way
from huaihai.members.actors import Actor
from huaihai.record import events

PROVINCES = [
    "11",
    "12",
    "13",
    "14",
    "15",
    "21",
    "22",
    "23",
    "31",
    "32",
    "33",
    "34",
    "35",
    "36",
    "37",
    "41",
    "42",
    "43",
    "44",
    "45",
    "46",
    "50",
    "51",
    "52",
    "53",
    "54",
    "61",
    "62",
    "63",
    "64",
    "65",
    "71",
    "81",
    "82",
]
WAYS_OF_SERVICE = (
    ("call", gettext_lazy("by telephone, somebody answered")),
    ("registered_mail", gettext_lazy("by registered mail")),
    ("sms_receipt", gettext_lazy("by SMS, with a delivery receipt")),
    ("in_person", gettext_lazy("handed over in person")),
    ("online", gettext_lazy("opened online by the business")),
)
CONFIRMED_BY = (
    ("consumer", gettext_lazy("the consumer")),
    ("representative", gettext_lazy("somebody who acts for the consumer")),
)
CONFIRMED_HOW = (
    ("phone", gettext_lazy("on the telephone")),
    ("visit", gettext_lazy("in person, at the office or elsewhere")),
    ("written", gettext_lazy("in writing")),
    ("platform", gettext_lazy("by a message on the platform")),
)
PAUSE_REASONS = (
    ("appraisal", gettext_lazy("an appraisal is being made")),
    ("recusal", gettext_lazy("the mediator withdrew, another is being named")),
    ("both_consent", gettext_lazy("both sides wish it")),
)
CALLED = (
    ("consumer", gettext_lazy("the consumer")),
    ("business", gettext_lazy("the business")),
    ("other", gettext_lazy("somebody else")),
)


def advice(way: Way) -> str:
    """What to know before taking a way."""
    return local_words.either(zh=way.advice_zh, en=way.advice_en)


def named(items: Iterable[Any]) -> list[tuple[str, str]]:
    return [(item.code, local_words.said(item)) for item in items]


def remedy_choices() -> list[tuple[str, str]]:
    return named(remedies.ALL)


def nature_choices() -> list[tuple[str, str]]:
    return [("", _("not said yet")), *named(kinds.NATURES)]


def category_choices() -> list[tuple[str, Any]]:
    return [
        ("", _("not said yet")),
        (_("Goods"), named(kinds.GOODS)),
        (_("Services"), named(kinds.SERVICES)),
        (_("Other"), named(kinds.OTHER)),
    ]


def ground_choices(grounds: Iterable[Ground]) -> list[tuple[str, str]]:
    return named(grounds)


def place_choices(*, first: str = "", unknown: bool = True) -> list[tuple[str, Any]]:
    """All places one can name: the cities of the alliance with their counties (`first` leads), then provinces."""
    cities = sorted(alliance.load().cities, key=lambda city: city.code != first)
    groups: list[tuple[str, Any]] = [("", _("not known"))] if unknown else []
    for city in cities:
        whole = _("%(city)s, district not known") % {"city": local_words.place(city.name)}
        counties = [(county.code, local_words.place(county.name)) for county in city.counties]
        groups.append((local_words.place(city.name), [(city.code, whole), *counties]))
    provinces = [(code, local_words.place(name)) for code, name in _provinces()]
    return [*groups, (_("Outside the alliance"), provinces)]


@cache
def _provinces() -> tuple[tuple[str, str], ...]:
    return tuple((f"{code}0000", place(code).name) for code in PROVINCES)


class CaseForm(SeenForm):
    """A form that changes one case: it carries the version of the case that the officer saw."""

    def __init__(self, *args: Any, situation: Situation, **options: Any) -> None:
        super().__init__(*args, seen=situation.case.version, **options)
        self.situation = situation
        self.prepare()
        name_what_is_needed(self)

    def prepare(self) -> None:
        """For choices that depend on the case."""

    @property
    def text_fields(self) -> list[BoundField]:
        """The texts into which a phrase can be put."""
        return [bound for bound in self.visible_fields() if isinstance(bound.field, Words)]

    def typed(self) -> list[dict[str, str]]:
        """What was typed, to keep on a page when it cannot be used any more."""
        return typed_rows(self)


class Bare(CaseForm):
    """A step that needs nothing but the decision itself."""


def text_field(label: Any, hint: Any = "", *, required: bool = True) -> Words:
    """The one text of most steps."""
    return Words(label=label, help_text=hint, required=required)


STANDING = (Offer.State.OPEN, Offer.State.ACCEPTED)


def is_sent(case: Case, verb: str, typed: Mapping[str, Any], *, seen: int, by: Actor) -> bool:
    """Whether the newest that this actor did to the case is exactly this, done since the version `seen`."""
    if seen >= case.version:
        return False
    last = events.history(case.record_key).filter(by=by.key).last()
    if last is None or last.verb != verb or last.text != typed.get("text", last.text):
        return False
    if verb in ("accept", "reject"):
        offer = typed.get("offer")
        return offer is None or str(getattr(offer, "pk", offer)) == last.facts.get("offer")
    held: Offer | Answer | None = None
    if verb in ("offer", "counter"):
        held = case.offers.filter(pk=last.facts.get("offer"), state__in=STANDING).first()
    elif "answer" in last.facts:
        held = case.answers.filter(pk=last.facts["answer"]).first()
    else:
        return True
    return held is not None and all(
        getattr(held, name) == value for name, value in typed.items() if hasattr(held, name)
    )
