"""What a business types: an offer, a refusal, a denial, proof that it is done."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.cases.pages.choices import remedy_choices
from huaihai.cases.pages.forms import CaseForm, Day, text_field
from huaihai.kit.yuan_field import YuanField
from huaihai.law import remedies as law_remedies

ONE_YEAR = 366
MOST_FILES = 10
PAID = {law_remedies.REFUND.code, law_remedies.COMPENSATION.code}


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


class MakeOffer(CaseForm):
    remedies = forms.MultipleChoiceField(
        label=_("What you offer"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose what you offer.")},
    )
    sum_fen = YuanField(
        label=_("Sum that you pay"), required=False, help_text=_("Leave empty if you pay no money.")
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
    text = text_field(
        _("Your words to the consumer"),
        _(
            "Say how it will be done: for example “paid back the way you paid, within three days; please send the "
            "kettle back at our cost”."
        ),
    )
    note_to_body = text_field(
        _("A note to the association"), _("Only the association reads this."), required=False
    )

    def prepare(self) -> None:
        field: Any = self.fields["remedies"]
        field.choices = remedy_choices()

    @property
    def hints(self) -> dict[str, Any]:
        """Marks what the consumer asked for."""
        return dict.fromkeys(self.situation.case.remedies, _("The consumer asks for this"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        perform_by, valid_until = cleaned.get("perform_by_on"), cleaned.get("valid_until_on")
        if perform_by and valid_until and perform_by < valid_until:
            self.add_error(
                "perform_by_on",
                _(
                    "The consumer can accept even later than this day. Please give a day that leaves you time."
                ),
            )
        if (
            set(cleaned.get("remedies") or ()) & PAID
            and cleaned.get("sum_fen") is None
            and "sum_fen" not in self.errors
        ):
            self.add_error("sum_fen", _("You offer to pay: please write how much."))
        return cleaned


class Refuse(CaseForm):
    text = text_field(
        _("Your reasons"),
        _("The consumer and the association read this. Say what you checked and what you found."),
    )


class Deny(CaseForm):
    text = text_field(
        _("Why it is not your business"),
        _(
            "For example: no shop at that address, another licence, the name is only alike. The consumer reads this."
        ),
    )


class ClaimFulfilment(CaseForm):
    text = text_field(
        _("What you did, and when"),
        _("For example: 268 yuan paid back by WeChat on 27 November, order ending in 8841."),
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
