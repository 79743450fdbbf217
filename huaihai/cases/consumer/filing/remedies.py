"""Which remedies, and how much: with how far the law goes for this matter."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases import own_days
from huaihai.cases.consumer import choices
from huaihai.cases.consumer.filing.steps import Draft, QuestionForm
from huaihai.cases.models import Case
from huaihai.kit import clock, local_words, spoken
from huaihai.kit.money_field import MoneyField
from huaihai.law import amounts, kinds, remedies
from huaihai.law.library import held
from huaihai.law.triage.cards import Card

WITH_SUM = frozenset({remedies.REFUND.code, remedies.COMPENSATION.code})
DECEIT, HARM = kinds.with_role("deceit"), kinds.with_role("harm")
FAULT = kinds.with_role("fault") | HARM
MOST_PRESET = 2  # of more one has to choose: nobody wants it repaired and taken back
PREPAID_TRADES = kinds.with_role("prepaid")
APP_DAYS = timedelta(days=7)  # a platform counts them itself, through weekends and holidays


@dataclass(frozen=True)
class Support:
    """How far the law goes: a sentence and its article."""

    text: str
    article: str


class WantsForm(QuestionForm):
    """The remedies that fit, all seven on request, and the sum asked for."""

    heading = _("How should the business put it right?")
    template = "remedies"
    columns = ("remedies", "asked_fen")
    remedies = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label=_("Choose one or more."),
        error_messages={"required": _("Please choose one thing at least")},
    )
    asked_fen = MoneyField(
        required=False,
        label=_("How much do you ask for, in all?"),
        help_text=_("Needed where you want money."),
    )

    def __init__(self, draft: Draft, data: Any = None, *, shows_all: bool = False, **options: Any) -> None:
        super().__init__(draft, data, **options)
        fitting = fitting_remedies(draft)
        self.shows_all = shows_all or not fitting
        known = dict(choices.all_remedies())
        chosen = {*self.case.remedies, *(data.getlist("remedies") if data is not None else ())}
        offered = [code for code in known if self.shows_all or code in fitting or code in chosen]
        field: Any = self.fields["remedies"]
        field.choices = [(code, known[code]) for code in offered]

    def first(self) -> dict[str, Any]:
        card = self.question_of.card
        preset = self.case.remedies or (
            list(card.remedies) if card and len(card.remedies) <= MOST_PRESET else []
        )
        asked = self.case.asked_fen if self.case.asked_fen is not None else self.case.price_fen
        return {"remedies": preset, "asked_fen": asked}

    def pressed(self, request: HttpRequest) -> HttpResponse | QuestionForm | bool:
        if "all" in request.POST:
            typed = {
                "remedies": request.POST.getlist("remedies"),
                "asked_fen": request.POST.get("asked_fen", ""),
            }
            return WantsForm(self.question_of, initial=typed, shows_all=True)
        return False

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        asks_money = WITH_SUM.intersection(found.get("remedies", []))
        if asks_money and found.get("asked_fen") is None and "asked_fen" not in self.errors:
            self.add_error("asked_fen", gettext("Please write how much you ask for, for example 268.00"))
        return found

    def more(self) -> dict[str, Any]:
        draft = self.question_of
        return {
            "hints": {one.code: local_words.said(one.hint) for one in remedies.ALL if one.hint},
            "shows_all": self.shows_all,
            "support": support_of(self.case),
            "card": draft.card,
            "card_rights": rights_of(draft.card),
            "app_until": app_until(self.case, today=clock.today()),
            "is_deceit": self.case.nature in DECEIT,
        }


def fitting_remedies(draft: Draft) -> list[str]:
    """What the card says, else what usually fits. Goods are not done again, nor is what a card was prepaid for."""
    if draft.card is not None and draft.card.remedies:
        return list(draft.card.remedies)
    case = draft.case
    is_prepaid = case.nature in kinds.with_role("promise") and case.category in PREPAID_TRADES
    without = {remedies.REDO} if draft.is_goods or is_prepaid else set()
    return [one.code for one in _fitting(case) if one not in without]


def app_until(case: Case, *, today: date) -> date | None:
    """Until when the platform's own button takes goods back without a reason; None where it does not, or no more."""
    by_app = (Case.Bought.PLATFORM_SHOP, Case.Bought.LIVE, Case.Bought.PLATFORM)
    if case.received_goods_on is None or case.bought not in by_app or kinds.is_service(case.category):
        return None
    last = case.received_goods_on + APP_DAYS
    return last if today <= last else None


def rights_of(card: Card | None) -> list[Support]:
    """What the card says that holds."""
    if card is None:
        return []
    return [
        Support(local_words.said(right.words), "、".join(filter(None, map(_cited, right.articles))))
        for right in card.rights
    ]


def _cited(path: str) -> str:
    """An article of the library as people cite it; "" for one that it does not hold."""
    statute, _slash, key = path.partition("/")
    source = held().get(statute)
    article = source.article(key) if source else None
    return f"{source.name}{article.zh}" if source and article else ""


def support_of(case: Case) -> list[Support]:
    """What the law says for this kind of matter. A mere fault is never shown the sum for fraud."""
    found = []
    if case.nature in FAULT:
        found.append(
            Support(
                gettext(
                    "The business pays the freight of what is returned, replaced or repaired for its quality."
                ),
                gettext("Consumer law, article 24"),
            )
        )
    found += [Support(one.text, one.article) for one in own_days.before_filing(case, today=clock.today())]
    if case.nature in DECEIT and case.price_fen and amounts.FRAUD_TIMES:
        found.append(_if_deceived(case.price_fen))
    is_of_food = case.category in kinds.with_role("eaten") and case.nature in HARM | DECEIT
    if is_of_food and case.price_fen and amounts.FOOD_PRICE_TIMES:
        found.append(_if_unsafe_food(case.price_fen))
    return found


def _if_deceived(price: int) -> Support:
    award = amounts.for_fraud(price)
    words = gettext(
        "If the business deceived you on purpose, you can ask for the price back and for %(extra)s on top: "
        "three times the price, %(least)s at least."
    )
    return Support(_filled(words, award, amounts.FRAUD_LEAST), award.article)


def _if_unsafe_food(price: int) -> Support:
    award = amounts.for_unsafe_food(price)
    words = gettext(
        "If the food is below the safety standard, you can ask for your loss and for %(extra)s on top: ten "
        "times the price or three times the loss, %(least)s at least."
    )
    return Support(_filled(words, award, amounts.FOOD_LEAST), award.article)


def _fitting(case: Case) -> tuple[remedies.Remedy, ...]:
    if case.nature not in kinds.BY_CODE:
        return ()
    return kinds.fitting_remedies(case.nature, case.category if case.category in kinds.BY_CODE else None)


def _filled(words: str, award: amounts.Award, least: int) -> str:
    return words % {"extra": spoken.money(award.extra), "least": spoken.money(least, is_whole=True)}
