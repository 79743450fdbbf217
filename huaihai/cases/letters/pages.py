"""The pages a letter opens: number and code, the one case, its files and steps, the wish to be called, leaving."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huaihai.cases import appointments, life, unmasking
from huaihai.cases.business import facts as business_facts
from huaihai.cases.business import law_words, standing, steps
from huaihai.cases.letters import opening, verbs
from huaihai.cases.letters.opening import AskForCall, OpenLetter, by_letter
from huaihai.cases.letters.verbs import LetterOver
from huaihai.cases.models import Case, LetterCode
from huaihai.cases.moved.pages import gone_cities
from huaihai.cases.papers import signed
from huaihai.cases.situation import Situation
from huaihai.desk.lives import NotAllowed
from huaihai.kit import clock, filestore, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of
from huaihai.record import events
from huaihai.record.models import Event

BRAKE = Brake("letter-network", most=30, seconds=600)
CALLS = Brake("letter-calls", most=5, seconds=86_400)
TOO_MANY = 429


@guards.public
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest) -> HttpResponse:
    """Number and code open the one case. Whatever is wrong with them looks the same."""
    form = OpenLetter(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if not BRAKE.lets_through(network_of(request)):
            form.add_error(None, _("Too many tries. Please wait ten minutes, or call the association."))
            status = TOO_MANY
        else:
            try:
                found = verbs.open_with(
                    form.cleaned_data["number"], form.cleaned_data["code"], at=clock.now()
                )
            except LetterOver:
                form.add_error(None, _refusal())
            else:
                opening.begin(request, found)
                return opening.private(HttpResponseRedirect(_next(request)))
    context = {
        "form": form,
        "is_open": opening.is_open(request),
        "was_over": "over" in request.GET,
        "gone": gone_cities(),
    }
    return opening.private(render(request, "cases/letters/letter.html", context, status=status))


@by_letter
@require_safe
def case(request: HttpRequest, held: LetterCode) -> HttpResponse:
    """First that it is no penalty; then what the consumer says, and what one can do."""
    situation = situation_of(held)
    case = situation.case
    may_see = unmasking.may_show_to_business(case)
    offers = business_facts.offers(case, situation.history, today=situation.today)
    is_open = may_see and unmasking.is_open(request.session, case.pk, clock.now())
    context = {
        "letter": held,
        "case": case,
        "stage": standing.stage_shown(case, situation.turn),
        "clock": standing.living_clock(situation),
        "meeting": appointments.shown(case, reverse("letter-appointment"), party=life.BUSINESS),
        "complaint": business_facts.complaint(case, today=situation.today),
        "consumer": business_facts.consumer(case, is_open=is_open),
        "may_see_contact": may_see and not is_open,
        "law": law_words.about(case),
        "evidence": _evidence(case, situation.history),
        "offers": offers,
        "counter": next((one for one in offers if one["is_open"] and not one["is_ours"]), None),
        "answers": business_facts.answers(case),
        "agreement": business_facts.agreement(situation),
        "signed": signed.of(case, situation.actor, "letter-signed"),
        "has_parts": case.promises.count() > 1,
        "record": business_facts.record(case, situation.history),
        "steps": steps.open_in(case),
        "waits": situation.turn.of == life.CONSUMER,
        "body": business_facts.body(case),
        "until": held.until_on,
        "is_answered": _is_answered(held),
    }
    return render(request, "cases/letters/case.html", context)


@by_letter
@require_safe
def appointment_file(request: HttpRequest, held: LetterCode) -> HttpResponse:
    """The appointment for the calendar of the business."""
    found = appointments.of_case(held.case, party=life.BUSINESS)
    if found is None:
        raise Http404
    return appointments.response(found, at=clock.now())


@by_letter
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, held: LetterCode) -> HttpResponse:
    """Rather talk: the association calls back."""
    form = AskForCall(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if CALLS.lets_through(str(held.pk)):
            verbs.ask_for_call(held, **form.cleaned_data, at=clock.now())
            messages.success(request, _("Thank you. The association calls you."))
            return HttpResponseRedirect(reverse("letter-case"))
        form.add_error(
            None, _("You have asked for a call several times today. Please call the association yourself.")
        )
    context = {"form": form, "case": held.case, "body": business_facts.body(held.case)}
    return render(request, "cases/letters/call.html", context)


@by_letter
@require_POST
def contact(request: HttpRequest, held: LetterCode) -> HttpResponse:
    """Show the consumer's name and phone for a quarter of an hour, after a settlement; the record keeps it."""
    at = clock.now()
    try:
        unmasking.show_to_business(held.case, by=verbs.actor_of(held), at=at)
    except NotAllowed:
        messages.error(request, _("The phone is shown only after a settlement."))
    else:
        unmasking.keep_open(request.session, held.case_id, at)
    return HttpResponseRedirect(reverse("letter-case") + "#consumer")


@by_letter
@require_safe
def evidence(request: HttpRequest, held: LetterCode, evidence_id: UUID) -> Any:
    """One file, as its safe copy, under a name that names nobody."""
    found = standing.file_of(held.case, evidence_id)
    return filestore.file_response(
        sha256=found.sha256, kind=found.kind, name=f"{held.case.number}", derivative=found.derivative
    )


@guards.public
@require_POST
def leaving(request: HttpRequest) -> HttpResponse:
    """This browser forgets the letter."""
    opening.leave(request)
    return HttpResponseRedirect(reverse("letter-left"))


@guards.public
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Afterwards. Names no case."""
    return render(request, "cases/letters/left.html")


def situation_of(held: LetterCode) -> Situation:
    """The one case, as the business sees it. Raises LetterOver if it went out of sight meanwhile."""
    actor = verbs.actor_of(held)
    found = Case.objects.visible_to(actor).with_parties().filter(pk=held.case_id).first()
    if found is None:
        raise LetterOver
    return Situation(found, actor, clock.today())


def _refusal() -> str:
    """The one sentence for all: no such letter, wrong code, run out, ended, locked."""
    return _(
        "This letter opens nothing. Number and code may not fit together, or the letter has run out or was replaced. "
        "Please compare both with your letter; after five wrong tries it is locked. If it still does not open, call "
        "the association: its phone stands in the letter."
    )


def _evidence(case: Case, history: list[Event]) -> list[dict[str, Any]]:
    """The files, at the addresses of these pages."""
    rows = zip(business_facts.evidence(case, history), standing.evidence(case, history), strict=True)
    return [{**row, "url": reverse("letter-evidence", args=[file.pk])} for row, file in rows]


def _is_answered(held: LetterCode) -> bool:
    """Whether something was said with this letter already."""
    said = events.history(held.case.record_key).filter(by=verbs.actor_of(held).key)
    return said.exclude(verb__in=("letter_opened", "serve", "contact_shown")).exists()


def _next(request: HttpRequest) -> str:
    """Back to where something was typed before the half hour passed, else to the case."""
    return opening.kept_path(request) or reverse("letter-case")


@by_letter
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, held: LetterCode, noun: str) -> HttpResponse:
    """The page of one step."""
    found = steps.BY_NOUN.get(noun)
    if found is None:
        raise Http404
    doing = steps.Doing(
        request,
        found,
        situation_of(held),
        case_url=reverse("letter-case"),
        template="cases/letters/step.html",
        again=lambda: situation_of(held),
    )
    return steps.take(doing)
