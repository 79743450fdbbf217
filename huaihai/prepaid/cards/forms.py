"""What is typed about cards."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.businesses.models import Place
from huaihai.businesses.pledges.words import place_words
from huaihai.desk.codes import plain
from huaihai.desk.lives import Unfit
from huaihai.kit import phones
from huaihai.kit.form_fields import Day, Line, PlainForm
from huaihai.kit.ids import new_id
from huaihai.kit.money_field import MoneyField
from huaihai.prepaid import books
from huaihai.prepaid.cards.verbs import MOST_AT_ONCE, Sale

TEN_YEARS = 3660
MOST_USES = 10_000


def number_field(label: Any, *, most: int, **options: Any) -> forms.IntegerField:
    """A whole number from 1 on."""
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        error_messages={"invalid": gettext_lazy("Please write a whole number.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        **options,
    )


class OnceForm(PlainForm):
    """A form whose entry stands once, however often it is sent."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"key": new_id(), **(options.get("initial") or {})}
        super().__init__(*args, **options)


class PhoneField(Line):
    """A mobile phone, or nothing."""

    def __init__(self, **options: Any) -> None:
        attributes = {"type": "tel", "autocomplete": "off", "inputmode": "tel"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attributes), **options)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        number = phones.mobile(typed) if typed else ""
        if number is None:
            raise ValidationError(_("This is no mobile phone number. Please check it."))
        return number


class SellForm(OnceForm):
    """A card: what was paid, what for, until when, for whom. What a kind of card does not need is not asked."""

    paid_fen = MoneyField(label=gettext_lazy("What does the customer pay?"))
    bonus_fen = MoneyField(
        label=gettext_lazy("How much do you add?"),
        help_text=gettext_lazy("For example: pays 1,000, has 1,200 on the card: 200. Empty: nothing."),
        required=False,
    )
    uses = number_field(gettext_lazy("How many uses?"), most=MOST_USES)
    full_price_fen = MoneyField(
        label=gettext_lazy("What does one use cost without the card?"), required=False
    )
    until_on = Day(label=gettext_lazy("Last day"), earliest=0, latest=TEN_YEARS, required=False)
    phone = PhoneField(
        label=gettext_lazy("Mobile phone of the customer"),
        help_text=gettext_lazy("The receipt goes there by SMS. Empty: on paper."),
        required=False,
    )
    count = number_field(
        gettext_lazy("How many such cards?"),
        most=MOST_AT_ONCE,
        initial=1,
        help_text=gettext_lazy("More than one: a sheet of paper receipts, for cards without a phone."),
    )
    place = forms.ChoiceField(label=gettext_lazy("In which shop?"), required=False)

    def __init__(self, *args: Any, kind: str, places: list[Place], **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind, self.places = kind, {str(one.pk): one for one in places}
        left_out = {
            books.VALUE: ("uses", "full_price_fen"),
            books.TIMES: ("bonus_fen",),
            books.TERM: ("bonus_fen", "uses", "full_price_fen"),
        }[kind]
        for name in left_out:
            del self.fields[name]
        self.fields["until_on"].required = kind == books.TERM
        if len(places) > 1:
            field: Any = self.fields["place"]
            field.choices = [(key, place_words(one)["name"]) for key, one in self.places.items()]
            self.fields.pop("full_price_fen", None)  # six fields are enough
        else:
            del self.fields["place"]

    def clean_paid_fen(self) -> int:
        fen: int | None = self.cleaned_data["paid_fen"]
        if not fen:
            raise ValidationError(_("Please write how much."))
        return fen

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("phone") and (found.get("count") or 1) > 1:
            self.add_error("count", _("A card with a telephone is sold one at a time."))
        return found

    def sale(self) -> Sale:
        """What is sold."""
        found = self.cleaned_data
        first = next(iter(self.places.values()), None)
        return Sale(
            self.kind,
            found["paid_fen"],
            found.get("bonus_fen") or 0,
            found.get("uses") or 0,
            found.get("full_price_fen"),
            found["until_on"],
            found["phone"],
            self.places.get(found.get("place", ""), first),
        )


class AmountForm(OnceForm):
    """How much was used."""

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if kind == books.VALUE:
            self.fields["amount"] = MoneyField(label=gettext_lazy("For how much?"))
        elif kind == books.TIMES:
            self.fields["amount"] = number_field(
                gettext_lazy("How many uses this time?"), most=MOST_USES, initial=1
            )
        self.kind = kind

    def facts(self) -> dict[str, Any]:
        """Credit or uses, and the key."""
        amount = self.cleaned_data.get("amount") or (1 if self.kind == books.TERM else 0)
        found = {"fen": amount} if self.kind == books.VALUE else {"uses": amount}
        return {**found, "key": str(self.cleaned_data["key"])}


class LeftForm(PlainForm):
    """How much was left on a card that was sold before, by its holder's own count."""

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        self.fields["amount"] = (
            number_field(gettext_lazy("How many uses were left?"), most=MOST_USES)
            if kind == books.TIMES
            else MoneyField(label=gettext_lazy("How much money was left?"))
        )

    def beyond(self, fen: int, uses: int) -> dict[str, int]:
        """What that is beyond the figure of the shop; a use is worth what it is worth there. Raises Unfit."""
        amount = self.cleaned_data["amount"] or 0
        more = amount - (uses if self.kind == books.TIMES else fen)
        if more <= 0:
            raise Unfit(
                "amount", _("This is no more than the shop entered. Please write how much was left in all.")
            )
        return {"fen": books.worth_of_more(more, fen=fen, uses=uses), "uses": more} if uses else {"fen": more}


class FoundForm(OnceForm):
    """A card by its number, and how much was used."""

    number = Line(
        label=gettext_lazy("Number of the card"),
        help_text=gettext_lazy("Eight letters and digits, under the QR."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    amount = Line(
        label=pgettext_lazy("prepaid card", "How much?"),
        help_text=gettext_lazy("A sum for stored value, a number of uses else. Empty: one use."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        return plain(self.cleaned_data["number"])


class MoneyForm(OnceForm):
    """Money paid in, or back."""

    fen = MoneyField(label=gettext_lazy("How much money?"))

    def facts(self) -> dict[str, Any]:
        return {"fen": self.cleaned_data["fen"], "key": str(self.cleaned_data["key"])}


class TopUpForm(MoneyForm):
    """More money on a card, and what it buys."""

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if kind == books.TIMES:
            self.fields["uses"] = number_field(gettext_lazy("How many more uses?"), most=MOST_USES)
        else:
            self.fields["bonus_fen"] = MoneyField(label=gettext_lazy("How much do you add?"), required=False)

    def facts(self) -> dict[str, Any]:
        found = self.cleaned_data
        more = {"uses": found["uses"]} if "uses" in found else {"bonus_fen": found.get("bonus_fen") or 0}
        return {**super().facts(), **more}


class ReceiptForm(OnceForm):
    """A new receipt; on the day of the sale also where it goes."""

    phone = PhoneField(
        label=gettext_lazy("Mobile phone of the customer"),
        help_text=gettext_lazy("The receipt goes there. Empty: on paper."),
        required=False,
    )

    def __init__(self, *args: Any, may_mend: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_mend:
            del self.fields["phone"]


class PhoneForm(PlainForm):
    """Where the holder wants to be told."""

    phone = PhoneField(
        label=gettext_lazy("Your mobile phone"),
        help_text=gettext_lazy(
            "We write only if the shop closes, its pledge ends, or it notes money back. Empty: we forget it."
        ),
        required=False,
    )
