"""A business's own pledges: the list, what each says, and where to begin a new one."""

from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.businesses import own_pages, pledge_words, rights
from huaihai.businesses.models import Business, Pledge, PledgeSuspension, PledgeVersion
from huaihai.businesses.pledging.forms import Chosen, set_choices
from huaihai.businesses.register import shown
from huaihai.businesses.views import actor_of
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of

MOST_TO_CHOOSE = 200  # businesses to choose from on one page
NEWEST_FIRST = PledgeVersion.objects.order_by("-number").prefetch_related("places")


@guards.business
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The pledges of the businesses answered for, with the version of today or the newest."""
    rows = (
        Pledge.objects.filter(business__in=actor_of(request).business_ids)
        .select_related("business")
        .prefetch_related(
            Prefetch("versions", queryset=NEWEST_FIRST),
            Prefetch("suspensions", queryset=PledgeSuspension.objects.filter(lifted_at=None)),
        )
        .order_by("business__name", "business_id", "serial")
    )
    page = page_of(rows, request.GET.get("page"))
    managed_ids = {business.pk for business in managed(request)}
    context = {
        "page": page,
        "rows": [_row(pledge, managed_ids) for pledge in page.rows],
        "may_write": bool(managed_ids),
    }
    return render(request, "businesses/pledging/list.html", own_pages.frame(request) | context)


@guards.business
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Who promises, and what: then the form of that kind."""
    choices = managed(request)
    if not choices:
        raise Http404
    form = Chosen(
        request.POST if request.method == "POST" else None, initial={"business": str(choices[0].pk)}
    )
    set_choices(form, "business", [(str(one.pk), one.name) for one in choices])
    set_choices(form, "kind", pledge_words.SHORT.items())
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        return HttpResponseRedirect(reverse("business-pledge", args=[found["business"], found["kind"]]))
    return render(request, "businesses/pledging/new.html", own_pages.frame(request) | {"form": form})


def managed(request: HttpRequest) -> list[Business]:
    """The businesses in whose name this account may promise something: identified, and not gone."""
    actor = actor_of(request)
    if actor.account_id is None:
        return []
    ids = rights.held_in(actor.account_id, rights.MANAGE, on=clock.today()) & actor.business_ids
    rows = Business.objects.standing().filter(pk__in=ids, is_gone=False).exclude(credit_code=None)
    return list(rows.order_by("created_at", "pk")[:MOST_TO_CHOOSE])


def own_pledge(request: HttpRequest, pledge_id: UUID) -> Pledge:
    """A pledge of a business managed, or 404."""
    ids = [business.pk for business in managed(request)]
    pledge: Pledge = get_object_or_404(
        Pledge.objects.select_related("business"), pk=pledge_id, business__in=ids
    )
    return pledge


def _row(pledge: Pledge, managed_ids: set[UUID]) -> dict[str, object]:
    today = clock.today()
    versions = list(pledge.versions.all())
    for one in versions:
        one.pledge = pledge
    now = next((one for one in versions if one.is_in_force(today)), versions[0])
    hidden = next(iter(pledge.suspensions.all()), None)
    return {
        "pledge": pledge,
        "shown": shown.of(now, today=today),
        "is_in_force": now.is_in_force(today),
        "is_over": all(one.until_on is not None and one.until_on < today for one in versions),
        "to_come": [
            shown.of(one, today=today) for one in versions if one.from_on > today and not one.never_began
        ],
        "hidden": hidden.reason if hidden else "",
        "may_write": pledge.business_id in managed_ids,
    }
