"""Forms of stories and pictures."""

from typing import Any

from django import forms
from django.utils.dates import MONTHS as MONTH_NAMES
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.brands.catalogue.verbs import Described, Draft
from huaihai.brands.models import StoryVersion
from huaihai.brands.models.catalogue import LINE_LONGEST, NAME_LONGEST, TEXT_LONGEST
from huaihai.kit.form_fields import Line, PlainForm, Words, name_what_is_needed

TEXTS = ("line_zh", "text_zh", "way_zh", "credits", "name_en", "line_en", "text_en", "way_en")


class StoryForm(forms.Form):
    """A story in Chinese, and in English if one likes."""

    line_zh = Line(
        label=_("In one sentence: what is special here?"),
        help_text=_("It stands on the card. Say what is to be had, not how good it is."),
        max_length=LINE_LONGEST,
    )
    text_zh = Words(
        label=_("The story"),
        help_text=_(
            "Since when, who makes it, how, from what. Superlatives are refused: the law forbids them."
        ),
        max_length=TEXT_LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    way_zh = Line(
        label=_("How does one get there?"),
        help_text=_("Bus line and stop, a landmark, where to park."),
        max_length=300,
        required=False,
    )
    months = forms.MultipleChoiceField(
        label=_("In which months is it at its best?"),
        help_text=_("Tick none if it is the same all year."),
        choices=[(str(number), name) for number, name in MONTH_NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    credits = Line(
        label=_("Whose words and knowledge are in it?"),
        help_text=_("Named beside the story. Only with their consent."),
        max_length=200,
        required=False,
    )
    name_en = Line(label=_("Name in English"), max_length=NAME_LONGEST, required=False)
    line_en = Line(label=_("The sentence in English"), max_length=LINE_LONGEST * 2, required=False)
    text_en = Words(label=_("The story in English"), max_length=TEXT_LONGEST * 2, required=False)
    way_en = Line(label=_("The way in English"), max_length=400, required=False)

    def __init__(self, *args: Any, story: StoryVersion | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)
        if story is not None:
            self.initial = {name: getattr(story, name) for name in TEXTS}
            self.initial["months"] = [str(month) for month in range(1, 13) if story.months >> (month - 1) & 1]

    def draft(self) -> Draft:
        """What was written."""
        said = dict(self.cleaned_data)
        months = sum(1 << (int(month) - 1) for month in said.pop("months"))
        return Draft(**said, months=months)


class PictureForm(PlainForm):
    """One picture, what it shows, and whose it is."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("It is drawn anew: where it was taken is not passed on."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    shows = Line(
        label=pgettext_lazy("picture", "What does it show?"),
        help_text=_("It is read aloud to those who cannot see it."),
        max_length=200,
    )
    shows_en = Line(label=_("The same in English"), max_length=300, required=False)
    rights = Line(
        label=_("Who took it, and who lets it be shown?"),
        help_text=_("Named beside the picture. Faces of customers only with their consent."),
        max_length=200,
    )

    def described(self) -> Described:
        """What was said of it."""
        said = self.cleaned_data
        return Described(said["shows"], said["rights"], said["shows_en"])


class ReviewForm(forms.Form):
    """Show it, or say what has to change."""

    is_good = forms.ChoiceField(
        label=_("May everybody see it?"),
        choices=[("yes", _("Yes, show it")), ("no", _("Not so"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the two.")},
    )
    answer = Words(label=_("If not: what has to be changed?"), max_length=300, required=False)

    def said(self) -> dict[str, Any]:
        """What the action is told."""
        return {"is_good": self.cleaned_data["is_good"] == "yes", "answer": self.cleaned_data["answer"]}


class EndForm(PlainForm):
    """Why it is taken back."""

    why = Line(label=_("Why?"), max_length=300)
