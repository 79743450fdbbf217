"""Taking a complaint down: a visit or a call, an entrusted case, an imported draft; the receipt to hand over."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huaihai.cases.desk.intake_forms import PREFIX, Completed, Entrust, Register, TakenDown
from huaihai.cases.desk.pages import situation_of
from huaihai.cases.models import Case
from huaihai.cases.situation import CASEWORK, as_officer
from huaihai.cases.verbs import care, intake
from huaihai.cases.verbs.intake import Receipt
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, guards, sealing
from huaihai.kit.ids import new_id
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import intake as keys
from huaihai.record.intake import KeyReused

CODES = "receipt_codes"  # session key: receipt codes of the newest cases written down here, sealed
MOST_CODES = 10


def take_down(
    form: TakenDown, *, organisation: Organisation, by: Actor, at: datetime, is_demo: bool
) -> Receipt:
    """The case of this form. The same form sent twice is one case; its code is shown to the first sender."""
    made: dict[str, Receipt] = {}

    def act() -> dict[str, Any]:
        made["new"] = _new(form, organisation, by, at, is_demo)
        intake.consent(made["new"].case, purposes=form.cleaned_data["consents"], at=at)
        return {"case": str(made["new"].case.pk), "number": made["new"].number}

    with transaction.atomic():
        answer, is_new = keys.once(key=f"desk:{form.cleaned_data['key']}", body=by.key, at=at, act=act)
    if is_new:
        return made["new"]
    return Receipt(Case.objects.visible_to(by).get(pk=answer["case"]), answer["number"], "", is_new=False)


def complete_draft(case: Case, form: Completed, *, by: Actor, at: datetime) -> Receipt:
    """An imported draft with its person, business and consents, sent. Raises Unfit, NotPossible."""
    with transaction.atomic():
        stated = {name: value for name, value in vars(form.stated()).items() if value}
        intake.save_answers(case, **form.answers(), stated_business=stated)
        person = form.person()
        care.set_contact(case, name=person["name"], phone=person["phone"], email=person["email"])
        # The officer spoke to the person on this number.
        case.complainant.refresh_from_db()
        case.complainant.confirmed_at = at
        case.complainant.save(update_fields=["confirmed_at"])
        intake.consent(case, purposes=form.cleaned_data["consents"], at=at)
        return intake.submit(case, key=f"draft:{case.pk}", by=by, at=at)


def keep_code(session: SessionBase, receipt: Receipt) -> None:
    """Keep the receipt code, sealed, so that the page that shows it can be opened again in this session."""
    if receipt.code:
        held = {**session.get(CODES, {}), str(receipt.case.pk): _sealed(receipt.case.pk, receipt.code)}
        session[CODES] = dict(list(held.items())[-MOST_CODES:])


def kept_code(session: SessionBase, case_id: UUID) -> str:
    """The receipt code of a case written down in this session, or ""."""
    sealed = session.get(CODES, {}).get(str(case_id))
    return str(json.loads(sealing.unseal(sealed, place=f"{CODES}:{case_id}"))) if sealed else ""


def _new(form: TakenDown, organisation: Organisation, by: Actor, at: datetime, is_demo: bool) -> Receipt:
    told: dict[str, Any] = {**form.answers(), **form.person(), "is_demo": is_demo}
    if isinstance(form, Entrust):
        return intake.entrust(
            organisation=organisation,
            regulator_number=form.cleaned_data["regulator_number"],
            due_on=form.cleaned_data["due_on"],
            stated=form.stated(),
            by=by,
            at=at,
            **told,
        )
    if not isinstance(form, Register):
        raise TypeError(f"{type(form).__name__} is no form of a new case")
    origin = form.cleaned_data["origin"]
    return intake.register(
        organisation=organisation, origin=origin, stated=form.stated(), by=by, at=at, **told
    )


def _sealed(case_id: UUID, code: str) -> str:
    return sealing.seal(json.dumps(code), place=f"{CODES}:{case_id}")


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
    code = kept_code(request.session, case_id)
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
            made = take_down(form, organisation=node, by=actor, at=clock.now(), is_demo=bool(settings.DEMO))
        except Unfit as error:
            add_error(form, error)
        except KeyReused:
            form.add_error(
                None, _("This page was used already. Please open it again; copy what you typed first.")
            )
        else:
            keep_code(request.session, made)
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


@guards.staff(*CASEWORK)
def drafts(request: HttpRequest) -> HttpResponse:
    """The drafts that wait for somebody to complete them, oldest first."""
    actor = as_officer(request.actor)  # type: ignore[attr-defined]
    rows = Case.objects.visible_to(actor).filter(stage="draft").select_related("home").defer("story")
    page = page_of(rows.order_by("created_at", "pk"), request.GET.get("page"))
    return render(request, "cases/desk/drafts.html", {"page": page})


@guards.staff(*CASEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One draft: its text whole, and the form for what is missing."""
    actor = as_officer(request.actor)  # type: ignore[attr-defined]
    case = get_object_or_404(Case.objects.visible_to(actor).select_related("home"), pk=case_id)
    if case.stage != "draft":
        if case.stage == "abandoned":
            raise Http404
        return HttpResponseRedirect(reverse("desk-case", args=[case_id]))
    place = case.home.region_code if case.home else ""
    if request.method != "POST":
        kept = guards.kept_post(request)
        form = Completed(kept, first_place=place, initial=_initial(case, place))
        return taking_down_page(request, form, case.title or _("Imported draft"), draft=case, kept=bool(kept))
    form = Completed(request.POST, first_place=place)
    if form.is_valid():
        try:
            made = complete_draft(case, form, by=actor, at=clock.now())
        except Unfit as error:
            add_error(form, error)
        except (NotPossible, NotAllowed):
            form.add_error(None, _("Somebody else has just sent or dropped this draft."))
        else:
            keep_code(request.session, made)
            return HttpResponseRedirect(reverse("desk-receipt", args=[made.case.pk]))
    return taking_down_page(request, form, case.title or _("Imported draft"), draft=case)


@guards.staff(*CASEWORK)
@require_POST
def discarding(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Drop a draft that is no consumer matter: what it held is erased."""
    actor = as_officer(request.actor)  # type: ignore[attr-defined]
    case = get_object_or_404(Case.objects.visible_to(actor).filter(stage="draft"), pk=case_id)
    try:
        intake.discard(case, by=actor, at=clock.now())
    except (NotPossible, NotAllowed):
        messages.error(request, _("Somebody else has just sent or dropped this draft."))
    else:
        messages.success(request, _("The draft was dropped, and its text erased."))
    return HttpResponseRedirect(reverse("desk-drafts"))


def _initial(case: Case, place: str) -> dict[str, object]:
    stated = {PREFIX + name: value for name, value in case.stated_business.items()}
    return {
        "key": str(case.pk),
        "title": case.title,
        "story": case.story,
        "bought": case.bought,
        "bought_on": case.bought_on,
        "price_fen": case.price_fen,
        "remedies": case.remedies,
        "asked_fen": case.asked_fen,
        "category": case.category,
        "nature": case.nature,
        "consumer_at": case.consumer_at or place,
        **stated,
    }
