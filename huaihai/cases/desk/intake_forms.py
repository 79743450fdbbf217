"""A complaint that an officer writes down: a visit, a call, an entrusted case, an imported draft completed."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.register.verbs import Stated
from huaihai.cases import case_forms
from huaihai.cases.consumer.filing.papers import EvidenceFields
from huaihai.cases.desk.routing import STATED, StatedFields
from huaihai.cases.elsewhere import Number
from huaihai.cases.models import Case, Consent, ElsewhereNumber
from huaihai.cases.triage import beside
from huaihai.cases.verbs import intake
from huaihai.kit import clock, phones
from huaihai.kit.form_fields import Day, Line, Words, name_what_is_needed
from huaihai.kit.money_field import MoneyField
from huaihai.kit.text.normalise import digits_in

PREFIX = "of_business_"
OLDEST = timedelta(days=20 * 366)
FURTHEST = timedelta(days=366)
LONGEST_TITLE = 40  # of a title that is the beginning of the story
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
DIFFERENT = "different"  # none of the files shown is about the same matter


def beginning(story: str) -> str:
    """The first sentence, as a title; cut where it is long."""
    parts = (part.strip() for part in _SENTENCE_END.split(story))
    first = next(filter(None, parts), story.strip())
    return first if len(first) <= LONGEST_TITLE else f"{first[: LONGEST_TITLE - 1]}…"


def elsewhere_due() -> Day:
    """The day by which another platform wants an answer."""
    return Day(
        label=_("It wants an answer by"), earliest=-FURTHEST.days, latest=FURTHEST.days, required=False
    )


def plain_phone(typed: str) -> str:
    """The number as it is stored: a mobile in its one form, a landline in digits. Raises ValidationError."""
    if found := phones.mobile(typed):
        return found
    digits = digits_in(typed)
    if not phones.is_number(digits):
        raise ValidationError(gettext("This phone number cannot be right. Please check its digits."))
    return digits


class PastDay(forms.DateField):
    """A day that is not in the future."""

    widget = forms.DateInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.error_messages.update(invalid=_("This is not a valid date. Please write it like 2026-12-09."))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not clock.today() - OLDEST <= value <= clock.today():
            raise ValidationError(gettext("This day cannot be right here. Please check it."))


class TakenDown(EvidenceFields):
    """What every complaint needs, in the order in which a call runs. Without a title, the story's beginning is it."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    business = forms.UUIDField(widget=forms.HiddenInput, required=False)  # one chosen from the register
    problem = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)  # the card chosen
    alike_shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)
    alike = forms.CharField(required=False, max_length=40)  # DIFFERENT, or the file to join to
    title = Line(
        label=_("What it is about, in one line"),
        max_length=60,
        required=False,
        help_text=_("Left empty, the beginning of the story stands there. No names, no phone numbers."),
    )
    story = Words(  # an imported message may be long
        label=_("What happened"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    of_business_name = StatedFields.base_fields["name"]
    of_business_sign = StatedFields.base_fields["sign"]
    of_business_region_code = StatedFields.base_fields["region_code"]
    of_business_address = StatedFields.base_fields["address"]
    of_business_phone = StatedFields.base_fields["phone"]
    of_business_code = StatedFields.base_fields["code"]
    of_business_payee = StatedFields.base_fields["payee"]
    of_business_platform = StatedFields.base_fields["platform"]
    of_business_shop_link = StatedFields.base_fields["shop_link"]
    bought = forms.ChoiceField(label=_("How it was bought"), required=False)
    bought_on = PastDay(label=_("Bought on"), required=False)
    price_fen = MoneyField(label=_("Price"), required=False)
    remedies = forms.MultipleChoiceField(
        label=_("What the consumer asks for"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose what the consumer asks for.")},
    )
    asked_fen = MoneyField(label=_("Sum asked for"), required=False)
    category = forms.ChoiceField(label=_("Kind of goods or service"), required=False)
    nature = forms.ChoiceField(label=_("Nature of the problem"), required=False)
    name = Line(label=_("Name of the consumer"), max_length=60)
    phone = Line(
        label=_("Phone of the consumer"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "accesskey": "p"}),
    )
    email = Line(label=_("E-mail of the consumer"), required=False)
    consumer_at = forms.ChoiceField(label=_("Where the consumer lives"))
    consents = forms.MultipleChoiceField(
        label=_("The consumer agrees that the file is shown to"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=(
            (
                Consent.Purpose.OTHER_BODY.value,
                _("Yes: the association of the city of the business may have it"),
            ),
            (Consent.Purpose.BUSINESS.value, _("Yes: the business may have it")),
        ),
    )
    platform = forms.ChoiceField(label=_("Registered elsewhere too"), required=False)
    platform_number = Line(label=_("Its number there"), required=False, max_length=60)
    platform_due_on = elsewhere_due()
    field_order = (
        *(
            "origin",
            "came_on",
            "regulator_number",
            "due_on",
            "phone",
            "name",
            "email",
            "address",
            "acts_for",
            "is_for_child",
        ),
        *(PREFIX + name for name in STATED),
        *(
            "story",
            "remedies",
            "asked_fen",
            "title",
            "bought",
            "bought_on",
            "price_fen",
            "category",
            "nature",
        ),
        *("platform", "platform_number", "platform_due_on", "consumer_at", "upload", "consents", "is_signed"),
    )

    def __init__(self, *args: Any, first_place: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self._choose("of_business_region_code", case_forms.place_choices(first=first_place))
        self._choose("consumer_at", case_forms.place_choices(first=first_place, unknown=False))
        self._choose("bought", [("", gettext("not said yet")), *Case.Bought.choices])
        self._choose("remedies", case_forms.remedy_choices())
        self._choose("category", case_forms.category_choices())
        self._choose("nature", case_forms.nature_choices())
        self._choose("platform", [("", gettext("no")), *ElsewhereNumber.Platform.choices])
        name_what_is_needed(self)

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        return plain_phone(typed) if typed else ""

    def clean_problem(self) -> str:
        typed = str(self.cleaned_data["problem"])
        return typed if beside.card_of(typed) else ""

    def clean_email(self) -> str:
        typed = str(self.cleaned_data["email"])
        if typed:
            validate_email(typed)
        return typed

    def clean_of_business_code(self) -> str:
        held = StatedFields()
        held.cleaned_data = {"code": self.cleaned_data["of_business_code"]}
        return held.clean_code()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and self.stated().is_empty:
            self.add_error(
                "of_business_name", gettext("Please say which business it is: its name, sign or address.")
            )
        given = bool(cleaned.get("platform_number")), bool(cleaned.get("platform"))
        if given[0] and not given[1]:
            self.add_error("platform", gettext("Please say which platform the number is of."))
        elif (given[1] or cleaned.get("platform_due_on")) and not given[0]:
            self.add_error("platform_number", gettext("Please write the number that it has there."))
        return cleaned

    def elsewhere(self) -> list[Number]:
        """The number of another platform, if one was given."""
        said = self.cleaned_data
        if not said["platform_number"]:
            return []
        return [Number(said["platform"], said["platform_number"], said["platform_due_on"])]

    def stated(self) -> Stated:
        """The business as it was described."""
        return Stated(**{name: self.cleaned_data.get(PREFIX + name) or "" for name in STATED})

    def answers(self) -> dict[str, Any]:
        """What the case keeps, beside person and business."""
        title = self.cleaned_data["title"] or beginning(self.cleaned_data["story"])
        names = [
            "story",
            "bought",
            "bought_on",
            "price_fen",
            "remedies",
            "asked_fen",
            "category",
            "nature",
            "problem",
            "consumer_at",
        ]
        return {"title": title, **{name: self.cleaned_data[name] for name in names}}

    def person(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in intake.PERSON if name in self.cleaned_data}

    def _choose(self, name: str, options: Any) -> None:
        field: Any = self.fields[name]
        field.choices = options


class Register(TakenDown):
    """A visit, a call, a letter, an e-mail. Who writes may have left nothing but an address."""

    origin = forms.ChoiceField(
        label=_("How the consumer came"),
        widget=forms.RadioSelect,
        choices=(
            (Case.Origin.PHONE.value, _("called")),
            (Case.Origin.VISIT.value, _("came in person")),
            (Case.Origin.LETTER.value, _("a letter came")),
            (Case.Origin.EMAIL.value, _("an e-mail came")),
        ),
        error_messages={"required": _("Please say how the consumer came.")},
    )
    came_on = Day(
        label=_("Day on which the letter or e-mail arrived"),
        help_text=_("The time to check and forward it counts from this day."),
        earliest=-intake.LAIN_AT_MOST.days,
        latest=0,
        required=False,
    )
    address = Line(label=_("Postal address of the consumer"), max_length=200, required=False)
    acts_for = Line(
        label=_("Files for somebody else: their name"),
        help_text=_("Whether they agree is noted on the page of the case."),
        max_length=40,
        required=False,
    )
    is_for_child = forms.BooleanField(label=_("For a child under 14, as parent or guardian"), required=False)
    is_signed = forms.BooleanField(
        label=_("Ticked and signed on the form on paper"),
        help_text=_("Otherwise ask both questions, by telephone or at the counter."),
        required=False,
    )
    consultation = forms.UUIDField(widget=forms.HiddenInput, required=False)  # that it began as
    callback = forms.UUIDField(widget=forms.HiddenInput, required=False)  # that was promised

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["phone"].required = False

    def clean_address(self) -> str:
        typed = str(self.cleaned_data["address"])
        if typed and not any(char.isalpha() for char in typed):  # a telephone, perhaps
            raise ValidationError(gettext("Please write the address in words: place, street, number."))
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_written = cleaned.get("origin") in intake.WRITTEN
        if not is_written:
            self.errors.pop("came_on", None)
            cleaned["came_on"] = None
        elif "came_on" not in self.errors and not cleaned.get("came_on"):
            self.add_error("came_on", self.fields["came_on"].error_messages["required"])
        ways = ("phone", "email", "address") if is_written else ("phone",)
        if not any(cleaned.get(name) or name in self.errors for name in ways):
            words = gettext("Please write a phone number, an e-mail address or a postal address.")
            needed = self.fields["phone"].error_messages["required"]
            self.add_error("phone", words if is_written else needed)
        return cleaned


class Entrust(TakenDown):
    """A case that the market regulator entrusts to the body."""

    regulator_number = Line(label=_("The regulator's number"), max_length=60)
    due_on = forms.DateField(
        label=_("The last day the regulator named"),
        widget=forms.DateInput,
        error_messages={
            "invalid": _("This is not a valid date. Please write it like 2026-12-09."),
            "required": _("Please give a day."),
        },
    )

    def clean_due_on(self) -> Any:
        found = self.cleaned_data["due_on"]
        if not clock.today() <= found <= clock.today() + FURTHEST:
            raise ValidationError(gettext("The last day lies in the past or too far ahead. Please check it."))
        return found


class Completed(TakenDown):
    """An imported draft with what was missing."""


class Typed:
    """What stands in the form while it is not finished: read as it is, nothing is refused."""

    def __init__(self, data: Mapping[str, str]) -> None:
        self.data = data

    def __getitem__(self, name: str) -> str:
        return self.data.get(name, "").replace("\x00", "").strip()[:10_000]

    @property
    def phone(self) -> str:
        try:
            return plain_phone(self["phone"])
        except ValidationError:
            return ""

    @property
    def business(self) -> dict[str, str]:
        """What was said of the business, by the names of the register."""
        return {name: self[PREFIX + name] for name in STATED}

    @property
    def business_id(self) -> UUID | None:
        try:
            return UUID(self["business"])
        except ValueError:
            return None

    @property
    def text(self) -> str:
        return f"{self['title']}\n{self['story']}".strip()
