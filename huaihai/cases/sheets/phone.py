"""The page that a sheet's QR opens: one case, four big buttons, no sign-in and no cookie.

The code in the address is the only key. So these pages are never cached and never named to another site, and a
forged form is no danger: whoever could forge one would have to know the code.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.cases.actions import sheets
from huaihai.cases.actions.moving import CaseMoved, NotAllowed, Unfit
from huaihai.cases.actions.sheets import Outcome, SheetOver
from huaihai.cases.consumer.brakes import Brake
from huaihai.cases.lifecycle import NotPossible
from huaihai.cases.models import Complainant, Sheet
from huaihai.cases.pages import facts, unmasking
from huaihai.cases.pages.forms import CaseForm
from huaihai.cases.pages.situation import Situation
from huaihai.cases.sheets.forms import FORMS
from huaihai.kit import clock, filestore, guards
from huaihai.kit.network import network_of

BRAKE = Brake("sheet", most=120, seconds=600)
NOT_FOUND, CONFLICT, TOO_MANY = 404, 409, 429
BUTTONS: dict[str, tuple[Promise | str, str, Promise | str]] = {
    "settled": (_("Settled"), "", _("Both sides agreed: how much, until when.")),
    "not-settled": (_("Not settled"), "plain", _("They did not agree, and why.")),
    "taken": (_("Taken in hand"), "plain", _("We have it and look after it.")),
    "photo": (_("Photo of the paper"), "plain", _("Add photos; the sheet stays valid.")),
}
ENDING = ("settled", "not-settled")


def by_code(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Opens the sheet for the view. Whatever is wrong with a code looks the same, and nobody tries many."""

    @wraps(view)
    def opened(request: HttpRequest, code: str, **more: Any) -> HttpResponse:
        if not BRAKE.lets_through(network_of(request)):
            answer = render(request, "cases/sheets/over.html", {"is_slow": True}, status=TOO_MANY)
        else:
            try:
                answer = view(request, sheets.open_sheet(code, at=clock.now()), code, **more)
            except SheetOver:
                answer = render(request, "cases/sheets/over.html", status=NOT_FOUND)
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer

    return guards.public(csrf_exempt(opened))


@by_code
@require_safe
def case(request: HttpRequest, sheet: Sheet, code: str) -> HttpResponse:
    """The case in short, and what can be said about it."""
    context = _told(sheet, code) | {"buttons": _buttons(code)}
    return render(request, "cases/sheets/phone.html", context)


@by_code
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, sheet: Sheet, code: str, noun: str) -> HttpResponse:
    """One of the four."""
    if noun not in FORMS:
        raise Http404
    situation = Situation(sheet.case, sheets.actor_of(sheet), clock.today())
    if request.method != "POST":
        return _page(request, sheet, code, noun, FORMS[noun](situation=situation))
    form: CaseForm = FORMS[noun](request.POST, request.FILES, situation=situation)
    if form.is_valid():
        try:
            return HttpResponseRedirect(_act(sheet, code, noun, form))
        except CaseMoved:
            return _moved(request, code, noun)
        except (NotPossible, NotAllowed):
            form.add_error(None, gettext("The case has moved on. Please call the city."))
        except Unfit as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    return _page(request, sheet, code, noun, form)


@guards.public
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """After the outcome: the sheet is used up. Names no case."""
    return render(request, "cases/sheets/thanks.html")


def _act(sheet: Sheet, code: str, noun: str, form: CaseForm) -> str:
    """Do it, and say where to go next."""
    said, at = form.cleaned_data, clock.now()
    files = _stored(said.get("uploads", []))
    match noun:
        case "taken":
            sheets.take(sheet, text=said["text"], at=at, seen=form.version_seen)
        case "photo":
            sheets.add_photos(sheet, files=files, at=at)
        case "settled":
            outcome = Outcome(said["text"], said["perform_by_on"], said["sum_fen"], said["is_written"])
            sheets.settle(sheet, outcome, files=files, at=at, seen=form.version_seen)
        case _:
            sheets.fail(sheet, text=said["text"], files=files, at=at, seen=form.version_seen)
    if noun in ENDING:
        return reverse("sheet-thanks")
    return reverse("sheet", args=[code]) + f"?done={noun}"


def _stored(uploads: list[Any]) -> list[sheets.File]:
    try:
        return [(filestore.store(upload), upload.name or "") for upload in uploads]
    except filestore.Refused as error:
        raise Unfit("uploads", error.message) from error


def _moved(request: HttpRequest, code: str, noun: str) -> HttpResponse:
    """Somebody was quicker: the form again, with what was typed and the new version."""
    sheet = sheets.open_sheet(code, at=clock.now())
    data = request.POST.copy()
    data["seen"] = str(sheet.case.version)
    situation = Situation(sheet.case, sheets.actor_of(sheet), clock.today())
    form = FORMS[noun](data, request.FILES, situation=situation)
    return _page(request, sheet, code, noun, form, has_moved=True, status=CONFLICT)


def _page(
    request: HttpRequest,
    sheet: Sheet,
    code: str,
    noun: str,
    form: CaseForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    label, _tone, follows = BUTTONS[noun]
    context = {
        "code": code,
        "case": sheet.case,
        "label": label,
        "follows": follows,
        "form": form,
        "ends": noun in ENDING,
        "has_files": "uploads" in form.fields,
        **more,
    }
    return render(request, "cases/sheets/step.html", context, status=status)


def _told(sheet: Sheet, code: str) -> dict[str, Any]:
    """What the paper says too, without the consumer's phone: a photo of the QR must not give it away."""
    held = sheet.case
    situation = Situation(held, sheets.actor_of(sheet), clock.today())
    person = Complainant.objects.filter(case=held).first()
    living, _others = facts.of_clocks(situation)
    return {
        "code": code,
        "case": held,
        "sheet": sheet,
        "clock": living,
        "matter": facts.of_matter(situation, is_open=False),
        "business": facts.of_business(held),
        "consumer": unmasking.name_masked(person.name) if person else "",
        "above": held.responsible.city if held.responsible else None,
    }


def _buttons(code: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "tone": tone, "hint": hint, "url": reverse("sheet-step", args=[code, noun])}
        for noun, (label, tone, hint) in BUTTONS.items()
    ]
