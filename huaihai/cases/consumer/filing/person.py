"""Steps 5 and 6: who you are, and the code that proves that the phone or e-mail is yours."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huaihai.cases.consumer import choices
from huaihai.cases.consumer.fields import MobileField, TextLine
from huaihai.cases.consumer.filing import steps
from huaihai.cases.consumer.filing.business import as_typed
from huaihai.cases.consumer.filing.steps import with_draft
from huaihai.cases.models import Case
from huaihai.cases.verbs import care, intake
from huaihai.desk.codes import SixDigitsField
from huaihai.desk.lives import Unfit
from huaihai.kit import clock
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of

CONTACT, CONFIRM = "file-contact", "file-confirm"
CODES_AN_ADDRESS = Brake("code-address", most=6, seconds=3600)
CODES_A_NETWORK = Brake("code-network", most=60, seconds=3600)


class ContactForm(steps.FilingForm):
    name = TextLine(
        max_length=40,
        label=_("Your name"),
        help_text=_("Your real name; a complaint in mediation needs it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please write your name")},
    )
    phone = MobileField(
        required=False,
        label=_("Your mobile phone"),
        help_text=_("We send a code to it in the next step, and later tell you each step by message."),
    )
    email = forms.EmailField(
        required=False,
        max_length=120,
        label=_("E-mail"),
        help_text=_("Only if you have no mobile phone: then the code and the messages go there."),
        error_messages={"invalid": _("This e-mail address is not complete, for example name@example.com")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    region = forms.ChoiceField(
        choices=choices.of_alliance,
        label=_("Where do you live?"),
        help_text=_(
            "The association of your city receives your complaint and stays at your side. If you live somewhere else, "
            "the association where the business is does so."
        ),
        error_messages={"required": _("Please choose where you live")},
    )
    elsewhere = forms.ChoiceField(
        required=False,
        choices=choices.elsewhere,
        label=_("In which city do you live?"),
        help_text=_("Only if you chose “Somewhere else” above."),
    )
    is_for_child = forms.BooleanField(
        required=False,
        label=_("I complain for a child under 14, as parent or guardian"),
        help_text=_("Then write your own name above, not the child's. You consent for the child."),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not found.get("phone") and not found.get("email"):
            self.add_error("phone", gettext("Please write your mobile number; without one, your e-mail"))
        if found.get("region") == choices.ELSEWHERE and not found.get("elsewhere"):
            self.add_error("elsewhere", gettext("Please choose the city"))
        return found


class CodeForm(steps.FilingForm):
    code = SixDigitsField()


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def contact(request: HttpRequest, case: Case) -> HttpResponse:
    """Name, phone or e-mail, where you live. Another number or address gets a code."""
    person = case.complainant
    initial = {
        "name": person.name,
        "phone": person.phone,
        "email": person.email,
        "is_for_child": person.is_for_child,
    }
    if case.consumer_at:
        initial |= as_typed({"region_code": case.consumer_at})
    form = ContactForm(case, request.POST or None, initial=initial)
    if request.method == "POST":
        fits = form.is_valid()
        _keep(case, form.cleaned_data)
        if steps.SAVE_LATER in request.POST:
            return steps.go_on(request, CONTACT, case)
        if fits and (case.complainant.confirmed_at or _send_code(request, case, form)):
            return steps.go_on(request, CONTACT, case)
    return steps.page(request, CONTACT, form, case)


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def confirm(request: HttpRequest, case: Case) -> HttpResponse:
    """The six digits; five tries in five minutes, then a new code."""
    person = case.complainant
    if person.reached_by is None:
        return redirect(CONTACT)
    if person.confirmed_at:
        return steps.go_on(request, CONFIRM, case)
    is_resend = "resend" in request.POST
    form = CodeForm(case, request.POST if request.method == "POST" and not is_resend else None)
    if is_resend:
        if _send_code(request, case, None):
            messages.success(request, gettext("A new code is on its way."))
        return redirect(request.get_full_path())
    if request.method == "POST" and form.is_valid():
        try:
            care.confirm(case, form.cleaned_data["code"], at=clock.now())
            return steps.go_on(request, CONFIRM, case)
        except Unfit as error:
            form.add_error("code", error.message)
    return steps.page(
        request, CONFIRM, form, case, last_digits=person.phone[-4:], email=person.email, save_later=False
    )


def _keep(case: Case, found: dict[str, Any]) -> None:
    """Keep what is right, also when something else is still wrong."""
    person = case.complainant
    kept = {
        name: found.get(name, getattr(person, name)) for name in ("name", "phone", "email", "is_for_child")
    }
    case.complainant = care.set_contact(case, **kept)
    region = found.get("elsewhere") if found.get("region") == choices.ELSEWHERE else found.get("region")
    if region and region != choices.ELSEWHERE:
        intake.save_answers(case, consumer_at=region)


def _send_code(request: HttpRequest, case: Case, form: ContactForm | None) -> bool:
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
