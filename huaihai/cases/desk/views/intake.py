"""Taking a complaint down: a visit or a call, a case entrusted by the regulator, and the receipt to hand over."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.cases.actions.moving import Unfit
from huaihai.cases.desk import taking_down
from huaihai.cases.desk.forms.intake import PREFIX, Entrust, Register, TakenDown
from huaihai.cases.desk.views.case import situation_of
from huaihai.cases.pages.situation import CASEWORK, as_officer
from huaihai.kit import clock, guards
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation
from huaihai.record.intake import KeyReused


@guards.staff(*CASEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Write down a visit or a call."""
    return _take_down(request, Register, _("Write down a visit or a call"))


@guards.staff(*CASEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def entrusted(request: HttpRequest) -> HttpResponse:
    """Write down a case that the market regulator entrusts to this body."""
    return _take_down(request, Entrust, _("Write down an entrusted case"))


@guards.staff(*CASEWORK)
def receipt(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Number and receipt code, to read out, hand over or print."""
    case = situation_of(request, case_id).case
    code = taking_down.kept_code(request.session, case_id)
    return render(request, "cases/desk/receipt.html", {"case": case, "code": code})


def _take_down(request: HttpRequest, form_class: type[TakenDown], heading: str) -> HttpResponse:
    actor = as_officer(request.actor)  # type: ignore[attr-defined]
    node = actor.organisation
    if node is None or node.kind == Organisation.Kind.ALLIANCE:
        raise Http404
    first_place = node.region_code
    kept = guards.kept_post(request) if request.method != "POST" else None
    if request.method != "POST":
        initial = {"key": str(new_id()), "consumer_at": first_place}
        form = form_class(kept, first_place=first_place, initial=initial)
        return taking_down_page(request, form, heading, kept=bool(kept))
    form = form_class(request.POST, first_place=first_place)
    if form.is_valid():
        try:
            made = taking_down.take_down(
                form, organisation=node, by=actor, at=clock.now(), is_demo=bool(settings.DEMO)
            )
        except Unfit as error:
            add_error(form, error)
        except KeyReused:
            form.add_error(
                None, _("This page was used already. Please open it again; copy what you typed first.")
            )
        else:
            taking_down.keep_code(request.session, made)
            if not made.is_new:
                messages.info(request, _("This complaint was written down already; there is one case only."))
            return HttpResponseRedirect(reverse("desk-receipt", args=[made.case.pk]))
    return taking_down_page(request, form, heading)


def taking_down_page(request: HttpRequest, form: TakenDown, heading: str, **more: Any) -> HttpResponse:
    """The long form, in its parts."""
    context = {"form": form, "heading": heading, "columns": _columns(form), **more}
    return render(request, "cases/desk/taking_down.html", context)


def add_error(form: TakenDown, error: Unfit) -> None:
    """Put an action's error beside its field; those of the business bear a prefix here."""
    name = next((n for n in (error.field, PREFIX + error.field) if n in form.fields), None)
    form.add_error(name, error.message)


RARE = tuple(PREFIX + name for name in ("code", "payee", "platform", "shop_link"))


def _columns(form: TakenDown) -> list[list[dict[str, Any]]]:
    """The visible fields under their headings, in two columns; what is rarely known is folded away."""
    business = tuple(name for name in form.fields if name.startswith(PREFIX) and name not in RARE)
    matter = ("title", "story", "bought", "bought_on", "price_fen", "category", "nature")
    columns = (
        (
            (_("How it came"), ("origin", "regulator_number", "due_on"), ()),
            (_("The matter"), matter, ()),
            (_("What is asked for"), ("remedies", "asked_fen"), ()),
        ),
        (
            (_("The business"), business, RARE),
            (_("The consumer"), ("name", "phone", "email", "consumer_at", "consents"), ()),
        ),
    )
    return [
        [
            _part(form, title, names, rare)
            for title, names, rare in column
            if any(n in form.fields for n in names)
        ]
        for column in columns
    ]


def _part(form: TakenDown, title: str, names: tuple[str, ...], rare: tuple[str, ...]) -> dict[str, Any]:
    folded = [form[name] for name in rare]
    return {
        "title": title,
        "fields": [form[name] for name in names if name in form.fields],
        "folded": folded,
        "is_open": any(bound.errors or bound.value() for bound in folded),
    }
