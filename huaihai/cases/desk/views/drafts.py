"""Imported drafts of one's own city: read, complete and send, or drop."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huaihai.cases import lifecycle
from huaihai.cases.actions import intake
from huaihai.cases.actions.moving import NotAllowed, Unfit
from huaihai.cases.desk import taking_down
from huaihai.cases.desk.forms.intake import PREFIX, Completed
from huaihai.cases.desk.views.intake import add_error, taking_down_page
from huaihai.cases.models import Case
from huaihai.cases.pages.situation import CASEWORK, as_officer
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of


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
            made = taking_down.complete_draft(case, form, by=actor, at=clock.now())
        except Unfit as error:
            add_error(form, error)
        except (lifecycle.NotPossible, NotAllowed):
            form.add_error(None, _("Somebody else has just sent or dropped this draft."))
        else:
            taking_down.keep_code(request.session, made)
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
    except (lifecycle.NotPossible, NotAllowed):
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
