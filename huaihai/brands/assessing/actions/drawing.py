"""The draw of assessors: who could be drawn, and who comes next. The record keeps seed, frame and order."""

import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db.models import Count

from huaihai.brands.actions.moving import Move
from huaihai.brands.assessing import lots
from huaihai.brands.models import (
    AssessmentRound,
    AssessorDraw,
    AssessorOffer,
    AssessorSeat,
    Declaration,
    Entry,
)
from huaihai.brands.models.assessing import GIVEN_UP, OWING
from huaihai.kit.clock import local_day
from huaihai.kit.ids import new_id
from huaihai.members.models import Post
from huaihai.supervision.powers import WORKING

MOST_AT_ONCE = 5  # sheets of one person


def volunteers(entry: Entry, on: date) -> list[tuple[str, str]]:
    """Who could be drawn for this entry: (offer, city's key) of staff who offered themselves, without a post in the
    entry's own city and fewer than five sheets to fill in, who have not declared a conflict. Three queries."""
    offers = AssessorOffer.objects.filter(ended_at=None, account__is_active=True).exclude(body=entry.body_id)
    seats = AssessorSeat.objects.filter(state__in=OWING, round__completed_at=None).order_by()
    owed = seats.values("account").annotate(n=Count("pk")).filter(n__gte=MOST_AT_ONCE)
    offers = offers.exclude(account__in=owed.values("account"))
    held = list(offers.select_related("body"))
    posts = Post.objects.held_on(on).filter(account__in=[one.account_id for one in held], role__in=WORKING)
    places: dict[object, list[str]] = {}
    for account, path in posts.values_list("account", "organisation__path"):
        places.setdefault(account, []).append(path)
    declared = dict(
        Declaration.objects.filter(entry=entry).order_by("at", "pk").values_list("account", "has_conflict")
    )
    return [
        (str(one.pk), one.body.key)
        for one in held
        if not declared.get(one.account_id, False)
        and any(path.startswith(one.body.path) for path in places.get(one.account_id, ()))
        and not any(path.startswith(entry.body.path) for path in places[one.account_id])
    ]


def seated_offers(sitting: Sequence[AssessorSeat]) -> set[str]:
    """All offers, earlier and later ones too, of those who have or had one of these seats: nobody sits twice."""
    rows = AssessorOffer.objects.filter(account__in=[seat.account_id for seat in sitting])
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def drawn(held: AssessmentRound, move: Move, asked: Sequence[bool], at: datetime) -> list[AssessorSeat]:
    """New seats in the order of the newest draw; of a new draw where nobody of that one is left."""
    sitting = list(held.seats.select_related("offer", "body"))
    seated = seated_offers(sitting)
    cities = {seat.body.key for seat in sitting if seat.state not in GIVEN_UP}
    frame = volunteers(move.entry, local_day(at))
    still = {offer for offer, _city in frame}
    draw, made = held.draws.order_by("at", "pk").last(), []
    for is_third in asked:
        taken = taken_for(is_third, frame, seated, cities)
        offer = _next(draw, still, seated, taken)
        if offer is None and lots.next_of(sorted(still), frame, seated=seated, cities=taken) is not None:
            draw = _draw(held, move, [one for one in frame if one[0] not in seated], at)
            offer = _next(draw, still, seated, taken)
        if offer is None or draw is None:
            break
        seat = _seat(held, draw, offer, is_third=is_third, at=at)
        made.append(seat)
        seated.add(offer)
        cities.add(seat.body.key)
    return made


def taken_for(
    is_third: bool, frame: Sequence[tuple[str, str]], seated: Collection[str], cities: Collection[str]
) -> Collection[str]:
    """The cities from which nobody is drawn for this seat: a third assessor comes from a third city if there is one."""
    has_other = any(city not in cities and offer not in seated for offer, city in frame)
    return () if is_third and not has_other else cities


def _next(
    draw: AssessorDraw | None, still: set[str], seated: set[str], cities: Collection[str]
) -> str | None:
    if draw is None:
        return None
    gone = {offer for offer in draw.order if offer not in still}
    return lots.next_of(draw.order, draw.frame, seated=seated | gone, cities=cities)


def _draw(held: AssessmentRound, move: Move, frame: Sequence[tuple[str, str]], at: datetime) -> AssessorDraw:
    seed = secrets.token_hex(16)
    pairs = sorted([offer, city] for offer, city in frame)
    made = AssessorDraw(
        round=held,
        entry=move.entry,
        seed=seed,
        frame=pairs,
        frame_hash=lots.frame_hash(pairs),
        order=lots.order_of(seed, pairs),
        at=at,
    )
    move.rows.append(made)
    drawn = {"draw": str(made.pk), "seed": seed, "frame": made.frame_hash, "size": len(pairs)}
    move.facts.setdefault("draws", []).append(drawn)
    return made


def _seat(
    held: AssessmentRound, draw: AssessorDraw, offer: str, *, is_third: bool, at: datetime
) -> AssessorSeat:
    chosen = AssessorOffer.objects.select_related("body").get(pk=offer)
    return AssessorSeat(
        id=new_id(),
        round=held,
        draw=draw,
        offer=chosen,
        account_id=chosen.account_id,
        body=chosen.body,
        rank=draw.order.index(offer) + 1,
        is_third=is_third,
        drawn_at=at,
    )
