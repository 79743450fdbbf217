"""The page where the code of a notice's letter is typed."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from huaihai.cases.letters.forms import QUIET, CodeField
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.form_fields import Line, name_what_is_needed
from huaihai.kit.network import network_of
from huaihai.supervision.testing.hearing.letter_codes import found_by
from huaihai.supervision.testing.hearing.own_pages import address_of

BRAKE = Brake("test-notice-network", most=30, seconds=600)
TOO_MANY = 429


class CodeForm(forms.Form):
    """Which test, and the code of the letter."""

    number = Line(
        label=pgettext_lazy("notice", "Number of the test"),
        max_length=20,
        help_text=gettext_lazy("It stands on the letter, such as 2026-3."),
    )
    code = CodeField(
        max_length=60,
        label=pgettext_lazy("notice", "Code of the letter"),
        help_text=gettext_lazy("17 letters and digits. Dashes and capitals do not matter."),
        widget=forms.TextInput(attrs={**QUIET, "autocapitalize": "characters"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)


@guards.public
@require_http_methods(["GET", "HEAD", "POST"])
def typed(request: HttpRequest) -> HttpResponse:
    """Number and code lead to the page that the QR opens. Whatever is wrong with them looks the same."""
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        if not BRAKE.lets_through(network_of(request)):
            form.add_error(None, _("Too many tries. Please wait ten minutes, or call the association."))
            status = TOO_MANY
        else:
            said = form.cleaned_data
            row = found_by(said["number"], said["code"], at=clock.now())
            if row is not None:
                return _private(HttpResponseRedirect(address_of(row)))
            form.add_error(None, _("Number and code do not open a letter, or its time is over."))
    return _private(
        render(request, "supervision/testing/hearing/typed_code.html", {"form": form}, status=status)
    )


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
