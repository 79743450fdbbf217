"""Who sits in a round: drawn by lot among those who offered, of cities that differ; whoever falls out is replaced."""

import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.assessing import sheet
from huaihai.brands.models import (
    AssessmentRound,
    AssessorDraw,
    AssessorOffer,
    AssessorSeat,
    Declaration,
    Entry,
)
from huaihai.brands.models.assessing import GIVEN_UP, OWING
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.desk import hearing, lots
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.desk.moving import Move
from huaihai.kit.clock import local_day
from huaihai.kit.ids import new_id
from huaihai.law.limits import ASSESS_ENTRY
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.members.models import Account, Post
from huaihai.record import events
from huaihai.supervision.powers import WORKING

MOST_AT_ONCE = 5  # sheets of one person
CLOCK = "assess"  # the name of a seat's clock
KEY = "brand-seat:"
PROGRAM = Actor.system("assessing")
PAIR = 2


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


def drawn(
    held: AssessmentRound, move: Move[Entry], asked: Sequence[bool], at: datetime
) -> list[AssessorSeat]:
    """New seats in the order of the newest draw; of a new draw where nobody of that one is left."""
    sitting = list(held.seats.select_related("offer", "body"))
    seated = seated_offers(sitting)
    cities = {seat.body.key for seat in sitting if seat.state not in GIVEN_UP}
    frame = volunteers(move.row, local_day(at))
    still = {offer for offer, _city in frame}
    draw, made = held.draws.order_by("at", "pk").last(), []
    for is_third in asked:
        taken = taken_for(is_third, frame, seated, cities)
        offer = _next(draw, still, seated, taken)
        if offer is None and next_of(sorted(still), frame, seated=seated, cities=taken) is not None:
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


def next_of(
    order: Sequence[str], frame: Sequence[Sequence[str]], *, seated: Collection[str], cities: Collection[str]
) -> str | None:
    """Who is drawn next: the first that had no seat in the round and is of a city without a seat now."""
    city_of = {pair[0]: pair[1] for pair in frame}
    return next((offer for offer in order if offer not in seated and city_of[offer] not in cities), None)


def _next(
    draw: AssessorDraw | None, still: set[str], seated: set[str], cities: Collection[str]
) -> str | None:
    if draw is None:
        return None
    gone = {offer for offer in draw.order if offer not in still}
    return next_of(draw.order, draw.frame, seated=seated | gone, cities=cities)


