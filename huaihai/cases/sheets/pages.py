"""A sheet made and printed at the desk; the page that its QR opens: one case, four big buttons, no sign-in.

No cookie either: the code in the address is the only key. So these pages are never cached and never named to another
site, and a forged form is no danger: whoever could forge one would have to know the code.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.cases import case_facts, unmasking
from huaihai.cases.business.forms import Files
from huaihai.cases.case_forms import CaseForm, text_field
from huaihai.cases.models import Case, Complainant, Sheet
from huaihai.cases.moved.pages import gone_cities
from huaihai.cases.sheets import verbs
from huaihai.cases.sheets.verbs import Outcome, SheetOver
from huaihai.cases.situation import CASEWORK, Situation
from huaihai.cases.verbs.moving import parties_of
from huaihai.desk import codes
from huaihai.desk.asking import MakeForm, Question, ask, asking
from huaihai.desk.frame import no_frame
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.uploads import all_stored
from huaihai.kit import clock, guards, local_words
from huaihai.kit.brakes import Brake
from huaihai.kit.form_fields import Day
from huaihai.kit.money_field import MoneyField
from huaihai.kit.network import network_of, whole
from huaihai.members.actors import Actor

TWO_YEARS = 731
PHOTO_HINT = _("Photograph the filled-in paper. At most 25 MB a file.")


class Taken(CaseForm):
    text = text_field(
        _("Who looks after it"),
        _("Name and phone of the mediator, so that the city can call."),
        required=False,
    )


class Settled(CaseForm):
    text = text_field(_("What was agreed"), _("Who does what, and how. Both sides read this."))
    sum_fen = MoneyField(label=_("Sum"), required=False, help_text=_("Leave empty if no money is paid."))
    perform_by_on = Day(label=_("To be done by"), earliest=0, latest=TWO_YEARS)
    is_written = forms.BooleanField(label=_("Both signed it on paper"), required=False)
    uploads = Files(label=_("Photo of the paper"), required=False, help_text=PHOTO_HINT)


class NotSettled(CaseForm):
    text = text_field(_("Why not"), _("Only the associations read this. The city decides what comes next."))
    uploads = Files(label=_("Photo of the paper"), required=False, help_text=PHOTO_HINT)


class Photo(CaseForm):
    uploads = Files(
        label=_("Photos"),
        help_text=PHOTO_HINT,
        error_messages={"required": _("Please choose at least one file.")},
    )


FORMS: dict[str, type[Any]] = {"taken": Taken, "settled": Settled, "not-settled": NotSettled, "photo": Photo}


CODES = "sheet_codes"  # session key: sheet → its code, for as long as the session lasts
MOST_CODES = 20
REFUSED = 409


@guards.staff(*CASEWORK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What a sheet is, and the button that makes one."""
    actor, case = _seen(request, case_id)
    if request.method != "POST":
        return _asked(request, actor, case)
    try:
        made, code = verbs.print_sheet(case, by=actor, at=clock.now())
    except Unfit as error:
        return _asked(request, actor, case, why=error.message, status=REFUSED)
    except NotAllowed:
        return _asked(request, actor, case, why=gettext("Another body has the case now."), status=REFUSED)
    held = request.session.get(CODES, {})
    held[str(made.pk)] = code
    request.session[CODES] = dict(list(held.items())[-MOST_CODES:])
    return HttpResponseRedirect(reverse("sheet-printed", args=[case.pk, made.pk]))


@guards.staff(*CASEWORK)
@never_cache
@require_safe
def printed(request: HttpRequest, case_id: UUID, sheet_id: UUID) -> HttpResponse:
    """The sheet itself, to be printed: what a mediator needs, boxes to fill by hand, the QR."""
    actor, case = _seen(request, case_id)
    made = get_object_or_404(case.sheets, pk=sheet_id)
    situation = Situation(case, actor, clock.today())
    living, _others = case_facts.of_clocks(situation)
    context = {
        "case": case,
        "sheet": made,
        "address": _address(request, made),
        "person": Complainant.objects.filter(case=case).first(),
        "matter": case_facts.of_matter(situation, is_open=True),
        "business": case_facts.of_business(case),
        "body": local_words.in_script(case.responsible.name) if case.responsible else "",
        "above": case.responsible.city if case.responsible else None,
        "clock": living,
        "is_over": made.ended_at is not None,
    }
    return render(request, "cases/sheets/paper.html", context)


@guards.staff(*CASEWORK)
@never_cache
@require_safe
def qr(request: HttpRequest, case_id: UUID, sheet_id: UUID) -> HttpResponse:
    """The QR of the sheet, as a picture."""
    _actor, case = _seen(request, case_id)
    address = _address(request, get_object_or_404(case.sheets, pk=sheet_id))
    if not address:
        raise Http404
    return HttpResponse(codes.qr(address), content_type="image/svg+xml")


