"""请给我打电话: which city, then a number and a time; what was promised; and what officers note of a call."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huaihai import alliance
from huaihai.alliance import City
from huaihai.cases.callback import promising, verbs
from huaihai.cases.callback.forms import CallMe
from huaihai.cases.models import CallBack
from huaihai.cases.moved.ended import takes_nothing_new
from huaihai.cases.moved.pages import gone_cities
from huaihai.cases.rights import CASEWORK
from huaihai.cases.situation import as_officer
from huaihai.cases.unmasking import phone_masked
from huaihai.desk.frame import actor_of
from huaihai.desk.lives import Moved, NotAllowed, NotPossible
from huaihai.kit import clock, guards, phones
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of
from huaihai.law import limits
from huaihai.law.triage.reading import tree
from huaihai.members import staffing
from huaihai.members.actors import Actor

ASKED_A_NUMBER = Brake("call-me-number", most=3, seconds=86_400)
ASKED_A_NETWORK = Brake("call-me-network", most=20, seconds=3600)
PROMISED = "call_me"  # session key: what was promised last
LONGEST_SENTENCE = 200
TOO_MANY = 429


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
@guards.origin_or_token
@takes_nothing_new
def new(request: HttpRequest) -> HttpResponse:
    """The city, then number and time. `problem` and `sentence` may come along from a page of the tree."""
    sent = request.POST if request.method == "POST" else request.GET
    brought = {
        "problem": sent.get("problem", "") if sent.get("problem", "") in tree().cards else "",
        "sentence": sent.get("sentence", "").replace("\x00", "")[:LONGEST_SENTENCE],
    }
    city = _city(sent.get("city", ""))
    gone = gone_cities(city.code) if city else []
    body = promising.caller_at(city.code) if city else None
    if gone or city is None or body is None or not staffing.has_people(body, on=clock.today()):
        told: dict[str, Any] = {"unreached": body, "is_asked_again": "city" in sent and body is None}
        told |= {"cities": alliance.load().cities, "brought": brought, "gone": gone}
        return render(request, "cases/callback/city.html", told)
    at = clock.now()
    is_sent = request.method == "POST" and "phone" in request.POST
    form = CallMe(
        request.POST if is_sent else None, city=city, at=at, initial={"sentence": brought["sentence"]}
    )
    status = 200
    if is_sent and form.is_valid():
        phone = form.cleaned_data["phone"]
        if ASKED_A_NETWORK.lets_through(network_of(request)) and ASKED_A_NUMBER.lets_through(phone):
            return _promised(request, form, brought["problem"])
        form.add_error(
            None, _("We were asked to call this number, or from this network, too often. Please call us.")
        )
        status = TOO_MANY
    context = {
        "form": form,
        "city": city,
        "problem": brought["problem"],
        "is_open": any(form[name].value() for name in ("place", "name", "sentence")),
        "body": form.caller,
        "kept_days": limits.CALL_BACK_KEPT.number,
    }
    return render(request, "cases/callback/new.html", context, status=status)


def _promised(request: HttpRequest, form: CallMe, problem: str) -> HttpResponse:
    said = form.cleaned_data
    held = verbs.ask(
        body=form.caller,
        phone=said["phone"],
        slot=form.slot,
        by=Actor.public(),
        at=clock.now(),
        place=said["place"],
        name=said["name"],
        sentence=said["sentence"],
        problem=problem,
        is_demo=bool(settings.DEMO),
    )
    request.session[PROMISED] = str(held.pk)
    return redirect("callback-promised")


@never_cache
@require_safe
@guards.public
def promised(request: HttpRequest) -> HttpResponse:
    """Who calls which number when, as long as this browser knows of it."""
    rows = CallBack.objects.select_related("body").to_call()
    key = request.session.get(PROMISED)
    held = rows.filter(pk=key).first() if key else None
    if held is None:
        return redirect("callback-new")
    context = {
        "held": held,
        "phone": phone_masked(held.phone),
        "when": promising.in_words(held.promised_from, held.promised_until, now=clock.now()),
    }
    return render(request, "cases/callback/promised.html", context)


@guards.staff(*CASEWORK)
@require_POST
def not_reached(request: HttpRequest, callback_id: UUID) -> HttpResponse:
    """Nobody took the call."""
    held = _held(request, callback_id)

    def act(seen: int, actor: Actor) -> str:
        verbs.not_reached(held, by=actor, at=clock.now(), seen=seen)
        if held.ended_at:
            if phones.mobile(held.phone) is None:
                return _("Noted. That was the third try, and it ends. No SMS goes to a landline.")
            return _("Noted. That was the third try: the person is told, and it ends.")
        when = promising.in_words(held.promised_from, held.promised_until, now=clock.now())
        return _("Noted. The next call is promised: %(when)s.") % {"when": when}

    return _acted(request, act)


@guards.staff(*CASEWORK)
@require_POST
def answered(request: HttpRequest, callback_id: UUID) -> HttpResponse:
    """They talked, and no complaint came of it."""
    held = _held(request, callback_id)

    def act(seen: int, actor: Actor) -> str:
        verbs.done(held, by=actor, at=clock.now(), seen=seen)
        return _("The call-back is done.")

    return _acted(request, act)


def strip(held: CallBack | None) -> dict[str, Any]:
    """What the register page shows above its form: whom to call, until when, what was said."""
    if held is None:
        return {}
    when = promising.in_words(held.promised_from, held.promised_until, now=clock.now())
    return {"call_back": held, "call_back_when": when, "most_tries": verbs.MOST_TRIES}


def to_register(actor: Actor, key: Any) -> CallBack | None:
    """One of the officer's own body that waits, by what stands in the address or in the form."""
    try:
        wanted = UUID(str(key))
    except ValueError:
        return None
    rows = CallBack.objects.visible_to(actor).to_call().filter(body=actor.organisation)
    return rows.select_related("body").filter(pk=wanted).first()


def _acted(request: HttpRequest, act: Any) -> HttpResponse:
    try:
        messages.success(request, act(_seen(request), as_officer(actor_of(request))))
    except Moved:
        messages.warning(request, _("Somebody else has noted something about this call meanwhile."))
    except (NotAllowed, NotPossible) as error:
        messages.warning(request, str(error))
    return HttpResponseRedirect(reverse("office"))


def _held(request: HttpRequest, callback_id: UUID) -> CallBack:
    actor = as_officer(actor_of(request))
    held: CallBack = get_object_or_404(
        CallBack.objects.visible_to(actor).select_related("body"), pk=callback_id
    )
    return held


def _seen(request: HttpRequest) -> int:
    try:
        return int(request.POST.get("seen", ""))
    except ValueError:
        raise Http404 from None


def _city(code: str) -> City | None:
    try:
        return alliance.load().city(code)
    except KeyError:
        return None
