"""What comes, where to, how often; and the code that confirms it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huaihai import alliance
from huaihai.education.actions.subscribing import Wish
from huaihai.education.models import Publication, Subscription
from huaihai.education.subscribing import consent
from huaihai.kit import local_words, phones
from huaihai.kit.form_fields import Line, Words, name_what_is_needed
from huaihai.kit.text import normalise
from huaihai.law import kinds

Kind = Publication.Kind
OFFERED = (
    Kind.WARNING,
    Kind.EXPOSURE,
    Kind.NOTICE,
    Kind.TIP,
    Kind.LESSON,
    Kind.STORY,
    Kind.ANNOUNCEMENT,
)
USUAL = (Kind.WARNING, Kind.EXPOSURE, Kind.NOTICE, Kind.TIP)
MOST_WORDS, LONGEST_WORD = 10, 40


class WishForm(forms.Form):
    """What somebody wants to hear of, and how often."""

    kinds = forms.MultipleChoiceField(
        label=_("What would you like to get?"),
        widget=forms.CheckboxSelectMultiple,
        initial=[kind.value for kind in USUAL],
        error_messages={"required": _("Please tick at least one")},
    )
    cities = forms.MultipleChoiceField(
        label=_("From which cities?"),
        help_text=_("Tick nothing to get them from all cities."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    topics = forms.MultipleChoiceField(
        label=_("About what?"),
        help_text=_("Tick nothing to get everything."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = Words(
        label=_("Products, brands or models you watch for"),
        help_text=_("One a line, for example: electric kettle. You get what names one of them, too."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rhythm = forms.ChoiceField(
        label=_("How often?"),
        choices=Subscription.Rhythm.choices,
        initial=Subscription.Rhythm.AT_ONCE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = {
            "kinds": [(kind.value, kind.label) for kind in OFFERED],
            "cities": [(f"city:{one.code}", local_words.place(one.name)) for one in alliance.load().cities],
            "topics": [(one.code, local_words.said(one)) for one in kinds.CATEGORIES],
        }
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = offered
        name_what_is_needed(self)

    def clean_words(self) -> tuple[str, ...]:
        words = [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]
        if len(words) > MOST_WORDS:
            raise ValidationError(_now("Ten at most, please."))
        if any(len(word) > LONGEST_WORD for word in words):
            raise ValidationError(_now("One of them is too long: forty characters at most."))
        return tuple(words)

    @property
    def wish(self) -> Wish:
        """What was ticked and typed."""
        held = self.cleaned_data
        return Wish(
            kinds=tuple(held["kinds"]),
            cities=tuple(held["cities"]),
            topics=tuple(held["topics"]),
            words=held["words"],
            rhythm=held["rhythm"],
        )


class SubscribeForm(WishForm):
    """The same with the address, which comes first, and the consent, which comes last."""

    address = Line(
        label=_("Your e-mail or mobile number"),
        help_text=_("We send a code there to see that it is yours."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "email", "autocapitalize": "off"}),
    )
    agreed = forms.BooleanField(
        label=consent.AGREED,
        error_messages={"required": _("Please tick this, or we may not keep the address")},
    )
    field_order = ("address", "kinds", "cities", "topics", "words", "rhythm", "agreed")

    def clean_address(self) -> str:
        typed: str = self.cleaned_data["address"]
        if "@" not in typed:
            if number := phones.mobile(typed):
                return number
            raise ValidationError(_now("This is neither an e-mail address nor a mobile number."))
        try:
            validate_email(typed)
        except ValidationError as error:
            raise ValidationError(
                _now("This e-mail address is not complete, for example name@example.com")
            ) from error
        return typed

    @property
    def channel(self) -> str:
        is_mail = "@" in self.cleaned_data["address"]
        return Subscription.Channel.EMAIL if is_mail else Subscription.Channel.SMS


class CodeForm(forms.Form):
    """The six digits."""

    code = forms.CharField(
        max_length=20,
        label=_("The six digits from the message"),
        error_messages={"required": _("Please write the six digits from the message")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        typed = normalise.for_matching(self.cleaned_data["code"])
        return "".join(char for char in typed if char.isdigit())
