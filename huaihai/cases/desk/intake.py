"""Taking a complaint down: a visit, a call, a letter, an entrusted case; the receipt to hand over."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.cases import case_facts, elsewhere
from huaihai.cases.callback import pages as callback
from huaihai.cases.callback import verbs as callback_verbs
from huaihai.cases.consulting import verbs as consulting
from huaihai.cases.consumer.filing import papers
from huaihai.cases.desk import taking_down, verbs
from huaihai.cases.desk.intake_forms import Entrust, Register, TakenDown
from huaihai.cases.desk.pages import situation_of
from huaihai.cases.desk.taking_down import Found
from huaihai.cases.models import Case, Consultation
from huaihai.cases.situation import CASEWORK, as_officer
from huaihai.cases.triage import beside
from huaihai.cases.verbs import intake, routing
from huaihai.cases.verbs.intake import Receipt
from huaihai.desk.lives import Unfit
from huaihai.kit import clock, guards
from huaihai.kit.ids import new_id
from huaihai.kit.sessions import SessionStore
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import clocks, events
from huaihai.record import intake as keys
from huaihai.record.intake import KeyReused

ORIGIN = "register_origin"  # session key: how the last one came
CODES = "receipt_codes"  # session key: receipt codes of the newest cases written down here
MOST_CODES = 10


def take_down(form: TakenDown, found: Found, request: HttpRequest, *, organisation: Organisation) -> Receipt:
    """The case of this form. The same form sent twice is one case; its code is shown to the first sender.

    Raises Unfit, KeyReused.
    """
    by, at = found.actor, found.at
    made: dict[str, Receipt] = {}
    sent = papers.store_files(request)

    def act() -> dict[str, Any]:
        made["new"] = _new(form, organisation, found)
        refused = complete(made["new"].case, form, found, sent)
        if began_as := _consultation(found.actor, form.cleaned_data.get("consultation")):
            consulting.become_case(began_as, made["new"].case, by=by, at=at)
        if call_back := callback.to_register(found.actor, form.cleaned_data.get("callback")):
            callback_verbs.became_case(call_back, made["new"].case, by=by, at=at)
        return {"case": str(made["new"].case.pk), "number": made["new"].number, "refused": refused}

    with transaction.atomic():
        answer, is_new = keys.once(key=_key(form), body=by.key, at=at, act=act)
        if (
            is_new
        ):  # written now: if the answer never arrives, the form sent again leads to the receipt with its code
            keep_code(cast("SessionStore", request.session), made["new"])
    if is_new:
        for words in answer["refused"]:
            messages.warning(request, words)
        return made["new"]
    return Receipt(Case.objects.visible_to(by).get(pk=answer["case"]), answer["number"], "", is_new=False)


def complete(
    case: Case, form: TakenDown, found: Found, sent: tuple[list[papers.Kept], list[Any]]
) -> list[str]:
    """What belongs to a new case beside its matter: consents, numbers elsewhere, files, the older file that it joins.
    Returns why files were refused. Raises Unfit.
    """
    kept, refused = sent
    wording = intake.ON_PAPER if form.cleaned_data.get("is_signed") else intake.READ_OUT
    intake.consent(case, purposes=form.cleaned_data["consents"], wording=wording, at=found.at)
    elsewhere.keep(case, form.elsewhere(), by=found.actor, at=found.at)
    refused = [*refused, *papers.add_files(case, kept, by=found.actor)]
    _label(case, found)
    if older := found.to_join():
        routing.link(case, to_number=str(older.number), by=found.actor, at=found.at)
    return [str(words) for words in refused]


def _label(case: Case, found: Found) -> None:
    """A card that an officer chose although another one was found first: by this the tree learns."""
    first = next(iter(beside.nearest(found.typed["story"])), None)
    if case.problem and first is not None and case.problem != first.id:
        facts = {"problem": case.problem, "found": first.id}
        key = found.actor.key
        events.write(subject=case.record_key, verb="problem_chosen", by=key, at=found.at, facts=facts)


def keep_code(session: SessionStore, receipt: Receipt) -> None:
    """Keep the receipt code, so that the page that shows it can be opened again in this session."""
    if receipt.code:
        held = {**session.get(CODES, {}), str(receipt.case.pk): receipt.code}
        session[CODES] = dict(list(held.items())[-MOST_CODES:])
    session.save_within()


def kept_code(session: SessionBase, case_id: UUID) -> str:
    """The receipt code of a case written down in this session, or ""."""
    code: str = session.get(CODES, {}).get(str(case_id), "")
    return code


def _new(form: TakenDown, organisation: Organisation, found: Found) -> Receipt:
    facts: dict[str, Any] = {
        **form.answers(),
        **form.person(),
        "stated": form.stated(),
        "business": found.chosen.business if found.chosen else None,
        "is_demo": bool(settings.DEMO),
    }
    said, by, at = form.cleaned_data, found.actor, found.at
    if isinstance(form, Entrust):
        number, due_on = said["regulator_number"], said["due_on"]
        return intake.entrust(
            organisation=organisation, regulator_number=number, due_on=due_on, by=by, at=at, **facts
        )
    if not isinstance(form, Register):
        raise TypeError(f"{type(form).__name__} is no form of a new case")
    origin, came_on = said["origin"], said["came_on"]
    return intake.register(organisation=organisation, origin=origin, came_on=came_on, by=by, at=at, **facts)


def _key(form: TakenDown) -> str:
    return f"desk:{form.cleaned_data['key']}"


@guards.staff(*CASEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Write down a visit, a call, a letter or an e-mail."""
    return _take_down(request, Register, _("Write down a complaint"))


