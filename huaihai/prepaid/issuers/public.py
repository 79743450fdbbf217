"""Public pages: who pledges a guarantee for prepaid cards, and how much of what is open it covers, as of which day."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.businesses.models import Business
from huaihai.businesses.pages import profile_of
from huaihai.kit import clock, guards, local_words
from huaihai.kit.paging import page_of
from huaihai.prepaid.closures import facts as closures_facts
from huaihai.prepaid.issuers import facts
from huaihai.prepaid.models import Issuer
from huaihai.prepaid.provinces import law_here
from huaihai.prepaid.registers import facts as registers_facts

LONGEST = 60  # characters of a search


@require_safe
@guards.same_for_all
def register(request: HttpRequest) -> HttpResponse:
    """Those with a pledge in force, ended or silent; found by words and city. Registers are read where they know it."""
    today, cities = clock.today(), alliance.load().cities
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    wanted = next((city.code for city in cities if city.code == request.GET.get("city")), "")
    rows = Issuer.objects.shown().with_parties()
    if words:
        rows = rows.filter(business__in=Business.objects.matching(words).order_by().values("pk"))
    if wanted:
        rows = rows.filter(body__region_code__startswith=wanted[:4])
    page = page_of(rows.order_by("business__name", "pk"), request.GET.get("page"))
    registered = registers_facts.matching(words) if words and page.number == 1 else []
    context = {
        "page": page,
        "rows": [facts.issuer_facts(one, today=today) for one in page.rows],
        "registered": registered,
        "cities": [(city.code, local_words.place(city.name)) for city in cities],
        "wanted": wanted,
        "words": words,
    }
    return render(request, "prepaid/public/list.html", context)


@require_safe
@guards.same_for_all
def issuer(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """One of them."""
    found = get_object_or_404(Issuer.objects.shown().with_parties(), pk=issuer_id)
    context = {
        **facts.issuer_facts(found, today=clock.today()),
        "profile": profile_of(found.business),
        "registered": registers_facts.of(found.business),
        "law": law_here(found.body.region_code),
        "closing": closures_facts.on_public(found),
    }
    return render(request, "prepaid/public/issuer.html", context)
