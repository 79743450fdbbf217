"""Step 1: what happened, and the pledge that the consumer uses."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huaihai.businesses.pledges import words
from huaihai.businesses.standing import facts as standing_facts
from huaihai.businesses.standing.facts import Fitting, Why
from huaihai.businesses.standing.terms import RECEIPT, Terms
from huaihai.cases import at_once, pledged
from huaihai.cases.at_once import Found
from huaihai.cases.consumer import choices
from huaihai.cases.consumer.fields import PastDay, TextBody, TextLine
from huaihai.cases.consumer.filing import steps
from huaihai.cases.consumer.filing.steps import with_draft
from huaihai.cases.models import Case
from huaihai.cases.verbs import intake
from huaihai.kit import clock, local_words, spoken
from huaihai.kit.yuan_field import YuanField
from huaihai.law import kinds

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
        return gettext("it is for sums up to %(sum)s yuan") % {"sum": spoken.yuan(terms.most_fen)}
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


STORY = "file-story"
LONGEST_STORY, LONGEST_TITLE = 5000, 40
LONG = ("title", "story", "nature", "category", "bought_on", "received_goods_on", "price_fen")
SHORT = ("story", "nature", "category", "price_fen", "bought_on")


def _natures() -> list[tuple[str, Any]]:
    return [(code, words) for code, (words, _hint) in choices.NATURES.items()]


def _categories() -> list[tuple[str, Any]]:
    return [
        ("", gettext("Please choose")),
        (gettext("Goods"), [(kind.code, local_words.said(kind)) for kind in kinds.GOODS]),
        (gettext("Services"), [(kind.code, local_words.said(kind)) for kind in kinds.SERVICES]),
        (kinds.OTHER.code, local_words.said(kinds.OTHER)),
    ]


class StoryForm(steps.FilingForm):
    title = TextLine(
        max_length=LONGEST_TITLE,
        label=_("In one line, what is it about?"),
        help_text=_("For example: electric kettle leaks current, I want my money back"),
        error_messages={"required": _("Please say in one line what it is about")},
    )
    story = TextBody(
        max_length=LONGEST_STORY,
        label=_("What happened?"),
        help_text=_(
            "In your own words, in the order it happened: what you bought, what went wrong, what the business said. "
            "Please leave out identity and bank card numbers."
        ),
        error_messages={"required": _("Please say what happened")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    nature = forms.ChoiceField(
        choices=_natures,
        widget=forms.RadioSelect,
        label=_("What is wrong?"),
        help_text=_("Choose what fits best."),
        error_messages={"required": _("Please choose what is wrong")},
    )
    category = forms.ChoiceField(
        choices=_categories,
        label=_("What did you buy?"),
        error_messages={"required": _("Please choose what you bought")},
    )
    bought_on = PastDay(required=False, label=_("When did you buy it?"), help_text=_("About is enough."))
    received_goods_on = PastDay(
        required=False,
        label=_("When did you get the goods?"),
        help_text=_("Some rights count from the day you received it."),
    )
    price_fen = YuanField(required=False, label=_("What did you pay?"))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        bought, received = found.get("bought_on"), found.get("received_goods_on")
        if bought and received and received < bought:
            self.add_error(
                "received_goods_on", gettext("This day lies before the day you bought it. Please check both.")
            )
        return found


class ShortStoryForm(steps.FilingForm):
    """For who stands in the shop: four answers, and the title is made of the story."""

    story = TextBody(
        max_length=LONGEST_STORY,
        label=_("What happened?"),
        help_text=_("One or two sentences are enough. Please leave out identity and bank card numbers."),
        error_messages={"required": _("Please say what happened")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    nature = forms.ChoiceField(
        choices=_natures,
        widget=forms.RadioSelect,
        label=_("What is wrong?"),
        error_messages={"required": _("Please choose what is wrong")},
    )
    category = forms.ChoiceField(
        choices=_categories,
        label=_("What did you buy?"),
        error_messages={"required": _("Please choose what you bought")},
    )
    price_fen = YuanField(
        label=_("What did you pay?"), error_messages={"required": _("Please write what you paid")}
    )
    bought_on = PastDay(
        label=_("When did you buy it?"),
        error_messages={"required": _("Please write the day of the purchase")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def story(request: HttpRequest, case: Case) -> HttpResponse:
    """What happened, what is wrong with what, when and for how much."""
    kind, names = (ShortStoryForm, SHORT) if case.place_id else (StoryForm, LONG)
    initial = {name: getattr(case, name) for name in names}
    if case.place_id and case.bought_on is None:
        initial["bought_on"] = clock.today()
    form = kind(case, request.POST or None, initial=initial)
    if request.method == "POST":
        fits = form.is_valid()
        kept = {name: value for name, value in form.cleaned_data.items() if name in names}
        if case.place_id and kept.get("story"):
            kept["title"] = title_of(kept["story"])
        if kept:  # what can be kept is kept, also when something else is still wrong
            intake.save_answers(case, **kept)
        if fits and case.place_id and steps.SAVE_LATER not in request.POST:
            for line in lines(at_once.of(case, on=clock.today())):
                messages.info(request, line)
        if fits or steps.SAVE_LATER in request.POST:
            return steps.go_on(request, STORY, case)
    hints = {code: hint for code, (_words, hint) in choices.NATURES.items() if hint}
    return steps.page(request, STORY, form, case, nature_hints=hints)


def title_of(story: str) -> str:
    """The first sentence of a story, as its title."""
    first = re.split(r"[。！？!?\n]", story.strip(), maxsplit=1)[0].strip()
    return (first or story.strip())[:LONGEST_TITLE]


PLEDGE = steps.PLEDGE
MOST_PLACES = 500  # to choose from


class PledgeForm(steps.FilingForm):
    """For a pledge across shops: the shop to go to. Else only the draft's name."""

    return_place = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=_("Where do you want to hand it in?"),
        help_text=_("Who leads the case does not change by this: the city where you bought it does."),
        error_messages={"required": _("Please choose a shop")},
    )

    def __init__(
        self, case: Case, data: Any = None, *, places: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(case, data, **options)
        if not places:
            del self.fields["return_place"]
            return
        field: Any = self.fields["return_place"]
        field.choices = places


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def pledge(request: HttpRequest, case: Case) -> HttpResponse:
    """The version that counts for the day of the purchase; whether it is in time; the shop to go to."""
    found = pledged.of(case, today=clock.today())
    if found is None:
        return redirect(steps.first_open(case))
    held = {str(one.pk): one for one in pledged.hand_in_places(case)[:MOST_PLACES]}
    choices = [(key, _words(one)) for key, one in held.items()]
    initial = {"return_place": str(case.return_place_id) if case.return_place_id else ""}
    form = PledgeForm(case, request.POST or None, places=choices, initial=initial)
    if request.method == "POST":
        fits = form.is_valid()
        chosen = form.cleaned_data.get("return_place")
        if chosen or (fits and case.return_place_id):
            intake.save_answers(case, return_place=held.get(chosen or ""))
        if fits or steps.SAVE_LATER in request.POST:
            return steps.go_on(request, PLEDGE, case)
    return steps.page(request, PLEDGE, form, case, pledged=found)


def _words(place: Any) -> str:
    said = words.place_words(place)
    return " · ".join(filter(None, (said["name"], said["address"])))
