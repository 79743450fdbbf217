"""Which business it is, by whatever is known of it: all fields at once, for who corrects it later."""

from typing import Any

from django import forms

from huaihai.cases.consumer import choices
from huaihai.cases.consumer.fields import TextLine
from huaihai.kit import local_words
from huaihai.kit.country import gettext
from huaihai.kit.country import gettext_lazy as _
from huaihai.law import credit_code
from huaihai.law.errors import BadCreditCode

TRACES = ("name", "code", "sign", "address", "phone", "payee", "shop_link")


def _business_places() -> choices.Choices:
    return choices.of_alliance(may_be_unknown=True)


class BusinessFields(forms.Form):
    """Which business it is, by whatever the consumer knows of it."""

    name = TextLine(
        required=False,
        max_length=120,
        label=_("Name of the business"),
        help_text=_("As on the receipt or the licence"),
    )
    sign = TextLine(
        required=False,
        max_length=120,
        label=_("What the sign says"),
        help_text=_("Or the number of the stall"),
    )
    region = forms.ChoiceField(
        choices=_business_places,
        label=_("Where is it?"),
        help_text=_(
            "Online: the address that the shop shows on its page. It decides which city takes the matter."
        ),
        error_messages={"required": _("Please choose where the business is, or “I do not know”")},
    )
    elsewhere = forms.ChoiceField(
        required=False,
        choices=choices.elsewhere,
        label=_("In which city is it?"),
        help_text=_("Only if you chose “Somewhere else” above."),
    )
    address = TextLine(required=False, max_length=200, label=_("Street, market, floor"))
    phone = TextLine(
        required=False,
        max_length=40,
        label=_("Its phone"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    payee = TextLine(
        required=False,
        max_length=120,
        label=_("Who got the money"),
        help_text=_("The name in WeChat, Alipay or on the bill"),
    )
    platform = TextLine(
        required=False, max_length=80, label=_("Which platform"), help_text=_("For a shop on a platform")
    )
    shop_link = TextLine(required=False, max_length=300, label=_("Link to the shop or its name there"))
    code = TextLine(
        required=False,
        max_length=40,
        label=_("{Business_code}"),
        help_text=_("18 characters on the licence. With it we find the right business at once."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    without_code = forms.BooleanField(
        required=False,
        label=_("Go on without the code"),
        help_text=_("The body will find out which business it is."),
    )

    @property
    def has_bad_code(self) -> bool:
        return "code" in self.errors or bool(self["without_code"].value())

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        if not typed or self.data.get("without_code"):
            return ""
        try:
            return credit_code.check(typed).text
        except BadCreditCode as error:
            raise forms.ValidationError(local_words.said(error)) from error

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("region") == choices.ELSEWHERE and not found.get("elsewhere"):
            self.add_error("elsewhere", gettext("Please choose the city"))
        if not any(self.data.get(name, "").strip() for name in TRACES):
            self.add_error(
                "name", gettext("Please write one thing at least: name, sign, address, phone, payee or link")
            )
        return found

    def stated(self) -> dict[str, str]:
        """What was said, by the names of `businesses.register.verbs.Stated`; only what is right."""
        found = self.cleaned_data
        said = {name: found[name] for name in (*TRACES, "platform") if found.get(name)}
        region = found.get("elsewhere") if found.get("region") == choices.ELSEWHERE else found.get("region")
        if region and region not in (choices.ELSEWHERE, choices.UNKNOWN):
            said["region_code"] = region
        return said


def as_typed(stated: dict[str, str]) -> dict[str, str]:
    """What the form shows of a business described before."""
    code = stated.get("region_code", "")
    known = {
        key for _label, group in choices.of_alliance() if isinstance(group, list) for key, _name in group
    }
    if not code:
        place = {"region": choices.UNKNOWN} if stated else {}
    else:
        place = {"region": code} if code in known else {"region": choices.ELSEWHERE, "elsewhere": code}
    return {name: value for name, value in stated.items() if name != "region_code"} | place
