"""The fast channel at the officers' desk: applications that wait, those on the channel, what the body decides."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huaihai import reactions
from huaihai.businesses import rights
from huaihai.businesses.channel import membership, verbs
from huaihai.businesses.channel.facts import promised
from huaihai.businesses.channel.life import ENROLMENT, LIVE
from huaihai.businesses.models import Business, Enrolment
from huaihai.businesses.pages import city_frame, place_name
from huaihai.businesses.register.pages import actor_of
from huaihai.desk.asking import Question, how_it_stands, refused
from huaihai.desk.lists import Choice, List, Options
from huaihai.desk.lives import DeskError
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.desk.verbs import Desk
from huaihai.kit import clock, guards, local_words, spoken
from huaihai.kit.country import gettext as _
from huaihai.kit.country import gettext_lazy
from huaihai.kit.network import whole
from huaihai.law.credit_code import CreditCode
from huaihai.members import powers
from huaihai.record import events

officers = guards.staff("officer", "head")  # the guard of every page here


LISTS: Options = {
    "waiting": (
        gettext_lazy("To be confirmed"),
        lambda rows: rows.filter(stage="applied").order_by("applied_at", "pk"),
    ),
    "channel": (gettext_lazy("On the channel"), Q(stage__in=LIVE)),
    "ended": (gettext_lazy("Refused or left"), Q(stage__in=("refused", "left"))),
}
TONES = {"joined": "ok", "applied": "warn", "suspended": "warn"}
MOST_ALIKE = 5
LARGEST_ID = 2**31 - 1
DONE = {
    "enrolment applied": gettext_lazy("Applied"),
    "enrolment confirmed": gettext_lazy("Confirmed"),
    "enrolment refused": gettext_lazy("Refused"),
    "enrolment suspended": gettext_lazy("Suspended"),
    "enrolment resumed": gettext_lazy("Back on the channel"),
    "enrolment notice given": gettext_lazy("The business gave notice"),
    "enrolment notice withdrawn": gettext_lazy("The notice was taken back"),
    "enrolment account link made": gettext_lazy("A link for an account was made"),
    "enrolment contact shown": gettext_lazy("Somebody looked at the contact's phone"),
    "enrolment left": gettext_lazy("Left the channel"),
}


def _name(row: Enrolment) -> Cell:
    return Cell(row.name, reverse("desk-enrolment", args=[row.pk]), lines=[row.credit_code])


def _state(row: Enrolment) -> Cell:
    given = []
    if row.notice_on:
        given = [f"{spoken.day(row.notice_on, today=clock.today())}: {row.get_notice_display()}"]
    return Cell("", tags=[Tag(row.stage_label, TONES.get(row.stage, "calm"))], lines=given)


LIST = List[Enrolment](
    gettext_lazy("Fast channel"),
    rows=lambda request: Enrolment.objects.visible_to(actor_of(request)).order_by("-applied_at", "pk"),
    columns=(
        Column(gettext_lazy("Business"), _name, sort=("name",)),
        Column(gettext_lazy("Kind"), lambda row: row.get_as_kind_display()),
        Column(gettext_lazy("Applied"), lambda row: row.applied_at, sort=("applied_at",)),
        Column(gettext_lazy("Since"), lambda row: row.joined_on, sort=("joined_on",)),
        Column(gettext_lazy("State"), _state),
    ),
    choices=(Choice("list", gettext_lazy("Lists"), LISTS),),
    links=lambda _request: [
        (gettext_lazy("Stalls and shops"), reverse("desk-stalls")),
        (gettext_lazy("Push list"), reverse("desk-push")),
    ],
    empty=gettext_lazy("Nobody is on this list yet."),
    file="fast-channel",
    frame=city_frame,
    template="businesses/desk/enrolments.html",
    guard=officers,
)


@officers
@require_safe
def enrolment(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """One application or enrolment."""
    return _enrolment_page(request, held_by(request, enrolment_id))


@officers
@never_cache
@require_POST
def contact(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """The contact's phone in full, this once; that somebody looked stands in the record."""
    held = held_by(request, enrolment_id)
    verbs.show_contact(held, by=actor_of(request), at=clock.now())
    return _enrolment_page(request, held, is_open=True)


