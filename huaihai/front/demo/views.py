"""The demo's own pages: the way in, the outbox, and the day that moves on."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from huaihai import alliance
from huaihai.businesses.models import Poster
from huaihai.cases.models import Case
from huaihai.cases.models.case import CaseQuerySet
from huaihai.education.sending.facts import newest
from huaihai.front.demo import installing, moving_on, people
from huaihai.kit import clock, guards, local_words, paging
from huaihai.kit.spoken import full_day
from huaihai.members.actors import Actor
from huaihai.members.factors import demo_accounts
from huaihai.record.due import Braked
from huaihai.record.models import OutboxMessage

STEPS = (1, 7, 30)  # days that the strip offers
LETTERS = 10  # to subscribers, shown below the messages
LAST_DAY_AFTER = timedelta(days=400)  # holiday notices and patience end there
CODE = re.compile(r"(?<![0-9A-Z-])[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}(?![0-9A-Z-])")


@dataclass(frozen=True)
class OpenCase:
    """A case that anybody may open in the demo, with its number, its code, and the name that accepting asks for."""

    case: Case
    code: str

    @property
    def name(self) -> str:
        return self.case.complainant.name


@dataclass(frozen=True)
class Sent:
    """A message as the outbox shows it. The middle of a telephone number is hidden: visitors type their own."""

    message: OutboxMessage

    @property
    def to(self) -> str:
        address = self.message.address
        return f"{address[:3]}****{address[-4:]}" if len(address) > 7 else address


@require_safe
@guards.public
def guide(request: HttpRequest) -> HttpResponse:
    """What the demo is, a walk through it, and everything needed to take part."""
    _only_in_the_demo()
    shown, accounts = _shown(), demo_accounts()
    return render(
        request,
        "front/demo/guide.html",
        {
            "shown": shown,
            "accounts": accounts,
            "practising": _practising({one.username for one in accounts}),
            "names": _names(shown[0]) if shown else {},
            "poster": Poster.objects.filter(ended_at=None, place__business__is_demo=True).first(),
        },
    )


@require_safe
@guards.public
def outbox(request: HttpRequest) -> HttpResponse:
    """Messages and codes, newest first."""
    _only_in_the_demo()
    rows = OutboxMessage.objects.order_by("-created_at", "-id")
    page = paging.page_of(rows, request.GET.get("page"))
    return render(
        request,
        "front/demo/outbox.html",
        {
            "page": page,
            "sent": [Sent(message) for message in page.rows],
            "letters": newest(LETTERS) if page.number == 1 else [],
        },
    )


@require_POST
@guards.public
def day_forward(request: HttpRequest) -> HttpResponse:
    """Let days pass, and say what happened."""
    _only_in_the_demo()
    days = request.POST.get("days", "1")
    try:
        _move_on(request, int(days) if days in map(str, STEPS) else 1)
    except Braked:
        messages.error(request, gettext("More fell due than is plausible, so the day stopped here."))
    return HttpResponseRedirect(_back(request))


def _move_on(request: HttpRequest, days: int) -> None:
    if clock.demo_day() + timedelta(days=days) > settings.DEMO_DAY + LAST_DAY_AFTER:
        messages.warning(request, gettext("The demo goes no further. Delete its database to begin again."))
        return
    passed = moving_on.move_on(days)
    acts = ngettext(
        "%(count)d thing fell due by itself", "%(count)d things fell due by themselves", passed.acts
    )
    sent = ngettext("%(count)d message went out", "%(count)d messages went out", passed.messages)
    messages.success(
        request,
        gettext("It is %(day)s now: %(acts)s, %(sent)s.")
        % {
            "day": full_day(passed.day),
            "acts": acts % {"count": passed.acts},
            "sent": sent % {"count": passed.messages},
        },
    )


def _shown() -> list[OpenCase]:
    """The cases of the walk, with the newest code that was sent for each. Three queries."""
    keys = installing.shown_cases()
    held = {str(case.pk): case for case in _all_cases().filter(pk__in=keys)}
    codes: dict[str, str] = {}
    subjects = [case.record_key for case in held.values()]
    told = OutboxMessage.objects.filter(subject__in=subjects, effect_key__contains=":receipt:")
    for message in told.order_by("created_at"):
        found = CODE.search(message.text)
        codes[message.subject] = found[0] if found else ""
    cases = [held[key] for key in keys if key in held]
    return [OpenCase(case, codes.get(case.record_key, "")) for case in cases]


def _all_cases() -> CaseQuerySet:
    return Case.objects.visible_to(Actor.system("demo")).select_related("complainant", "home", "lead")


def _names(walk: OpenCase) -> dict[str, str]:
    """The names by which the walk through this case calls people and places."""
    ours = alliance.load()
    bodies = [body for body in (walk.case.home, walk.case.lead) if body]
    home, lead = (ours.city(body.region_code) for body in (bodies[0], bodies[-1]))
    return {
        "home": local_words.in_script(home.name),
        "lead": local_words.in_script(lead.name),
        "home_officer": people.officer_of(home.code),
        "lead_officer": people.officer_of(lead.code),
        "shopkeeper": people.SHOPKEEPER,
        "cashier": people.CASHIER,
        "hero": local_words.in_script(walk.name),
    }


def _practising(usernames: set[str]) -> list[tuple[str, str]]:
    """The officer of each city, as whom a new one practises."""
    officers = [(city.name, people.officer_of(city.code)) for city in alliance.load().cities]
    return [(local_words.in_script(name), username) for name, username in officers if username in usernames]


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and wanted.startswith("/") else reverse("demo")


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404