def _asked(
    request: HttpRequest, actor: Actor, case: Case, *, why: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "case": case,
        "body": case.responsible,
        "is_possible": verbs.may_have_sheet(case),
        "held": case.sheets.filter(ended_at=None, expires_at__gt=clock.now()).first(),
        "why": why,
        "days": verbs.GOOD_FOR.days,
    }
    return render(request, "cases/sheets/new.html", context, status=status)


def _seen(request: HttpRequest, case_id: UUID) -> tuple[Actor, Case]:
    """The officer and the case, if the officer's body has it or stands above the one that has it; else 404."""
    held: Actor = request.actor  # type: ignore[attr-defined]
    actor = Actor(
        "officer", held.key, organisation=held.organisation, account_id=held.account_id, roles=held.roles
    )
    case = get_object_or_404(Case.objects.visible_to(actor).with_parties(), pk=case_id)
    if "body" not in parties_of(actor, case):
        raise Http404
    return actor, case


def _address(request: HttpRequest, made: Sheet) -> str:
    """Where the QR leads, as long as this session knows the code; else nothing."""
    code = request.session.get(CODES, {}).get(str(made.pk))
    if not code:
        return ""
    return whole(request, reverse("sheet", args=[code]))


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
                answer = view(request, verbs.open_sheet(code, at=clock.now()), code, **more)
            except SheetOver:
                answer = render(request, "cases/sheets/over.html", {"gone": gone_cities()}, status=NOT_FOUND)
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
@asking
def step(request: HttpRequest, sheet: Sheet, code: str, noun: str) -> HttpResponse:
    """One of the four."""
    if noun not in FORMS:
        raise Http404
    return ask(
        request,
        _question(sheet, code, noun),
        form=_form(sheet, noun),
        act=partial(_act, sheet, noun),
        done="",
        to=reverse("sheet-thanks") if noun in ENDING else reverse("sheet", args=[code]) + f"?done={noun}",
    )


@guards.public
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """After the outcome: the sheet is used up. Names no case."""
    return render(request, "cases/sheets/thanks.html")


def _question(sheet: Sheet, code: str, noun: str) -> Question:
    label, _tone, follows = BUTTONS[noun]

    def again() -> tuple[Question, MakeForm]:
        now = verbs.open_sheet(code, at=clock.now())
        return _question(now, code, noun), _form(now, noun)

    return Question(
        current="",
        title=label,
        button=_("Send"),
        back=reverse("sheet", args=[code]),
        back_label=_("Back"),
        lead=follows,
        template="cases/sheets/step.html",
        context={"case": sheet.case, "ends": noun in ENDING},
        frame=no_frame,
        now=lambda _row: "",
        again=again,
    )


def _form(sheet: Sheet, noun: str) -> MakeForm:
    situation = Situation(sheet.case, verbs.actor_of(sheet), clock.today())
    return lambda *sent: FORMS[noun](*sent, situation=situation)


def _act(sheet: Sheet, noun: str, form: CaseForm) -> None:
    said, seen, at = form.cleaned_data, form.version_seen, clock.now()
    files = all_stored(said.get("uploads", []))
    try:
        match noun:
            case "taken":
                verbs.take(sheet, text=said["text"], at=at, seen=seen)
            case "photo":
                verbs.add_photos(sheet, files=files, at=at)
            case "settled":
                outcome = Outcome(said["text"], said["perform_by_on"], said["sum_fen"], said["is_written"])
                verbs.settle(sheet, outcome, files=files, at=at, seen=seen)
            case _:
                verbs.fail(sheet, text=said["text"], files=files, at=at, seen=seen)
    except (NotPossible, NotAllowed) as error:
        raise Unfit("", gettext("The case has moved on. Please call the city.")) from error


def _told(sheet: Sheet, code: str) -> dict[str, Any]:
    """What the paper says too, without the consumer's phone: a photo of the QR must not give it away."""
    held = sheet.case
    situation = Situation(held, verbs.actor_of(sheet), clock.today())
    person = Complainant.objects.filter(case=held).first()
    living, _others = case_facts.of_clocks(situation)
    return {
        "code": code,
        "case": held,
        "sheet": sheet,
        "clock": living,
        "matter": case_facts.of_matter(situation, is_open=False),
        "business": case_facts.of_business(held),
        "consumer": unmasking.name_masked(person.name) if person else "",
        "above": held.responsible.city if held.responsible else None,
    }


def _buttons(code: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "tone": tone, "hint": hint, "url": reverse("sheet-step", args=[code, noun])}
        for noun, (label, tone, hint) in BUTTONS.items()
    ]
