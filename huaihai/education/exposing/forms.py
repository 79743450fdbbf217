"""What is typed of an exposure: the proposal, the owner's name that is looked for, and why it ends."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.education.content import Content
from huaihai.education.models import PublicationVersion
from huaihai.kit import local_words
from huaihai.kit.form_fields import Line, SeenForm, Words
from huaihai.law import grounds, kinds


class ProposalForm(forms.Form):
    """Which business is named, on which ground, and what is said of it."""

    shown_name = Line(
        label=_("The name that the public reads"),
        help_text=_("Of a sole trader the name on the shop's sign, never the owner's name."),
    )
    ground = forms.ChoiceField(label=pgettext_lazy("exposures", "Ground"), widget=forms.RadioSelect)
    case_number = Line(label=_("Number of the complaint"), required=False, max_length=30)
    topic = forms.ChoiceField(label=_("Goods or services"))
    what = Words(
        label=_("What happened"),
        max_length=2000,
        help_text=_("Days and facts, in order. No names of persons, no telephone numbers, no verdicts."),
    )
    evidence = Words(label=pgettext_lazy("exposures", "How we know"), max_length=1000)
    to_do = Words(
        label=_("What consumers should know"),
        max_length=1000,
        required=False,
        help_text=_("For example what to keep, what to look at before paying."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(ground.code, local_words.said(ground)) for ground in grounds.EXPOSURE]
        self.fields["ground"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        topics = [(one.code, local_words.said(one)) for one in kinds.CATEGORIES]
        self.fields["topic"].choices = topics  # type: ignore[attr-defined]

    def content(self, city: str) -> Content:
        """What the first version says; the title is made of the name and the ground."""
        said = self.cleaned_data
        ground = next(one for one in grounds.EXPOSURE if one.code == said["ground"])
        return Content(
            title=f"个案公示：{said['shown_name']}，{ground.zh.removeprefix('经营者')}",
            what=said["what"],
            evidence=said["evidence"],
            to_do=said["to_do"],
            cities=(city,),
            topics=(said["topic"],),
            severity=PublicationVersion.Severity.MODERATE,
            basis=(ground.article,),
        )


class HandInForm(SeenForm):
    """The wording is checked once more; of a sole trader the owner's name is looked for."""

    owner = Line(
        label=_("The owner's name"),
        required=False,
        help_text=_("It is looked for in the text and then forgotten."),
    )

    def __init__(self, *args: Any, is_sole_trader: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_sole_trader:
            self.fields["owner"].widget = forms.HiddenInput()


class EndForm(SeenForm):
    """Why it ends; everybody reads it."""

    reason = Words(label=_("Why?"), max_length=500, help_text=_("Everybody reads this."))
