"""Public pages of the register: the list, one business with its pledges, one version with what it changed."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.businesses import pages as businesses_pages
from huaihai.businesses.channel import facts as channel_facts
from huaihai.businesses.models import Business, Place, PledgeSuspension, PledgeVersion
from huaihai.businesses.pledges import facts, words
from huaihai.businesses.register.pages import searched
from huaihai.kit import clock, guards, local_words
from huaihai.kit.paging import page_of
from huaihai.law import kinds


@require_safe
@guards.same_for_all
def register(request: HttpRequest) -> HttpResponse:
    """Who promises what today, business by business: `city`, `trade`, `kind` and words `q` narrow the list."""
    today, asked = clock.today(), request.GET
    wanted = facts.wanted_from(
        asked.get("city", ""), asked.get("trade", ""), asked.get("kind", ""), searched(request)
    )
    found = facts.find(wanted, on=today)
    page = page_of(facts.those_with(found), asked.get("page"))
    of: dict[UUID, list[PledgeVersion]] = {business.pk: [] for business in page.rows}
    for one in found.filter(pledge__business__in=of):
        of[one.pledge.business_id].append(one)
    cities = facts.cities_of([one for versions in of.values() for one in versions])
    rows = [
        {
            "business": business,
            "cities": list(dict.fromkeys(name for one in of[business.pk] for name in cities[one.pk])),
            "pledges": [words.version_in_words(one, today=today) for one in of[business.pk]],
        }
        for business in page.rows
    ]
    context = {"page": page, "rows": rows, "wanted": wanted, **_choices()}
    return render(request, "businesses/register/list.html", context)


@require_safe
@guards.same_for_all
def business(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """What this business promises today and promised before, and where it trades."""
    held = get_object_or_404(Business.objects.select_related("parent", "merged_into"), pk=business_id)
    if held.merged_into_id:
        return redirect("pledge-business", held.merged_into_id)
    today = clock.today()
    versions = list(facts.of_line(facts.line(held)).with_parts())
    if not versions and not channel_facts.is_joined(held, on=today):
        raise Http404  # whether a business was ever complained of is nobody's to see
    in_force = facts.all_in_force(held, on=today)
    hidden = _hidden(versions)
    where = Place.objects.filter(business__in=facts.beneath(held)).select_related("business")
    page = page_of(where.order_by("region_code", "sign", "pk"), request.GET.get("page"))
    context = {
        "business": held,
        "group": held.parent,
        "profile": businesses_pages.profile_of(held),
        "pledges": [_own(one, held, versions) for one in in_force if one.pledge_id not in hidden],
        "hidden": len({one.pledge_id for one in in_force} & hidden),
        "to_come": [
            words.version_in_words(one, today=today, business=held)
            for one in versions
            if _is_to_come(one, today)
        ],
        "ended": [words.version_in_words(one, today=today, business=held) for one in _ended(versions, today)],
        "page": page,
        "places": words.place_rows(None, list(page.rows)),
    }
    return render(request, "businesses/register/business.html", context)


@require_safe
@guards.same_for_all
def version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """One version as published: words, days, fingerprint, places to use it at, and what it changed."""
    held = get_object_or_404(PledgeVersion.objects.with_parts(), pk=version_id)
    today = clock.today()
    before = (
        PledgeVersion.objects.with_parts()
        .filter(pledge=held.pledge_id, number__lt=held.number)
        .order_by("-number")
        .first()
    )
    page = page_of(facts.places_of(held), request.GET.get("page"))
    context = {
        "pledge": words.version_in_words(held, today=today),
        "business": facts.standing(held.pledge.business),
        "is_hidden": bool(_hidden([held])),
        "is_over": held.never_began or bool(held.until_on and held.until_on < today),
        "is_as_published": facts.is_as_published(held),
        "before": before and words.version_in_words(before, today=today),
        "lines": words.differences(before, held) if before else [],
        "page": page,
        "places": words.place_rows(held, list(page.rows)),
    }
    return render(request, "businesses/register/version.html", context)


def _own(one: PledgeVersion, held: Business, versions: list[PledgeVersion]) -> dict[str, Any]:
    """A pledge in force with its earlier versions, and where it can be used."""
    today = clock.today()
    earlier = [old for old in versions if old.pledge_id == one.pledge_id and old.number < one.number]
    return {
        "shown": words.version_in_words(one, today=today, business=held),
        "earlier": [words.version_in_words(old, today=today, business=held) for old in reversed(earlier)],
    }


def _hidden(versions: list[PledgeVersion]) -> set[UUID]:
    """The pledges among them that a body took off the display."""
    keys = {one.pledge_id for one in versions}
    return set(
        PledgeSuspension.objects.filter(pledge__in=keys, lifted_at=None).values_list("pledge_id", flat=True)
    )


def _is_to_come(one: PledgeVersion, today: date) -> bool:
    return one.from_on > today and not one.never_began


def _ended(versions: list[PledgeVersion], today: date) -> list[PledgeVersion]:
    """The last version of each pledge that promises nothing any more."""
    newest = {one.pledge_id: one for one in sorted(versions, key=lambda one: one.number)}
    return [one for one in newest.values() if one.until_on is not None and one.until_on < today]


def _choices() -> dict[str, Any]:
    return {
        "cities": [(city.code, local_words.place(city.name)) for city in alliance.load().cities],
        "trades": [(kind.code, local_words.said(kind)) for kind in kinds.CATEGORIES],
        "kinds": list(words.SHORT.items()),
    }
