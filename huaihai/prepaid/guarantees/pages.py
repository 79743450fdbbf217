"""What the bank's clerk does: say what the guarantee is worth on a day, or bring a statement as a table."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from huaihai.desk.lives import DeskError, Unfit
from huaihai.kit import clock
from huaihai.kit.form_fields import Day, Line, PlainForm
from huaihai.kit.money_field import MoneyField
from huaihai.prepaid.closures import facts as closures_facts
from huaihai.prepaid.guarantees import verbs
from huaihai.prepaid.guarantees.opening import with_guarantor
from huaihai.prepaid.guarantees.verbs import LONGEST_REFERENCE, guarantor_of
from huaihai.prepaid.issuers import facts
from huaihai.prepaid.models import Issuer

A_YEAR = 366


class BalanceForm(PlainForm):
    """The balance of a day, or a table of them."""

    fen = MoneyField(label=gettext_lazy("What is the guarantee worth?"), required=False)
    day = Day(label=gettext_lazy("On which day?"), earliest=-A_YEAR, latest=0, required=False)
    reference = Line(label=gettext_lazy("Your number of it"), max_length=LONGEST_REFERENCE, required=False)
    file = forms.FileField(
        label=gettext_lazy("Or a statement as a table (CSV)"),
        help_text=gettext_lazy("With the columns date and balance. Read twice, nothing is counted twice."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("file") and found.get("fen") is None and "fen" not in self.errors:
            self.add_error("fen", ValidationError(_("Write an amount, or choose a table.")))
        if found.get("fen") is not None and found.get("day") is None and "day" not in self.errors:
            self.add_error("day", ValidationError(_("Please give a day.")))
        return found


@with_guarantor
@require_http_methods(["GET", "HEAD", "POST"])
def guarantor(request: HttpRequest, issuer: Issuer) -> HttpResponse:
    """One page: what is pledged, what was said so far, one form."""
    today = clock.today()
    form: Any = BalanceForm(request.POST or None, request.FILES or None, initial={"day": today})
    if request.method == "POST" and form.is_valid():
        try:
            added = _read(issuer, form)
        except Unfit as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        except DeskError as error:
            form.add_error(None, str(error))
        else:
            words = ngettext("Received: %(n)s line is new.", "Received: %(n)s lines are new.", added) % {
                "n": added
            }
            words = words if added else _("Received. You had said this before; nothing is new.")
            messages.success(request, words)
            return HttpResponseRedirect(request.path)
    context = {
        **facts.issuer_facts(issuer, today=today),
        "form": form,
        "lines": list(issuer.guarantee_lines.all()[:12]),
        "closing": closures_facts.on_guarantor(issuer),
    }
    return render(request, "prepaid/guarantor/page.html", context)


def _read(issuer: Issuer, form: BalanceForm) -> int:
    found, by, at = form.cleaned_data, guarantor_of(issuer), clock.now()
    added = 0
    with transaction.atomic():
        if found.get("file"):
            added += verbs.read_statement(issuer, found["file"].read(), by=by, at=at)
        if found.get("fen") is not None:
            day, reference = found["day"], found["reference"]
            added += verbs.say_balance(issuer, day=day, fen=found["fen"], reference=reference, by=by, at=at)
    return added
