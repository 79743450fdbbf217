"""What happened, what is wrong with what, what was paid and when; and the pledge that the consumer uses."""

import re
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.pledges import words
from huaihai.businesses.standing import facts as standing_facts
from huaihai.businesses.standing.facts import Fitting, Why
from huaihai.businesses.standing.terms import RECEIPT, Terms
from huaihai.cases import at_once, pledged
from huaihai.cases.at_once import Found
from huaihai.cases.consumer import choices
from huaihai.cases.consumer.fields import PastDay, TextBody
from huaihai.cases.consumer.filing import goods, shop, steps
from huaihai.cases.consumer.filing.papers import PhotoForm
from huaihai.cases.consumer.filing.steps import Draft, QuestionForm
from huaihai.cases.models import Case
from huaihai.cases.verbs import intake
from huaihai.kit import clock, local_words, spoken
from huaihai.kit.money_field import MoneyField
from huaihai.law import kinds
from huaihai.law.triage import english, finding
from huaihai.law.triage.cards import Card

MOST = 3


def lines(found: Found) -> list[str]:
    """One sentence for each offer that does not fit for what was just written; none where another one fits."""
    return [] if found.keys else [_line(one) for one in found.unfit[:MOST]]


def _line(one: Fitting) -> str:
    told = [_why(why, one.terms) for why in one.fit.reasons]
    return gettext(
        "The shop's offer “%(what)s” does not fit here: %(why)s. You can go on with your complaint."
    ) % {
        "what": standing_facts.given(one.terms),
        "why": " · ".join(filter(None, told)),
    }


def _why(why: Why, terms: Terms) -> str:
    if why == Why.OVER_CAP and terms.most_fen is not None:
        return gettext("it is for sums up to %(sum)s") % {"sum": spoken.money(terms.most_fen)}
    if why == Why.TOO_LATE and terms.within_days is not None:
        words = (
            ngettext(
                "you received it more than %(n)s day ago",
                "you received it more than %(n)s days ago",
                terms.within_days,
            )
            if terms.counted_from == RECEIPT
            else ngettext(
                "you bought it more than %(n)s day ago",
                "you bought it more than %(n)s days ago",
                terms.within_days,
            )
        )
        return words % {"n": terms.within_days}
    return {
        Why.OTHER_MATTER: gettext("it is for other problems"),
        Why.OTHER_GOODS: gettext("it is for other goods or services"),
    }.get(why, "")


LONGEST_STORY, LONGEST_TITLE, TELLING = 5000, 40, 12
NONE = "none"
FAULT = kinds.with_role("fault") | kinds.with_role("harm")
MOST_PLACES = 500  # to choose from
# So sure is the search of half the sentences about our cards, and right in 99 % of them.
SURE, AHEAD = 1.2, 0.4


def title_of(story: str) -> str:
    """How a story begins, as its title: whole clauses of its first sentence, until they say something."""
    first = re.split(r"[。！？!?\n]", story.strip(), maxsplit=1)[0].strip() or story.strip()
    at = next((found.start() for found in re.finditer(r"[，,；;]", first) if found.start() >= TELLING), None)
    return first[:at][:LONGEST_TITLE]


class StoryForm(PhotoForm):
    """In one's own words; and photos, which at a poster are asked for only of who complains."""

    heading: ClassVar[str | Promise] = ""
    template = "story"
    field_order = ("draft", "story", "upload")
    story = TextBody(
        max_length=LONGEST_STORY,
        label=_("What happened?"),
        help_text=_(
            "What you bought, what went wrong, what the shop said. Please leave out identity and bank card numbers."
        ),
        error_messages={"required": _("Please say what happened")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, draft: Draft, data: Any = None, **options: Any) -> None:
        super().__init__(draft, data, **options)
        self.fields["upload"].label = _("Photos, if you have any: order, receipt, the fault")
        if draft.case.place_id:
            del self.fields["upload"]

    def first(self) -> dict[str, Any]:
        return {"story": self.case.story}

    def pressed(self, request: HttpRequest) -> HttpResponse | QuestionForm | bool:
        if "remove" in request.POST:
            self.is_valid()
            self.keep(request)
        return super().pressed(request)

    def keep(self, request: HttpRequest) -> None:
        super().keep(request)
        if story := self.cleaned_data.get("story"):
            tell(self.case, story)


def tell(case: Case, story: str) -> None:
    """Keep the story, its title and what it says of itself: the problem where there is no doubt, and a live room."""
    intake.save_answers(case, story=story, title=title_of(story), bought=case.bought or shop.bought_by(story))
    if not case.problem and not case.nature and (card := sure_card(story)):
        chosen(case, card)


def sure_card(story: str) -> Card | None:
    """The card of ours that the story is about, far before any other; None where one has to ask."""
    found = [] if english.is_meant(story) else finding.find(story, most=2)
    if not found or not found[0].card.is_ours or found[0].score < SURE:
        return None
    return found[0].card if all(found[0].score - one.score >= AHEAD for one in found[1:]) else None


def chosen(case: Case, card: Card | None) -> None:
    """This card is the problem from now on, with what it says of nature and kind.

    None: none of them is, and what another card said goes with it.
    """
    kept: dict[str, Any] = {"problem": card.id if card else ""}
    if card is None and case.problem:
        kept |= {"nature": "", "category": ""}
    if card is not None:
        kept["nature"] = card.nature or case.nature
        if card.trades and case.category not in card.trades:
            kept["category"] = card.trades[0]
    intake.save_answers(case, **kept)


class ProblemForm(QuestionForm):
    """The cards that sound like the story; choosing one spares two questions."""

    is_wide = True
    problem = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=_("Which of these is it?"),
        error_messages={"required": _("Please choose one, or “None of these”")},
    )

    def __init__(self, draft: Draft, data: Any = None, **options: Any) -> None:
        super().__init__(draft, data, **options)
        cards = {card.id: card for card in ((draft.card,) if draft.card else ()) + draft.alike}
        field: Any = self.fields["problem"]
        field.choices = [
            *((card.id, local_words.said(card.title)) for card in cards.values()),
            (NONE, gettext("None of these")),
        ]
        self.cards = cards

    def first(self) -> dict[str, Any]:
        return {"problem": self.case.problem}

    def keep(self, request: HttpRequest) -> None:
        if "problem" in self.cleaned_data:
            chosen(self.case, self.cards.get(self.cleaned_data["problem"]))