def _draw(
    held: AssessmentRound, move: Move[Entry], frame: Sequence[tuple[str, str]], at: datetime
) -> AssessorDraw:
    seed = secrets.token_hex(16)
    pairs = sorted([offer, city] for offer, city in frame)
    made = AssessorDraw(
        round=held,
        entry=move.row,
        seed=seed,
        frame=pairs,
        frame_hash=lots.frame_hash(pairs),
        order=lots.order_of(seed, (offer for offer, _city in pairs)),
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


def open_seats(by: Actor) -> QuerySet[AssessorSeat, Any]:
    """The seats in which the actor still owes points, the oldest first."""
    rows = AssessorSeat.objects.filter(account=by.account_id, state__in=OWING, round__completed_at=None)
    return rows.select_related("round__entry__body", "body").order_by("drawn_at", "pk")


def wanted(held: AssessmentRound) -> list[bool]:
    """The seats that are to be filled: False a seat of the pair, True that of the third."""
    if held.completed_at is not None or held.closed_at is not None:
        return []
    sitting = [seat for seat in held.seats.all() if seat.state not in GIVEN_UP]
    pair = [seat for seat in sitting if not seat.is_third]
    if len(pair) < PAIR:
        return [False] * (PAIR - len(pair))
    if any(seat.is_third for seat in sitting) or not are_apart(held, pair):
        return []
    return [True]


def are_apart(held: AssessmentRound, pair: Sequence[AssessorSeat]) -> bool:
    """Whether both have given points and these are further apart than its criteria allow."""
    given = [row.points for row in held.assessments.filter(seat__in=pair)]
    used = sheet.of_version(held.sheet_version)
    most = sheet.most_apart(used, held.criteria.content.get("admission", {}))
    return len(given) == PAIR and sheet.is_apart(used, given, most)


def fill(held: AssessmentRound, *, at: datetime) -> list[AssessorSeat]:
    """Draw whoever is missing, as far as there are volunteers; the record keeps seed, frame and ranks.

    The caller runs it in the transaction of what made the seat free.
    """
    asked = wanted(held)
    if not asked:
        return []
    with moving(held.entry, "note", who=Who.RULE, noted="assessors drawn", by=PROGRAM, at=at) as move:
        seats = drawn(held, move, asked, at)
        move.facts |= {
            "round": held.number,
            "seats": [[str(seat.pk), str(seat.draw_id), seat.rank] for seat in seats],
            "missing": len(asked) - len(seats),
        }
    for seat in seats:
        seat.save(force_insert=True)
        limit = limit_for(seat.body, ASSESS_ENTRY, local_day(at))
        hearing.start(seat, CLOCK, limit, owner=seat.body, at=at)
    return seats


def declared(declaration: Declaration, *, by: Actor, at: datetime) -> None:
    """Follows a declaration about an entry: its maker may assess now, or the next one is drawn."""
    rows = AssessorSeat.objects.filter(round__entry=declaration.entry, account=declaration.account_id)
    seat = rows.filter(state__in=OWING, round__closed_at=None).select_related("round__entry").first()
    if seat is None:
        return
    if declaration.has_conflict:
        give_up(seat, AssessorSeat.State.CONFLICT, at=at)
    else:
        AssessorSeat.objects.filter(pk=seat.pk).update(state=AssessorSeat.State.READY)


def give_up(seat: AssessorSeat, state: AssessorSeat.State, *, at: datetime) -> None:
    """This seat is free for this reason, and the next one is drawn. Nothing happens to one that owes nothing."""
    with transaction.atomic():
        entry = seat.round.entry
        with moving(entry, "note", who=Who.RULE, noted="assessor fell out", by=PROGRAM, at=at) as move:
            held = AssessorSeat.objects.select_for_update().get(pk=seat.pk)
            was_owing = held.state in OWING
            if was_owing:
                held.state, held.ended_at = state, at
                held.save(update_fields=["state", "ended_at"])
            hearing.end(held, by=state.value, at=at)
            move.facts |= {"seat": str(held.pk), "why": state.value}
        if was_owing:
            fill(round_of(seat), at=at)


def round_of(seat: AssessorSeat) -> AssessmentRound:
    """Its round as it is now."""
    rows: QuerySet[AssessmentRound] = AssessmentRound.objects.select_related("entry__body", "criteria")
    return rows.get(pk=seat.round_id)


def own_offer(by: Actor) -> AssessorOffer | None:
    """The actor's offer that stands."""
    if by.account_id is None:
        return None
    return AssessorOffer.objects.filter(account=by.account_id, ended_at=None).select_related("body").first()


def may_offer(by: Actor) -> bool:
    """Whether the actor is of a city's staff, an auditor is not."""
    return powers.city_of(by) is not None


def offer(*, by: Actor, at: datetime) -> AssessorOffer:
    """From now on the actor may be drawn. Raises NotAllowed, NotPossible (offered already)."""
    city = powers.city_of(by)
    if city is None or by.account_id is None:
        raise NotAllowed(_("Only staff of a city's association can do that."))
    with transaction.atomic():
        Account.objects.get_queryset().select_for_update().get(pk=by.account_id)
        if own_offer(by) is not None:
            raise NotPossible(_("You have offered already."))
        made = AssessorOffer.objects.create(account_id=by.account_id, body=city, since_at=at)
        events.write(
            subject=made.record_key, verb="assessor_offered", by=by.key, at=at, facts={"body": city.key}
        )
    return made


def take_back(*, by: Actor, at: datetime) -> None:
    """The actor is not drawn any more; where points are still owed, the next one is drawn. Raises NotPossible."""
    with transaction.atomic():
        # A draw that holds an entry refers to offers: without `no_key` each would wait for the other.
        rows = AssessorOffer.objects.select_for_update(no_key=True)
        held = rows.filter(account=by.account_id, ended_at=None).first()
        if by.account_id is None or held is None:
            raise NotPossible(_("You have not offered."))
        held.ended_at = at
        held.save(update_fields=["ended_at"])
        events.write(subject=held.record_key, verb="assessor_offer_ended", by=by.key, at=at)
        for seat in open_seats(by):
            give_up(seat, AssessorSeat.State.GONE, at=at)
