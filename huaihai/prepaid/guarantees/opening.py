"""The bank clerk's page opens with the code of a letter, for half an hour, without an account."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huaihai.desk.codes import CodeField
from huaihai.kit import guards
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of
from huaihai.members.sessions import IDLE
from huaihai.prepaid.cards.opening import MARK, private
from huaihai.prepaid.issuers.verbs import guarantor_fingerprint
from huaihai.prepaid.models import Issuer

OPENED: Final = "prepaid_guarantor"  # session key: {"id", "mark", "seen"}
BRAKE = Brake("prepaid-guarantor", most=30, seconds=600)
TOO_MANY: Final = 429


class OpenForm(forms.Form):
    """The code of the letter."""

    code = CodeField(
        label=gettext_lazy("Code of the letter"),
        error_messages={"required": gettext_lazy("Please write the code of the letter.")},
    )


def with_guarantor(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hands the view the pledge whose letter this browser has opened. Without it the code is asked for."""

    @wraps(view)
    def opened(request: HttpRequest, issuer_id: UUID, **more: Any) -> HttpResponse:
        kept: dict[str, Any] = request.session.get(OPENED) or {}
        is_open = kept.get("id") == str(issuer_id) and time.time() - kept["seen"] <= IDLE
        issuer = Issuer.objects.with_parties().filter(pk=issuer_id).first() if is_open else None
        if issuer is None or issuer.guarantor_code_hash[:MARK] != kept["mark"]:
            request.session.pop(OPENED, None)
            return private(HttpResponseRedirect(reverse("guarantor-open")))
        request.session[OPENED] = {**kept, "seen": time.time()}
        return private(view(request, issuer, **more))

    return guards.public(opened)


@guards.public
@require_http_methods(["GET", "HEAD", "POST"])
def open_letter(request: HttpRequest) -> HttpResponse:
    """The code as it is typed."""
    form, status = OpenForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        stored = guarantor_fingerprint(form.cleaned_data["code"])
        if not BRAKE.lets_through(network_of(request)):
            form.add_error(None, _("Too many tries. Please wait ten minutes."))
            status = TOO_MANY
        elif (issuer := Issuer.objects.filter(guarantor_code_hash=stored).first()) is not None:
            request.session.cycle_key()
            mark = stored[:MARK]
            request.session[OPENED] = {"id": str(issuer.pk), "mark": mark, "seen": time.time()}
            return private(HttpResponseRedirect(reverse("guarantor", args=[issuer.pk])))
        else:
            form.add_error("code", _("No letter has this code. Perhaps a newer one was written."))
    return private(render(request, "prepaid/guarantor/open.html", {"form": form}, status=status))