class GoodsForm(QuestionForm):
    picture = forms.ChoiceField(
        choices=goods.pictures,
        widget=forms.RadioSelect,
        label=_("What did you buy?"),
        error_messages={"required": _("Please choose what you bought")},
    )

    def first(self) -> dict[str, Any]:
        return {"picture": goods.picture_of(self.case.category)}

    def keep(self, request: HttpRequest) -> None:
        picture = self.cleaned_data.get("picture")
        if picture and picture != goods.picture_of(self.case.category):
            intake.save_answers(self.case, category=goods.kinds_behind(picture)[0])


class KindForm(QuestionForm):
    """Which of the kinds behind the picture, or on the card."""

    columns = ("category",)
    is_wide = True
    category = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=_("Which of these is it?"),
        error_messages={"required": _("Please choose what you bought")},
    )

    def __init__(self, draft: Draft, data: Any = None, **options: Any) -> None:
        super().__init__(draft, data, **options)
        field: Any = self.fields["category"]
        field.choices = [(code, choices.category(code)) for code in kinds_of(draft)]


def kinds_of(draft: Draft) -> tuple[str, ...]:
    """Between which kinds the draft has to choose."""
    if draft.card and draft.card.trades:
        return draft.card.trades
    return goods.kinds_beside(draft.case.category)


class WrongForm(QuestionForm):
    columns = ("nature",)
    is_wide = True
    nature = forms.ChoiceField(
        choices=choices.natures,
        widget=forms.RadioSelect,
        label=_("What is wrong?"),
        error_messages={"required": _("Please choose what is wrong")},
    )


class PaidForm(QuestionForm):
    """Sum and day, and the day on which the goods came where a right counts from it."""

    heading = _("What did you pay, and when?")
    price_fen = MoneyField(
        required=False,
        label=_("Sum paid"),
        error_messages={"required": _("Please write what you paid")},
    )
    bought_on = PastDay(
        required=False,
        label=_("When did you buy it?"),
        help_text=_("Leave it empty if you do not know it."),
        error_messages={"required": _("Please write the day of the purchase")},
    )
    received_goods_on = PastDay(
        required=False,
        label=_("When did you get the goods?"),
        help_text=_("Some rights count from this day."),
    )

    def __init__(self, draft: Draft, data: Any = None, **options: Any) -> None:
        super().__init__(draft, data, **options)
        if not (draft.is_goods and (draft.is_online or draft.case.nature in FAULT)):
            del self.fields["received_goods_on"]
        if draft.case.place_id:  # an offer at a poster counts both
            self.fields["price_fen"].required = self.fields["bought_on"].required = True
            self.fields["bought_on"].help_text = ""

    def first(self) -> dict[str, Any]:
        names = ("price_fen", "bought_on", "received_goods_on")
        found = {name: getattr(self.case, name) for name in names}
        if self.case.place_id and self.case.bought_on is None:
            found["bought_on"] = clock.today()
        return found

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        bought, received = found.get("bought_on"), found.get("received_goods_on")
        if bought and received and received < bought:
            self.add_error(
                "received_goods_on", gettext("This day lies before the day you bought it. Please check both.")
            )
        return found

    def keep(self, request: HttpRequest) -> None:
        kept = {
            name: self.cleaned_data[name]
            for name in self.fields
            if name in self.cleaned_data and name != steps.FIELD
        }
        if kept:
            intake.save_answers(self.case, **kept)
        if self.case.place_id and self.is_valid() and steps.SAVE_LATER not in request.POST:
            for line in lines(at_once.of(self.case, on=clock.today())):
                messages.info(request, line)


class PledgeForm(QuestionForm):
    """For a pledge across shops: the shop to go to. Else only what the pledge says."""

    heading = _("The pledge you use")
    template = "pledge"
    return_place = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=_("Where do you want to hand it in?"),
        help_text=_("Who leads the case does not change by this: the city where you bought it does."),
        error_messages={"required": _("Please choose a shop")},
    )

    def __init__(self, draft: Draft, data: Any = None, **options: Any) -> None:
        super().__init__(draft, data, **options)
        self.places = {str(one.pk): one for one in pledged.hand_in_places(self.case)[:MOST_PLACES]}
        if not self.places:
            del self.fields["return_place"]
            return
        field: Any = self.fields["return_place"]
        field.choices = [(key, _place_words(one)) for key, one in self.places.items()]

    def first(self) -> dict[str, Any]:
        return {"return_place": str(self.case.return_place_id) if self.case.return_place_id else ""}

    def keep(self, request: HttpRequest) -> None:
        chosen_place = self.cleaned_data.get("return_place")
        if chosen_place or (self.is_valid() and self.case.return_place_id):
            intake.save_answers(self.case, return_place=self.places.get(chosen_place or ""))

    def more(self) -> dict[str, Any]:
        return {"pledged": pledged.of(self.case, today=clock.today())}


def _place_words(place: Any) -> str:
    said = words.place_words(place)
    return " · ".join(filter(None, (said["name"], said["address"])))
