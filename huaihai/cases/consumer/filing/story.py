"""Step 1: what happened."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huaihai.cases import at_once
from huaihai.cases.actions import intake
from huaihai.cases.consumer import wording
from huaihai.cases.consumer.fields import PastDay, TextBody, TextLine
from huaihai.cases.consumer.filing import steps, unfit_offers
from huaihai.cases.consumer.filing.drafts import with_draft
from huaihai.cases.models import Case
from huaihai.kit import clock, local_words
from huaihai.kit.yuan_field import YuanField
from huaihai.law import kinds

NAME = "file-story"
LONGEST_STORY, LONGEST_TITLE = 5000, 40
LONG = ("title", "story", "nature", "category", "bought_on", "received_goods_on", "price_fen")
SHORT = ("story", "nature", "category", "price_fen", "bought_on")


def _natures() -> list[tuple[str, Any]]:
    return [(code, words) for code, (words, _hint) in wording.NATURES.items()]


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
            for line in unfit_offers.lines(at_once.of(case, on=clock.today())):
                messages.info(request, line)
        if fits or steps.SAVE_LATER in request.POST:
            return steps.go_on(request, NAME, case)
    hints = {code: hint for code, (_words, hint) in wording.NATURES.items() if hint}
    return steps.page(request, NAME, form, case, nature_hints=hints)


def title_of(story: str) -> str:
    """The first sentence of a story, as its title."""
    first = re.split(r"[。！？!?\n]", story.strip(), maxsplit=1)[0].strip()
    return (first or story.strip())[:LONGEST_TITLE]
