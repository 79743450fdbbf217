"""The register of businesses at the officers' desk: searching it, and one entry with all that is known."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huaihai import reactions
from huaihai.businesses.models import Business
from huaihai.businesses.place_names import place_name
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor
from huaihai.record import events

CHANGING = ("officer", "mediator", "head")
READING = (*CHANGING, "auditor", "secretariat")
LONGEST_SEARCH = 100
DONE = {
    "business_written_down": gettext_lazy("Written down"),
    "business_identified": gettext_lazy("Identified by its credit code"),
    "business_merged": gettext_lazy("Merged with another entry"),
    "place_added": gettext_lazy("A place was added"),
    "place_corrected": gettext_lazy("A place was corrected"),
    "representative_appointed": gettext_lazy("Somebody was appointed to answer for it"),
    "representative_dismissed": gettext_lazy("Somebody no longer answers for it"),
    "representative_role_changed": gettext_lazy("Somebody answers for it in another role"),
    "representative_link_made": gettext_lazy("A link for an account was made"),
    "channel_invited": gettext_lazy("It was invited to the fast channel"),
    "channel_invitation_answered": gettext_lazy("It answered the invitation to the fast channel"),
    "mandate_given": gettext_lazy("It gave a mandate"),
    "mandate_ended": gettext_lazy("A mandate ended"),
    "pledge_published": gettext_lazy("It published a pledge"),
    "pledge_ended": gettext_lazy("It ended a pledge"),
    "pledge_hidden": gettext_lazy("A pledge was taken off the display"),
    "pledge_shown": gettext_lazy("A pledge was shown again"),
    "poster_issued": gettext_lazy("A poster was issued"),
    "poster_ended": gettext_lazy("A poster ended"),
    "correction_asked": gettext_lazy("It asked for a public fact to be corrected"),
    "correction_late": gettext_lazy("The time to answer about a correction is over"),
    "correction_answered": gettext_lazy("The body answered about a correction"),
}


@guards.staff(*READING)
@require_safe
def businesses(request: HttpRequest) -> HttpResponse:
    """Entries that stand, by any word of name, code, sign or address, or by telephone."""
    words = searched(request)
    rows = Business.objects.visible_to(actor_of(request)).standing().prefetch_related("places")
    found = rows.matching(words) if words else rows
    page = page_of(found.order_by("-created_at", "pk").distinct(), request.GET.get("page"))
    shown = [
        {"business": row, "places": [shown_place(place) for place in row.places.all()]} for row in page.rows
    ]
    return render(request, "businesses/list.html", {"page": page, "rows": shown, "words": words})


@guards.staff(*READING)
@require_safe
def business(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """One entry: names, code, places, what was merged into it, who answers for it, its cases, its history."""
    actor = actor_of(request)
    held = entry(request, business_id)
    beneath = [held, *held.merged.order_by("created_at")]
    count_cases = import_string(reactions.CASES_SEEN)
    context = {
        "business": held,
        "facts": _facts(held),
        "places": [shown_place(place) for place in held.places.all()],
        "merged": beneath[1:],
        "members": held.members.order_by("name"),
        "representatives": held.representatives.select_related("account").order_by("from_on"),
        "mandates": held.mandates_given.select_related("agent").order_by("from_on"),
        "cases": count_cases(actor, of=beneath),
        "history": [
            {"at": event.at, "title": DONE.get(event.verb, event.verb)}
            for event in events.history(held.record_key).reverse()
        ],
        "may_change": bool(actor.roles & set(CHANGING)) and held.merged_into_id is None,
        "today": clock.today(),
    }
    return render(request, "businesses/business.html", context)


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def entry(request: HttpRequest, business_id: UUID) -> Business:
    """The entry, or 404."""
    rows = Business.objects.visible_to(actor_of(request)).select_related("parent", "merged_into")
    held: Business = get_object_or_404(rows, pk=business_id)
    return held


def searched(request: HttpRequest) -> str:
    """What was searched for; characters that no database takes are left out."""
    typed = request.GET.get("q", "").replace("\x00", "")
    return typed.encode(errors="ignore").decode().strip()[:LONGEST_SEARCH]


def shown_place(place: Any) -> dict[str, Any]:
    """A place in words."""
    return {
        "pk": place.pk,
        "sign": place.sign,
        "address": place.address,
        "region": place_name(place.region_code),
        "phone": place.phone,
    }


def _facts(held: Business) -> list[dict[str, Any]]:
    names = "、".join(other.name for other in held.other_names.all())
    rows = [
        (_("Kind"), held.get_kind_display()),
        (_("Credit code"), held.credit_code or _("not known")),
        (_("Registered at"), place_name(held.registered_at)),
        (_("Also known as"), names),
        (_("Belongs to"), held.parent.name if held.parent else ""),
        (_("Phone"), held.phone),
        (_("Payee"), held.payee),
        (_("Platform"), held.platform),
        (_("Shop link"), held.shop_link),
        (_("State"), _("closed or cannot be found") if held.is_gone else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]