@guards.staff(*CASEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def entrusted(request: HttpRequest) -> HttpResponse:
    """Write down a case that the market regulator entrusts to this body."""
    return _take_down(request, Entrust, _("Write down an entrusted case"))


@require_safe
@guards.staff(*CASEWORK)
def receipt(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Number and receipt code, to read out, hand over or print."""
    case = situation_of(request, case_id).case
    code = kept_code(request.session, case_id)
    today, check = clock.today(), clocks.running(case.record_key).get("forward")
    context = {
        "case": case,
        "code": code,
        "no_answer": verbs.BY_VERB.get("no_answer"),
        "received": case_facts.received_at(case, today),
        "over_on": check.due_on if check and check.due_on < today else None,
    }
    return render(request, "cases/desk/receipt.html", context)


def _take_down(request: HttpRequest, form_class: type[TakenDown], heading: str) -> HttpResponse:
    actor = as_officer(request.actor)  # type: ignore[attr-defined]
    node = actor.organisation
    if node is None or node.kind == Organisation.Kind.ALLIANCE:
        raise Http404
    place = node.region_code
    if taking_down.is_asked_again(request):
        return taking_down.looked_up_page(
            request, form_class, heading, first_place=place, **_promised(request)
        )
    if request.method != "POST":
        kept = guards.kept_post(request)
        form = form_class(kept, first_place=place, initial=_initial(request, place))
        known = taking_down.found_in(request, kept or form.initial)
        return taking_down.page(request, form, heading, found=known, kept=bool(kept), **_promised(request))
    data = taking_down.settled(request)
    form, found = form_class(data, first_place=place), taking_down.found_in(request, data)
    if form.is_valid() and not keys.is_used(_key(form)) and not found.is_judged:
        taking_down.ask_about_alike(form)
    if form.is_valid() and (made := _made(request, form, found, node)):
        request.session[ORIGIN] = form.cleaned_data.get("origin", "")
        return after(request, made, found)
    return taking_down.page(request, form, heading, found=found, **_promised(request))


def _promised(request: HttpRequest) -> dict[str, Any]:
    """The call that somebody was promised, if the officer comes from there."""
    key = request.POST.get("callback") or request.GET.get("callback")
    return callback.strip(callback.to_register(as_officer(request.actor), key))  # type: ignore[attr-defined]


def _made(request: HttpRequest, form: TakenDown, found: Found, node: Organisation) -> Receipt | None:
    """The new case, or None with the reason in the form."""
    try:
        return take_down(form, found, request, organisation=node)
    except Unfit as error:
        taking_down.add_error(form, error)
    except KeyReused:
        form.add_error(
            None, _("This page was used already. Please open it again; copy what you typed first.")
        )
    return None


def after(request: HttpRequest, made: Receipt, found: Found) -> HttpResponse:
    """Where the officer goes on: the receipt, or the older file that it was joined to."""
    if not made.is_new:
        messages.info(request, _("This complaint was written down already; there is one case only."))
    elif older := found.to_join():
        messages.success(request, _("It was joined to the older file, which goes on."))
        return HttpResponseRedirect(reverse("desk-case", args=[older.pk]))
    return HttpResponseRedirect(reverse("desk-receipt", args=[made.case.pk]))


def _initial(request: HttpRequest, place: str) -> dict[str, Any]:
    """A new key, the own city, and the way in which the last one came; or all that a consultation said."""
    origin = request.session.get(ORIGIN) or Case.Origin.PHONE.value
    initial = {"key": str(new_id()), "consumer_at": place, "origin": origin}
    if call_back := callback.to_register(as_officer(request.actor), request.GET.get("callback")):  # type: ignore[attr-defined]
        return initial | {
            "origin": Case.Origin.PHONE.value,
            "callback": str(call_back.pk),
            "phone": call_back.phone,
            "name": call_back.name,
            "story": call_back.sentence,
            "consumer_at": call_back.place,
            "problem": call_back.problem,
        }
    held = _consultation(as_officer(request.actor), request.GET.get("consultation"))  # type: ignore[attr-defined]
    if held is None:
        return initial
    is_visit = held.channel == Consultation.Channel.VISIT
    return initial | {
        "origin": Case.Origin.VISIT.value if is_visit else Case.Origin.PHONE.value,
        "consultation": str(held.pk),
        "phone": held.phone,
        "name": held.name,
        "story": held.question,
        "category": held.category,
    }


def _consultation(actor: Actor, key: Any) -> Consultation | None:
    """One that is no case yet, if this officer sees it."""
    try:
        wanted = UUID(str(key))
    except ValueError:
        return None
    rows = Consultation.objects.visible_to(actor).filter(case=None, erased_at=None)
    return rows.filter(pk=wanted).first()