@officers
@never_cache
@require_POST
def link(request: HttpRequest, enrolment_id: UUID, representative_id: int) -> HttpResponse:
    """A link for a manager, shown once, to be handed over in person or by telephone."""
    held = held_by(request, enrolment_id)
    people = (
        held.business.representatives.select_related("account") if held.business else Business.objects.none()
    )
    manager: Any = get_object_or_404(people, pk=min(representative_id, LARGEST_ID))
    try:
        token = verbs.renewed_link(manager, held, by=actor_of(request), at=clock.now())
    except DeskError as error:
        question = Question(
            current="",
            title=held.name,
            button="",
            back=reverse("desk-enrolment", args=[held.pk]),
            back_label=held.name,
            frame=city_frame,
        )
        return refused(request, question, str(error))
    address = whole(request, powers.path_of(token))
    return _enrolment_page(request, held, link=address, link_for=manager)


def held_by(request: HttpRequest, enrolment_id: UUID) -> Enrolment:
    """The enrolment, if it is of the officer's own city; else 404."""
    rows = Enrolment.objects.visible_to(actor_of(request)).select_related("body", "business", "account")
    found: Enrolment = get_object_or_404(rows, pk=enrolment_id)
    return found


def _enrolment_page(
    request: HttpRequest, held: Enrolment, *, is_open: bool = False, **more: Any
) -> HttpResponse:
    today = clock.today()
    is_live = held.stage in LIVE
    context = {
        "enrolment": held,
        "facts": _facts(held, is_open=is_open),
        "is_open": is_open,
        "register": _register(request, held) if held.stage == "applied" else None,
        "decisions": ENROLMENTS.offered(actor_of(request), held),
        "managers": rights.managers_of(held.business, on=today).select_related("account")
        if held.business and is_live
        else [],
        "promised": promised(held.body, on=today),
        "history": [
            {"at": event.at, "title": DONE.get(event.verb, event.verb), "text": event.text}
            for event in events.history(held.record_key).reverse()
        ],
        **more,
    }
    return render(request, "businesses/desk/enrolment.html", context)


def _facts(held: Enrolment, *, is_open: bool) -> list[dict[str, Any]]:
    places = [
        " · ".join(filter(None, (place_name(row["region_code"]), row["sign"], row["address"])))
        for row in held.stated.get("places", [])
    ]
    code = CreditCode(held.credit_code)
    kind = local_words.either(zh=code.kind[0], en=code.kind[1]) if code.kind else ""
    at = place_name(code.region.code) if code.region else ""
    name, phone = held.contact_name, held.contact_phone
    if not is_open:
        name, phone = f"{name[:1]}**", f"{phone[:3]}******{phone[-2:]}"
    rows = [
        (_("Name on the licence"), held.name),
        (_("{Business_code_short}"), held.credit_code),
        (_("What the code says"), " · ".join(filter(None, (kind, at)))),
        (_("Kind"), held.get_as_kind_display()),
        (_("Places"), "\n".join(places)),
        (_("Contact person"), name),
        (_("Phone"), phone),
        (_("Promise accepted"), held.promise),
    ]
    return [{"label": label, "value": value, "is_text": True} for label, value in rows if value]


def _register(request: HttpRequest, held: Enrolment) -> dict[str, Any]:
    """What is known already: the entry with this code, its cases, other applications, entries called alike."""
    actor = actor_of(request)
    known = Business.objects.filter(credit_code=held.credit_code).first()
    beneath = [known, *known.merged.all()] if known else []
    alike = Business.objects.standing().matching(held.name).exclude(credit_code=held.credit_code)
    others = Enrolment.objects.visible_to(actor).filter(credit_code=held.credit_code).exclude(pk=held.pk)
    return {
        "known": known,
        "cases": import_string(reactions.CASES_SEEN)(actor, of=beneath) if known else 0,
        "has_managers": known is not None and rights.managers_of(known, on=clock.today()).exists(),
        "others": others.order_by("-applied_at")[:MOST_ALIKE],
        "alike": list(alike.order_by("name", "pk").distinct()[:MOST_ALIKE]),
    }


ENROLMENTS = Desk[Enrolment](
    "desk-enrolment-decision",
    by_noun=True,
    verbs=(verbs.confirm, verbs.refuse, membership.suspend, membership.resume, membership.strike_off),
    find=held_by,
    life=ENROLMENT,
    home=lambda held: reverse("desk-enrolment", args=[held.pk]),
    called=lambda held: held.name,
    not_now=how_it_stands,
    thing="enrolment",
    readers=officers,
    frame=city_frame,
)
