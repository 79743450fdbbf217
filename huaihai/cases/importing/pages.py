"""Imported drafts: bringing a list in, the drafts, one to complete and send, and dropping one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huaihai.cases import unmasking
from huaihai.cases.bridge import entering
from huaihai.cases.consumer.filing import papers
from huaihai.cases.desk import intake as desk_intake
from huaihai.cases.desk import taking_down
from huaihai.cases.desk.intake_forms import PREFIX, Completed
from huaihai.cases.desk.taking_down import Found
from huaihai.cases.models import Case, ElsewhereNumber
from huaihai.cases.situation import CASEWORK, as_officer
from huaihai.cases.verbs import care, intake
from huaihai.cases.verbs.intake import Receipt
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of
from huaihai.record import events


def complete_draft(case: Case, form: Completed, found: Found, request: HttpRequest) -> Receipt:
    """An imported draft with its person, business and consents, sent. Raises Unfit, NotPossible."""
    by, at = found.actor, found.at
    sent = papers.store_files(request)
    with transaction.atomic():
        stated = {name: value for name, value in vars(form.stated()).items() if value}
        answers = form.answers()
        if found.chosen:
            business, place = intake.meant(
                found.chosen.business, form.stated(), by=by, at=at, is_demo=case.is_demo
            )
            answers |= {"business": business, "place": place}
        intake.save_answers(case, **answers, stated_business=stated)
        person = form.person()
        address = case.complainant.address
        care.set_contact(
            case, name=person["name"], phone=person["phone"], email=person["email"], address=address
        )
        # The officer spoke to the person on this number.
        case.complainant.refresh_from_db()
        case.complainant.confirmed_at = at
        case.complainant.save(update_fields=["confirmed_at"])
        made = intake.submit(case, key=f"draft:{case.pk}", by=by, at=at)
        for words in desk_intake.complete(made.case, form, found, sent):
            messages.warning(request, words)
        return made


@require_safe
@guards.staff(*CASEWORK)
def drafts(request: HttpRequest) -> HttpResponse:
    """The drafts that wait for somebody to complete them: those for which another platform wants an answer, what it
    wants first on top, then the oldest."""
    actor = as_officer(request.actor)  # type: ignore[attr-defined]
    rows = Case.objects.visible_to(actor).filter(stage="draft").select_related("home").defer("story")
    rows = rows.prefetch_related("elsewhere").annotate(there_on=entering.first_day())
    ordered = rows.order_by(F("there_on").asc(nulls_last=True), "created_at", "pk")
    page = page_of(ordered, request.GET.get("page"))
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
    heading = case.title or _("Imported draft")
    if taking_down.is_asked_again(request):
        return taking_down.looked_up_page(request, Completed, heading, first_place=place, draft=case)
    if request.method != "POST":
        kept, is_open = guards.kept_post(request), unmasking.is_open(request.session, case.pk, clock.now())
        form = Completed(kept, first_place=place, initial=_initial(case, place, is_open=is_open))
        more: dict[str, Any] = {} if is_open else _masked(case)
        return taking_down.page(request, form, heading, draft=case, kept=bool(kept), **more)
    data = taking_down.settled(request)
    form, found = Completed(data, first_place=place), taking_down.found_in(request, data)
    if form.is_valid() and not found.is_judged:
        taking_down.ask_about_alike(form)
    if form.is_valid() and (made := _sent(request, case, form, found)):
        return desk_intake.after(request, made, found)
    return taking_down.page(request, form, heading, found=found, draft=case)


def _sent(request: HttpRequest, case: Case, form: Completed, found: Found) -> Receipt | None:
    """The case, or None with the reason in the form."""
    try:
        return complete_draft(case, form, found, request)
    except Unfit as error:
        taking_down.add_error(form, error)
    except (NotPossible, NotAllowed):
        form.add_error(None, _("Somebody else has just sent or dropped this draft."))
    return None


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


def _masked(case: Case) -> dict[str, str]:
    """Whom the list names, masked, and why an officer looks."""
    person = case.complainant
    shown = [unmasking.name_masked(person.name), unmasking.phone_masked(person.phone)]
    with translation.override("zh-hans"):  # the record is in the alliance's language
        return {"contact": " · ".join(filter(None, shown)), "why": _("To complete the imported draft")}


def _initial(case: Case, place: str, *, is_open: bool) -> dict[str, object]:
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
        "name": case.complainant.name if is_open else "",
        "phone": case.complainant.phone if is_open else "",
        **_number_there(case),
        **stated,
    }


def _number_there(case: Case) -> dict[str, object]:
    """The number that it has there: as it was kept, or as the list gave it whose name says whose it is."""
    if held := next(iter(case.elsewhere.all()), None):
        return {
            "platform": held.platform,
            "platform_number": held.number,
            "platform_due_on": held.due_on,
        }
    made = events.history(case.record_key).filter(verb="imported").first()
    source, number = (str(made.facts.get(name, "")) for name in ("source", "message")) if made else ("", "")
    named = [
        one
        for one in (ElsewhereNumber.Platform.CITY, ElsewhereNumber.Platform.REGULATOR)
        if one.value in source
    ]
    if not named or number.startswith("row-"):
        return {}
    return {"platform": named[0], "platform_number": number[:60]}
