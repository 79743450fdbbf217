"""The first look and the decision: what is typed, and how each is done."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from huaihai.cases import case_forms, numbers
from huaihai.cases.case_forms import Bare, CaseForm, text_field
from huaihai.cases.desk.routing import CorrectBusiness
from huaihai.cases.desk.step import HAND, WORD, VerbPage
from huaihai.cases.situation import Situation
from huaihai.cases.verbs import intake, routing
from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.form_fields import Line
from huaihai.law.grounds import Purpose, for_association
from huaihai.record.clocks import FIXED


class AskSupplement(CaseForm):
    text = text_field(
        _("What should the consumer add?"),
        _(
            "The consumer reads these words. Say exactly which paper, photo or fact is missing, and where to find it."
        ),
    )


class ExtendDecision(CaseForm):
    text = text_field(_("Why it takes longer"), _("The consumer reads this."))


class Decline(CaseForm):
    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    text = text_field(
        _("The reason, in plain words"),
        _("The consumer reads this. Say what you saw and why it leads to this."),
    )

    def prepare(self) -> None:
        grounds = [
            held for held in for_association(Purpose.DECLINE) if held.is_in_force(self.situation.today)
        ]
        self.grounds = grounds
        _choose(self.fields["ground"], grounds)

    @property
    def articles(self) -> dict[str, str]:
        """The article of each ground, as the second line of its option."""
        return {ground.code: ground.article for ground in self.grounds}


class ReferOut(CaseForm):
    to = Line(
        label=_("Where should the consumer turn?"),
        help_text=_("Name the authority and its phone, for example the {hotline} of that city."),
        max_length=200,
    )
    text = text_field(_("Why"), _("The consumer reads this."), required=False)


class Link(CaseForm):
    to_number = Line(
        label=_("Number of the file that is already open"),
        help_text=_("It must belong to the same consumer and the same matter."),
        max_length=40,
    )

    def clean_to_number(self) -> str:
        try:
            return numbers.checked_number(self.cleaned_data["to_number"])
        except numbers.BadNumber as error:
            raise ValidationError(_("This number cannot be right. Please check its digits.")) from error


class Supplement(CaseForm):
    text = text_field(
        _("What the consumer added"), _("In the consumer's words, as told on the phone or at the counter.")
    )


def _choose(field: Any, grounds: Any) -> None:
    field.choices = case_forms.ground_choices(grounds)
    field.error_messages.update(
        required=_("Please choose a ground."), invalid_choice=_("Please choose a ground.")
    )


_CLOSES = _("The case ends here. The consumer reads the reason and the other ways that stay open.")


def _may_extend_decision(situation: Situation) -> bool:
    clock = situation.clocks.get("decide")
    return clock is not None and not clock.is_extended and clock.limit_name != FIXED


PAGES = (
    VerbPage(
        "admit",
        "admission",
        act=routing.admit,
        form=Bare,
        follows=_("Mediation begins today and its clock starts. The consumer is told."),
        one_click=True,
    ),
    VerbPage(
        "ask_supplement",
        "supplement-request",
        act=routing.ask_supplement,
        form=AskSupplement,
        follows=_("Your clock stands still until the consumer answers or the time for it is over."),
    ),
    VerbPage(
        "supplement",
        "supplement",
        act=intake.supplement,
        form=Supplement,
        follows=_("Your clock goes on."),
        group=WORD,
        label=_("The consumer adds what was asked"),
    ),
    VerbPage(
        "correct_business",
        "business",
        act=routing.correct_business,
        form=CorrectBusiness,
        follows=_("What was known before stays in the record."),
        above="business",
    ),
    VerbPage(
        "extend_decision",
        "longer-decision",
        act=routing.extend_decision,
        form=ExtendDecision,
        follows=_("This is possible once. The consumer is told the new date."),
        when=_may_extend_decision,
    ),
    VerbPage(
        "link",
        "link",
        act=routing.link,
        form=Link,
        follows=_("This file ends and points to the other one. The consumer is told."),
        group=HAND,
    ),
    VerbPage(
        "refer_out",
        "referral",
        act=routing.refer_out,
        form=ReferOut,
        follows=_CLOSES,
        group=HAND,
        above="route",
    ),
    VerbPage(
        "decline",
        "refusal-to-admit",
        act=routing.decline,
        form=Decline,
        follows=_CLOSES,
        group=HAND,
        tone="late",
        above="ways",
    ),
)
