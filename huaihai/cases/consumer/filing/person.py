"""Who you are, for whom, and the code that proves that the phone or e-mail is yours."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases.consumer.fields import MobileField, TextLine
from huaihai.cases.consumer.filing import steps
from huaihai.cases.consumer.filing.steps import QuestionForm
from huaihai.cases.models import Case
from huaihai.cases.verbs import care
from huaihai.desk.codes import SixDigitsField
from huaihai.desk.lives import Unfit
from huaihai.kit import clock
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of

CODES_AN_ADDRESS = Brake("code-address", most=6, seconds=3600)
CODES_A_NETWORK = Brake("code-network", most=60, seconds=3600)


class ContactForm(QuestionForm):
    heading = _("How do we reach you?")
    template = "contact"
    name = TextLine(
        max_length=40,
        label=_("Your name"),
        help_text=_("Your real name; a complaint in mediation needs it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please write your name")},
    )
    phone = MobileField(
        required=False, label=_("Your mobile phone"), help_text=_("We send a code to it now.")
    )
    email = forms.EmailField(
        required=False,
        max_length=120,
        label=_("E-mail"),
        error_messages={"invalid": _("This e-mail address is not complete, for example name@example.com")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    is_for_child = forms.BooleanField(
        required=False,
        label=_("For my child under 14, as parent or guardian"),
        help_text=_("Your own name stands above. You decide for the child."),
    )
    acts_for = TextLine(
        required=False,
        max_length=40,
        label=_("For somebody else, for example my mother: their name"),
        help_text=_("Your own name and phone stand above: the code and all messages go to you."),
    )
    is_agreed = forms.BooleanField(
        required=False,
        label=_("They know of it and agree"),
        help_text=_("Before anything is signed, the association asks for a line signed by them."),
    )

    def first(self) -> dict[str, Any]:
        person = self.case.complainant
        kept = ("name", "phone", "email", "is_for_child", "acts_for")
        return {name: getattr(person, name) for name in kept} | {"is_agreed": bool(person.acts_for)}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors.keys() & {"phone", "email"} and not found.get("phone") and not found.get("email"):
            self.add_error("phone", gettext("Please write your mobile number; without one, your e-mail"))
        if found.get("acts_for") and not found.get("is_agreed"):
            self.add_error("is_agreed", gettext("Please ask them first, then tick here"))
        return found

    @property
    def is_for_another(self) -> bool:
        return any(
            self[name].value() or self[name].errors for name in ("is_for_child", "acts_for", "is_agreed")
        )

    def keep(self, request: HttpRequest) -> None:
        person, found = self.case.complainant, self.cleaned_data
        names = ("name", "phone", "email", "is_for_child", "acts_for")
        kept = {name: found.get(name, getattr(person, name)) for name in names}
        self.case.complainant = care.set_contact(self.case, **kept)
        if (
            self.is_valid()
            and steps.SAVE_LATER not in request.POST
            and not self.case.complainant.confirmed_at
        ):
            send_code(request, self.case, self)


class CodeForm(steps.FilingForm):
    code = SixDigitsField()


def send_code(request: HttpRequest, case: Case, form: ContactForm | None) -> bool:
    """Send a code, within limits. What stands in the way is said at the phone field, or as a banner."""
    problem = ""
    if not CODES_A_NETWORK.lets_through(network_of(request)) or not CODES_AN_ADDRESS.lets_through(
        case.complainant.phone or case.complainant.email
    ):
        problem = gettext(
            "Too many codes were asked for. Please wait an hour, or call the association to file by phone."
        )
    else:
        try:
            care.send_code(case, at=clock.now())
        except Unfit as error:
            if form is not None:  # a code is on its way already: go on and type it
                return True
            problem = str(error.message)
    if problem and form is not None:
        form.add_error("phone", problem)
    elif problem:
        messages.warning(request, problem)
    return not problem
