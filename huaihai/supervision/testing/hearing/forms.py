"""Forms of the hearing: a maker's answer, a second test, a decision."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.hearing import PapersField
from huaihai.kit.form_fields import Line, SeenForm, Words, name_what_is_needed
from huaihai.supervision.models import MakerAnswer
from huaihai.supervision.testing.hearing import verbs
from huaihai.supervision.testing.hearing.facts import ProductInWords

KINDS = (
    (MakerAnswer.Kind.AGREES.value, _("We agree with the results.")),
    (MakerAnswer.Kind.SAYS.value, _("We want to say something that is published beside them.")),
    (MakerAnswer.Kind.OBJECTS.value, _("We object, with reasons.")),
)


class AnswerForm(forms.Form):
    """What a maker or seller answers."""

    kind = forms.ChoiceField(label=_("Your answer"), choices=KINDS, widget=forms.RadioSelect)
    product = forms.ChoiceField(label=_("Which product?"), required=False)
    text = Words(
        label=pgettext_lazy("maker's answer", "What you say"),
        required=False,
        max_length=verbs.LONGEST,
        help_text=_("Needed unless you agree. What you want published is printed word for word."),
    )
    papers = PapersField(label=_("Papers for an objection"))

    def __init__(self, *args: Any, told: Sequence[ProductInWords], **options: Any) -> None:
        super().__init__(*args, **options)
        own = [(one.key, f"{one.name} {one.batch}".strip()) for one in told]
        self.fields["product"].choices = [("", pgettext_lazy("product", "all of them")), *own]  # type: ignore[attr-defined]  # a ChoiceField
        self.only = own[0][0] if len(own) == 1 else ""
        if self.only:
            del self.fields["product"]
        name_what_is_needed(self)

    def answer(self, way: str) -> verbs.Answer:
        """What the action is told."""
        held = self.cleaned_data
        return verbs.Answer(
            held["kind"], self.only or held["product"], held["text"], tuple(held["papers"]), way
        )


class RetestForm(SeenForm):
    """Which laboratory tests the spare sample, and what it measures again."""

    laboratory = forms.ChoiceField(label=_("Which laboratory?"), widget=forms.RadioSelect)
    items = forms.MultipleChoiceField(
        label=_("What is measured again?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is not measured again keeps its first reading."),
        error_messages={"required": _("Please choose at least one.")},
    )
    remark = Line(
        label=_("How they travel"),
        help_text=_("Who brings them; of a carrier the number of the waybill."),
        required=False,
        max_length=300,
    )

    def __init__(
        self,
        *args: Any,
        laboratories: Sequence[tuple[str, str]],
        items: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["items"].choices = items  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["items"].initial = [key for key, _name in items]
        self.fields["laboratory"].choices = laboratories  # type: ignore[attr-defined]  # a ChoiceField


class DecisionForm(SeenForm):
    """How an objection ends, with reasons."""

    outcome = forms.ChoiceField(
        label=_("How does it end?"),
        choices=[
            ("kept", _("The result stays: the objection does not convince.")),
            ("changed", _("The second test counts.")),
            ("counterfeit", _("The goods are not the maker's: the product is taken out of the table.")),
        ],
        widget=forms.RadioSelect,
    )
    reason = Words(label=_("Reasons"), max_length=1000, help_text=_("Everybody reads them."))
