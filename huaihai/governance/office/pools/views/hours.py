"""The balance of hours by city and year, and the lines behind every number."""

from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huaihai.governance.actions.pools import balance
from huaihai.governance.models import PoolHours, PoolRequest
from huaihai.governance.office.frame import actor_of, frame, readers
from huaihai.governance.office.pools import showing, wording
from huaihai.governance.office.pools.wording import Door
from huaihai.kit import clock, local_words
from huaihai.kit.paging import page_of
from huaihai.members.models import Organisation

FIRST_YEAR = 2020
GIVEN, RECEIVED = "given", "received"


@readers
@require_safe
def balance_page(request: HttpRequest) -> HttpResponse:
    """What each city gave and received in a year, in the alliance's own order."""
    actor, year = actor_of(request), _year(request)
    found = balance.of_year(year, seen_by=actor)
    url = reverse("office-pool-balance")
    years = sorted({clock.today().year, year, *balance.years(seen_by=actor)}, reverse=True)
    context = {
        "year": year,
        "years": [Door(str(one), f"{url}?year={one}", one == year) for one in years],
        "rows": [
            {
                "city": local_words.place(account.city.place_name),
                "key": account.city.region_code,
                "given": wording.minutes_words(account.given),
                "received": wording.minutes_words(account.received),
            }
            for account in found.accounts
        ],
        "given": wording.minutes_words(found.given),
        "received": wording.minutes_words(found.received),
        "doors": wording.doors("hours"),
        **frame(request, "pools"),
    }
    return render(request, "governance/office/pools/balance.html", context)


@readers
@require_safe
def lines_page(request: HttpRequest) -> HttpResponse:
    """The confirmed lines of a year; of one city, those it gave or those it received."""
    actor, year = actor_of(request), _year(request)
    lines = PoolHours.objects.visible_to(actor).counted().filter(worked_on__year=year)
    cities = {held.region_code: held for held in Organisation.objects.cities()}
    city = cities.get(request.GET.get("city", ""))
    side = request.GET.get("side", "")
    if city is not None:
        by_side = {GIVEN: Q(giver=city), RECEIVED: Q(receiver=city)}
        lines = lines.filter(by_side.get(side, Q(giver=city) | Q(receiver=city)))
    page = page_of(lines.select_related("giver", "receiver", "request", "answer"), request.GET.get("page"))
    shown = {line.request_id for line in page.rows}
    seen = set(PoolRequest.objects.visible_to(actor).filter(pk__in=shown).values_list("pk", flat=True))
    context = {
        "year": year,
        "city": local_words.place(city.place_name) if city else "",
        "side": side if city else "",
        "sum": wording.minutes_words(lines.aggregate(sum=Sum("minutes"))["sum"] or 0),
        "page": page,
        "rows": [
            {
                **showing.line_row(line),
                "giver": local_words.place(line.giver.place_name),
                "receiver": local_words.place(line.receiver.place_name),
                "is_open": line.request_id in seen,
            }
            for line in page.rows
        ],
        "doors": wording.doors("hours"),
        **frame(request, "pools"),
    }
    return render(request, "governance/office/pools/lines.html", context)


def _year(request: HttpRequest) -> int:
    """The year asked for; this one if that is nonsense."""
    asked, today = request.GET.get("year", ""), clock.today()
    if asked.isascii() and asked.isdigit() and FIRST_YEAR <= int(asked[:4]) <= today.year and len(asked) == 4:
        return int(asked)
    return today.year
