"""Coming back: file number and receipt code; a lost code; what this browser holds; opening one case; leaving."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huaihai.cases import numbers, turns, visits
from huaihai.cases.consumer.fields import FileNumberField, TextLine
from huaihai.cases.consumer.filing import steps
from huaihai.cases.consumer.filing.receipts import KEPT as RECEIPT_KEPT
from huaihai.cases.models import Case
from huaihai.cases.moved import verbs as moving_on
from huaihai.cases.moved.pages import gone_cities, leads_on
from huaihai.cases.passing import facts as passing_facts
from huaihai.cases.situation import seen_case
from huaihai.cases.verbs import care
from huaihai.cases.wechat import provider
from huaihai.desk import codes
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of
from huaihai.members import actors
from huaihai.members.actors import Actor


def open_with(number: str, code: str) -> Case | None:
    """The case that this number and code open, or None: wrong and unknown look the same, and take as long."""
    try:
        stored = numbers.checked_number(number)
    except numbers.BadNumber:
        stored = ""
    case = Case.objects.only("receipt_hash").filter(number=stored).first() if stored else None
    given = numbers.receipt_fingerprint(code)
    return case if codes.fits(given, case.receipt_hash if case else "") else None


type CaseView = Callable[[HttpRequest, Case, Actor], HttpResponse]


def with_case(view: CaseView) -> Callable[..., HttpResponse]:
    """Hands the view the case and its consumer. Not yours answers like not there; a draft leads to its page."""

    @wraps(view)
    def opened(request: HttpRequest, case_id: UUID) -> HttpResponse:
        case, actor = open_case(request, case_id)
        if case.stage == "draft":
            return redirect("file-go-on", case_id=case.pk)
        return view(request, case, actor)

    return guards.consumer(opened)


def open_case(request: HttpRequest, case_id: UUID) -> tuple[Case, Actor]:
    """The case and its consumer. Raises Http404."""
    try:
        actor = Actor.of_request(request).for_case(case_id)
    except PermissionError as error:
        raise Http404 from error
    case = seen_case(request, actor, case_id)
    if case.stage == "abandoned":
        raise Http404
    return case, actor


def moved(request: HttpRequest, case: Case, typed: list[str]) -> HttpResponse:
    """Somebody changed the case meanwhile: how it stands now, and what was typed, to keep."""
    fresh = Case.objects.visible_to(Actor.consumer({case.pk})).with_parties().get(pk=case.pk)
    context = {"case": fresh, "typed": typed}
    return render(request, "cases/consumer/moved.html", context, status=HTTPStatus.CONFLICT)


TRIES_A_NETWORK = Brake("track-network", most=100, seconds=900)
TRIES_HERE = Brake("track-here", most=10, seconds=900)  # of one number from one network
NEW_CODES_HERE = Brake("new-code-here", most=3, seconds=3600)  # of one number to one address
NEW_CODES_A_NETWORK = Brake("new-code-network", most=30, seconds=3600)


class TrackForm(forms.Form):
    number = FileNumberField(
        label=_("File number"),
        help_text=_("On your receipt and in our messages, for example 3203-2026-418207-5"),
        error_messages={"required": _("Please write the file number")},
    )
    code = forms.CharField(
        max_length=60,
        label=_("Receipt code"),
        help_text=_(
            "Shown after you sent the complaint, for example K7QF-M2XW-9D. Dashes and capitals do not matter."
        ),
        error_messages={"required": _("Please write the receipt code")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class LostForm(forms.Form):
    number = FileNumberField(
        label=_("File number"),
        help_text=_("It is in every message we sent you."),
        error_messages={"required": _("Please write the file number")},
    )
    address = TextLine(
        max_length=120,
        label=_("The phone or e-mail you confirmed"),
        error_messages={"required": _("Please write the phone number or e-mail that you confirmed")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
def track(request: HttpRequest) -> HttpResponse:
    """File number and receipt code open the case for this browser. Wrong and unknown get the same answer."""
    form = TrackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        if too_many := _braked(number, network_of(request)):
            form.add_error(None, too_many)
        elif (case := open_with(number, code)) is None:
            if (move := moving_on.led_on(number, code)) is not None:
                TRIES_HERE.free(f"{number} {network_of(request)}")
                return leads_on(request, move, number=number, code=code)
            form.add_error(
                None,
                gettext(
                    "Number and code do not fit together. Please compare both with your receipt and try again."
                ),
            )
        else:
            TRIES_HERE.free(f"{number} {network_of(request)}")
            visits.begin(request, case.pk, visits.mark_of(case))
            return redirect(_next(request) or reverse("my-case", args=[case.pk]))
    context = {
        "form": form,
        "kept": "kept" in request.GET,
        "gone": gone_cities(),
        "wechat": provider.is_offered(request.headers.get("User-Agent", "")),
    }
    return render(request, "cases/consumer/track.html", context)


def _braked(number: str, network: str) -> str:
    """What to say to whoever tried too often; "" if this try may go on. No owner is kept out by tries from elsewhere,
    unless there are hundreds a day: then the confirmed phone leads in."""
    if not (TRIES_A_NETWORK.lets_through(network) and TRIES_HERE.lets_through(f"{number} {network}")):
        return gettext("Too many tries. Please wait a quarter of an hour, or call the association.")
    if not care.TRIES_A_NUMBER.lets_through(number):
        return gettext(
            "Somebody has tried many wrong codes for this file. Please have a new code sent to your phone or e-mail "
            "(below); with it you can go on at once."
        )
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
def lost(request: HttpRequest) -> HttpResponse:
    """A new receipt code to the confirmed phone or e-mail. The answer is the same whether it fits or not."""
    form = LostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number, address = form.cleaned_data["number"], form.cleaned_data["address"]
        if not NEW_CODES_A_NETWORK.lets_through(network_of(request)):
            form.add_error(None, gettext("Too many tries. Please wait an hour, or call the association."))
        else:
            if NEW_CODES_HERE.lets_through(f"{number} {address}"):
                care.ask_for_new_code(number, address, at=clock.now())
            messages.success(
                request,
                gettext("If both belong together, a new receipt code is on its way there."),
            )
            return redirect("track")
    context = {"form": form, "gone": gone_cities()}
    return render(request, "cases/consumer/track_lost.html", context)


@require_safe
@guards.consumer
def cases(request: HttpRequest) -> HttpResponse:
    """The complaints this browser has opened, the newest first."""
    own = Actor.consumer(Actor.of_request(request).case_ids)
    held = list(
        Case.objects.visible_to(own).with_parties().exclude(stage="abandoned").order_by("-created_at")
    )
    if len(held) == 1 and held[0].stage != "draft":
        return redirect("my-case", case_id=held[0].pk)
    found = turns.of_many(held, today=clock.today())
    gone = passing_facts.handed_over(held)
    rows = [
        (case, found[case.pk], passing_facts.HANDED_OVER if case.pk in gone else case.stage_info.consumer)
        for case in held
    ]
    return render(request, "cases/consumer/my_cases.html", {"rows": rows})


@require_POST
@guards.public
def leave(request: HttpRequest) -> HttpResponse:
    """This browser forgets the cases it has opened."""
    actors.forget_cases(request)
    for name in (steps.CURRENT, RECEIPT_KEPT, guards.KEPT, visits.OPENED):
        request.session.pop(name, None)
    request.session.cycle_key()
    messages.success(
        request, gettext("You have left. To come back you need your file number and receipt code.")
    )
    return redirect("home")


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    own = wanted.startswith(reverse("my-cases")) and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None, require_https=request.is_secure()
    )
    return wanted if own else ""
