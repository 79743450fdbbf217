"""Opening a letter: number and code as they are typed, and who has it open, for half an hour.

Measured by the machine's clock, as all sessions are. Whether the letter still opens its case is asked at every request.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases.business import asking
from huaihai.cases.case_forms import CaseForm
from huaihai.cases.letters import codes, verbs
from huaihai.cases.letters.verbs import LetterOver
from huaihai.cases.models import LetterCode
from huaihai.desk.codes import CodeField, Mistyped
from huaihai.kit import clock, guards, phones
from huaihai.kit.form_fields import Line
from huaihai.members.sessions import IDLE, LONGEST, NOTED_EVERY


class NumberField(forms.CharField):
    """The number of a letter; a slip is told by its check digit."""

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        try:
            return codes.checked_number(typed) if typed else ""
        except Mistyped as error:
            raise ValidationError(
                gettext("A digit is missing, too many, or mistyped. Please compare it with your letter.")
            ) from error


class OpenLetter(forms.Form):
    number = NumberField(
        max_length=40,
        label=_("Number of the letter"),
        help_text=_("Nine digits."),
        error_messages={"required": _("Please write the number of the letter.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "numeric"}),
    )
    code = CodeField(label=_("Letter code"), error_messages={"required": _("Please write the letter code.")})


class AskForCall(forms.Form):
    phone = Line(
        max_length=40,
        label=_("Your telephone"),
        help_text=_("A mobile phone, or a landline with its area code. Only the association sees it."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    text = Line(
        max_length=100,
        label=_("When is a good time?"),
        help_text=_("For example: tomorrow morning."),
        required=False,
    )

    def clean_phone(self) -> str:
        number = phones.public_number(self.cleaned_data["phone"])
        if number is None:
            raise ValidationError(gettext("This is no telephone number that can be called. Please check it."))
        return number


class SendLetter(CaseForm):
    way = forms.ChoiceField(
        label=_("How does the code reach the business?"),
        widget=forms.RadioSelect,
        choices=LetterCode.Way.choices,
        error_messages={"required": _("Please choose how the code reaches the business.")},
    )


OPENED = "letter"  # session key: {"id", "began", "seen"} of the letter that was opened here
KEPT_FOR = "letter_kept_for"  # whose page ran out; what was typed then is for nobody else
NOT_FOUND, CONFLICT = 404, 409
NOT_TYPED = ("seen", "csrfmiddlewaretoken", asking.PAGE, asking.BACK)

type LetterView = Callable[..., HttpResponse]


def begin(request: HttpRequest, letter: LetterCode) -> None:
    """This session has shown the right code. What somebody with another letter typed here is forgotten."""
    request.session.cycle_key()
    now = time.time()
    request.session[OPENED] = {"id": str(letter.pk), "began": now, "seen": now}
    if request.session.pop(KEPT_FOR, "") != str(letter.pk):
        request.session.pop(guards.KEPT, None)


def leave(request: HttpRequest) -> None:
    """This session forgets its letter and what was typed."""
    for name in (OPENED, KEPT_FOR, guards.KEPT):
        request.session.pop(name, None)
    request.session.cycle_key()


def is_open(request: HttpRequest) -> bool:
    """Whether a letter was opened here and its half hour has not passed."""
    held, now = request.session.get(OPENED), time.time()
    if not held:
        return False
    return bool(now - held["seen"] <= IDLE and now - held["began"] <= LONGEST)


def kept_path(request: HttpRequest) -> str:
    """Where something was typed before the half hour passed, or ""."""
    path = str((request.session.get(guards.KEPT) or {}).get("path", ""))
    return path if path.startswith(reverse("letter-case")) else ""


def by_letter(view: LetterView) -> LetterView:
    """Hands the view the letter that this session opened. Without one it asks for number and code; what was typed
    is kept meanwhile."""

    @wraps(view)
    def opened(request: HttpRequest, **more: Any) -> HttpResponse:
        if not is_open(request):
            answer = _ask(request)
        else:
            held = request.session[OPENED]
            if time.time() - held["seen"] > NOTED_EVERY:
                request.session[OPENED] = {**held, "seen": time.time()}
            try:
                answer = view(request, verbs.standing(held["id"], at=clock.now()), **more)
            except LetterOver:
                answer = over(request)
        return private(answer)

    return guards.public(opened)


def private(answer: HttpResponse) -> HttpResponse:
    """Not kept, not listed."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def over(request: HttpRequest) -> HttpResponse:
    """The letter this session opened opens nothing any more: what was typed is shown, to copy."""
    request.session.pop(OPENED, None)
    typed = [
        value for name, values in request.POST.lists() if name not in NOT_TYPED for value in values if value
    ]
    status = CONFLICT if request.method == "POST" else NOT_FOUND
    return render(request, "cases/letters/over.html", {"typed": typed}, status=status)


def _ask(request: HttpRequest) -> HttpResponse:
    held = request.session.pop(OPENED, None)
    if held and request.method == "POST":
        guards.keep_post(request)
        request.session[KEPT_FOR] = held["id"]
    return HttpResponseRedirect(reverse("letter") + ("?over=1" if held else ""))
