"""What a business types: an offer, a refusal, a denial, proof that it is done."""

import re
from datetime import date
from typing import Any

from django import forms

from huaihai.cases.business.asking import AskedForm, Question
from huaihai.cases.case_forms import CaseForm, named, remedy_choices, text_field
from huaihai.kit import spoken
from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.form_fields import Day, Words
from huaihai.kit.money_field import MoneyField
from huaihai.law import remedies as law_remedies
from huaihai.law import replies

ONE_YEAR = 366
MOST_FILES = 10
MOST_MONTHS = 12
PAID = {law_remedies.REFUND.code, law_remedies.COMPENSATION.code}


def _in_months(n: int) -> str:
    return str(_("%(n)s monthly parts")) % {"n": n}


def note_field() -> Words:
    """What only the association reads: a field of its own, never mixed with the words to the consumer."""
    return text_field(
        _("A note to the association"),
        _("Only the association reads this, never the consumer."),
        required=False,
    )


def return_to_field() -> Words:
    """Where the goods go back: one field, as one pastes it into the form of a carrier."""
    return text_field(
        _("Address, name and telephone"),
        _("The consumer reads this once the offer is accepted, and sends the goods there."),
        required=False,
    )


SHORTEST_ADDRESS = 8
_TELEPHONE = re.compile(r"\d[\d\- ]{6,}")


