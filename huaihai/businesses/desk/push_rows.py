"""The rows of the push list, with the same number of queries however long it is."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.module_loading import import_string

from huaihai import reactions
from huaihai.businesses import channel, keeping
from huaihai.businesses.models import Business, Enrolment, Place, PushInvitation
from huaihai.kit import clock
from huaihai.kit.paging import COUNT_TO, PER_PAGE, Page, page_of
from huaihai.members.models import Organisation

CITY_DIGITS = 4  # of a region code, which all districts of a city share
BEGINNING = datetime(2000, 1, 1, tzinfo=clock.ZONE)  # before the first complaint


def most(body: Organisation, *, days: int, asked: str | None) -> Page[Any]:
    """Five queries, however many rows: the numbers (twice, to know how many there are), names, invitations."""
    today = clock.today()
    since = datetime.combine(today - timedelta(days=days), datetime.min.time(), tzinfo=clock.ZONE)
    complained = import_string(reactions.MOST_COMPLAINED)
    found = complained(body, since=since, but_not=channel.covered(on=today).values("pk"))
    counted = found[: COUNT_TO + 1].count()
    total = min(counted, COUNT_TO)
    number = _number(asked, total)
    start = (number - 1) * PER_PAGE
    rows = list(found[start : start + PER_PAGE])
    ids = [row["standing"] for row in rows]
    names = Business.objects.in_bulk(ids)
    last = _latest(PushInvitation.objects.filter(body=body, business__in=ids))
    shown = [
        {
            "business": names[row["standing"]],
            "complaints": row["complaints"],
            "invitation": last.get(row["standing"]),
        }
        for row in rows
        if row["standing"] in names
    ]
    return Page(shown, number, total, counted > COUNT_TO)


def asked_before(body: Organisation, *, asked: str | None) -> Page[Any]:
    """The latest invitation of each business, those to be asked again first; and since when it has joined."""
    newest = PushInvitation.objects.filter(body=body, business=OuterRef("business"))
    latest = newest.order_by("-invited_at", "-pk").values("pk")[:1]
    rows = PushInvitation.objects.filter(body=body, pk=Subquery(latest)).select_related("business")
    order = (F("next_on").asc(nulls_last=True), "-invited_at", "pk")
    page = page_of(rows.order_by(*order), asked)
    ids = [row.business_id for row in page.rows]
    joined = {
        row.business_id: row.joined_on
        for row in Enrolment.objects.live().filter(business__in=ids).only("business_id", "joined_on")
    }
    shown = [
        {"business": row.business, "invitation": row, "joined_on": joined.get(row.business_id)}
        for row in page.rows
    ]
    return Page(shown, page.number, page.total, page.is_more)


def is_of(body: Organisation, business: Business) -> bool:
    """Whether the business concerns this city: it trades there, its complaints are led there, or it was asked by it."""
    if keeping.body_of(business, on=clock.today()) == body:
        return True
    places = Place.objects.filter(Q(business=business) | Q(business__merged_into=business))
    places = places.filter(region_code__startswith=body.region_code[:CITY_DIGITS])
    if places.exists() or PushInvitation.objects.filter(body=body, business=business).exists():
        return True
    complained = import_string(reactions.MOST_COMPLAINED)
    return bool(complained(body, since=BEGINNING, but_not=()).filter(standing=business.pk).exists())


def _latest(rows: Any) -> dict[UUID, PushInvitation]:
    return {row.business_id: row for row in rows.order_by("invited_at", "pk")}


def _number(asked: str | None, total: int) -> int:
    number = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    return min(max(1, number), max(1, -(-total // PER_PAGE)))