def whole_address(text: str) -> str:
    """Raises ValidationError where nobody could send a parcel there."""
    if text and (len(text) < SHORTEST_ADDRESS or not _TELEPHONE.search(text)):
        raise forms.ValidationError(
            _("Please write the whole address, who takes the parcel, and a telephone number.")
        )
    return text


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files at once. What each one is, and whether it is taken, the file store decides."""

    widget = ManyFiles

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        uploads = [one for one in (value if isinstance(value, list | tuple) else [value]) if one]
        if self.required and not uploads:
            raise forms.ValidationError(self.error_messages["required"])
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(_("Please send at most %(n)s files at a time.") % {"n": MOST_FILES})
        return uploads


class MakeOffer(AskedForm):
    remedies = forms.MultipleChoiceField(
        label=_("What you offer"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose what you offer.")},
    )
    sum_fen = MoneyField(
        label=_("Sum that you pay"), required=False, help_text=_("Leave empty if you pay no money.")
    )
    monthly_parts = forms.TypedChoiceField(
        label=_("Paid in"),
        coerce=int,
        required=False,
        empty_value=1,  # type: ignore[arg-type]  # the stub knows text alone
        initial=1,
        choices=lambda: [(1, _("one sum")), *((n, _in_months(n)) for n in range(2, MOST_MONTHS + 1))],
        help_text=_("In parts: the first by the day that you name next, then one each month."),
    )
    perform_by_on = Day(
        label=_("You do it by"), earliest=0, latest=ONE_YEAR, help_text=_("A day you can surely keep.")
    )
    valid_until_on = Day(
        label=_("The consumer can accept until"),
        earliest=0,
        latest=ONE_YEAR,
        help_text=_("Three days are usual."),
    )
    return_to = return_to_field()
    goods_back_by_on = Day(
        label=_("The consumer sends them by"),
        earliest=0,
        latest=ONE_YEAR,
        required=False,
        help_text=_("Left empty, it is the day by which you do your part."),
    )
    text = text_field(
        _("Your words to the consumer"),
        _(
            "Say how it will be done: for example “paid back the way you paid, within three days; please send the "
            "kettle back at our cost”."
        ),
    )
    note_to_body = note_field()
    questions = (
        Question(_("How will you put it right?"), ("remedies",)),
        Question(_("How much will you pay?"), ("sum_fen", "monthly_parts")),
        Question(_("By which day?"), ("perform_by_on", "valid_until_on")),
        Question(_("Where do the goods go back?"), ("return_to", "goods_back_by_on")),
        Question(_("What do you want to tell the consumer?"), ("text",)),
        Question(_("Is everything right?"), ("note_to_body",)),
    )

    def prepare(self) -> None:
        field: Any = self.fields["remedies"]
        field.choices = remedy_choices()
        chosen = set(self["remedies"].value() or ())
        self.fields["return_to"].required = law_remedies.RETURN.code in chosen
        money = self.fields["sum_fen"]
        money.required = bool(chosen & PAID)
        money.error_messages["required"] = _("You offer to pay: please write how much.")

    def clean_sum_fen(self) -> int | None:
        """Money that is offered is more than nothing."""
        sum_fen: int | None = self.cleaned_data["sum_fen"]
        if sum_fen == 0 and set(self["remedies"].value() or ()) & PAID:
            raise forms.ValidationError(_("You offer to pay, so the sum must be more than 0 {currency}."))
        return sum_fen

    @property
    def hints(self) -> dict[str, Any]:
        """Marks what the consumer asked for."""
        return dict.fromkeys(self.situation.case.remedies, _("The consumer asks for this"))

    def asks(self, question: Question) -> bool:
        """Money is asked for only where money was chosen, and where the goods go only where they go back."""
        chosen = set(self["remedies"].value() or ())
        wanted = {"sum_fen": PAID, "return_to": {law_remedies.RETURN.code}}.get(question.name)
        return wanted is None or bool(chosen & wanted)

    def clean_return_to(self) -> str:
        return whole_address(self.cleaned_data["return_to"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        perform_by, valid_until = cleaned.get("perform_by_on"), cleaned.get("valid_until_on")
        if perform_by and valid_until and perform_by <= valid_until:
            day = spoken.day(valid_until, today=self.situation.today)
            self.add_error(
                "perform_by_on",
                _(
                    "The consumer can accept until %(day)s. Please do it by a later day, so that you have time."
                )
                % {"day": day},
            )
        elif perform_by and valid_until and (back_by := cleaned.get("goods_back_by_on")):
            self._check_goods(back_by, valid_until, perform_by)
        if law_remedies.RETURN.code not in cleaned.get("remedies", ()):
            cleaned |= {"return_to": "", "goods_back_by_on": None}
        return cleaned

    def _check_goods(self, back_by: date, valid_until: date, perform_by: date) -> None:
        if not valid_until <= back_by <= perform_by:
            first, last = (spoken.day(day, today=self.situation.today) for day in (valid_until, perform_by))
            self.add_error(
                "goods_back_by_on",
                _(
                    "The consumer can accept until %(first)s, and you do your part by %(last)s: please give a day "
                    "between the two, or leave it empty."
                )
                % {"first": first, "last": last},
            )


class Reply(AskedForm):
    until_on = Day(
        label=_("You answer by"),
        earliest=0,
        latest=ONE_YEAR,
        help_text=_("At the latest on the last day of the time to settle, which goes on."),
    )
    needs = forms.MultipleChoiceField(
        label=_("What you need from the consumer"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Choose nothing if you need nothing."),
    )
    text = text_field(_("Your words to the consumer"), required=False)
    note_to_body = note_field()
    questions = (
        Question(_("By which day do you answer?"), ("until_on",)),
        Question(_("What do you need for it?"), ("needs",)),
        Question(_("Do you want to add something?"), ("text", "note_to_body")),
    )

    def prepare(self) -> None:
        field: Any = self.fields["needs"]
        offered = replies.needs(self.situation.today)
        field.choices = named(offered)
        chosen = self["needs"].value() or ()
        text = self.fields["text"]
        text.required = any(need.needs_words for need in offered if need.code in chosen)
        text.error_messages["required"] = _("Please write what else you need.")

    def clean_until_on(self) -> date:
        """Asked again under the lock by `answering.reply`; here, so that it is said on its own page."""
        until_on: date = self.cleaned_data["until_on"]
        clock = self.situation.clocks.get("negotiate")
        if clock is not None and until_on > max(clock.due_on, self.situation.today):
            day = spoken.day(clock.due_on, today=self.situation.today)
            raise forms.ValidationError(
                _("The time to settle ends on %(day)s. Please give a day up to then.") % {"day": day}
            )
        return until_on


class Refuse(AskedForm):
    reason = forms.ChoiceField(
        label=_("Why you say no"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a reason.")},
    )
    text = text_field(
        _("Your reasons"),
        _("The consumer and the association read this. Say what you checked and what you found."),
        required=False,
    )
    note_to_body = note_field()
    uploads = Files(
        label=_("Evidence"),
        required=False,
        help_text=_("For example a test report or a photo. The consumer sees it too. At most 25 MB a file."),
    )
    questions = (
        Question(_("Why do you say no?"), ("reason",)),
        Question(_("What do you want to tell the consumer?"), ("text",)),
        Question(_("Is everything right?"), ("note_to_body", "uploads")),
    )

    def prepare(self) -> None:
        field: Any = self.fields["reason"]
        offered = replies.reasons(self.situation.today)
        field.choices = named(one for one in offered if one != replies.NOT_US)
        chosen = self["reason"].value()
        text = self.fields["text"]
        text.required = any(one.needs_words for one in offered if one.code == chosen)
        text.error_messages["required"] = _("Please give the reasons; the consumer reads them.")


class Deny(CaseForm):
    text = text_field(
        _("Why it is not your business"),
        _(
            "For example: no shop at that address, another licence, the name is only alike. The consumer reads this."
        ),
    )
    note_to_body = note_field()


class AcceptCounter(CaseForm):
    """The counter-offer as it stands; the version that was seen is its proof."""

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"offer": self.situation.offer}


class AgreeToCounter(AcceptCounter):
    """Where the goods go back, the business says where to."""

    return_to = return_to_field()

    def prepare(self) -> None:
        offer = self.situation.offer
        if offer is not None and offer.goods_back_by_on:
            self.fields["return_to"].required = True
        else:
            del self.fields["return_to"]

    def clean_return_to(self) -> str:
        return whole_address(self.cleaned_data["return_to"])


class Message(CaseForm):
    text = text_field(_("Your message"), _("Only the association reads this."))


class RejectCounter(AcceptCounter):
    text = text_field(_("Why not?"), _("The consumer reads this. You can still make another offer."))


class ClaimFulfilment(CaseForm):
    text = text_field(
        _("What you did, and when"),
        _("For example: 268 {currency} paid back by WeChat on 27 November, order ending in 8841."),
    )
    uploads = Files(
        label=_("Proof"),
        required=False,
        help_text=_("A screenshot of the payment, the parcel slip. At most 25 MB a file."),
    )


class AddEvidence(CaseForm):
    uploads = Files(
        label=_("Files"),
        help_text=_(
            "Photos, screenshots, PDF, sound or video, at most 25 MB a file. The consumer and the association see them."
        ),
        error_messages={"required": _("Please choose at least one file.")},
    )


class Receive(CaseForm):
    """That the invitation was read needs nothing but the word."""
