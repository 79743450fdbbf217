"""Handing the secretariat over: planning and calling off, making the list, and signing it.

The list and its signatures: `hand_over_lists`. Whatever may touch a term locks in one order (`hold`): the
alliance, the two bodies, the hand-over.
"""

import secrets
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import begin, moving
from huaihai.governance import membership, secretariat
from huaihai.governance.hand_over import items
from huaihai.governance.models import HandOver, Resolution, RotaTurn, SecretariatTerm
from huaihai.governance.models.hand_over import HAND_OVER
from huaihai.governance.secretariat import lock_alliance, office_only
from huaihai.governance.standing import delegation_of
from huaihai.kit.canonical import digest
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

Act = Callable[[], None]
PLANNED_AHEAD = timedelta(days=60)  # the office's own working default: so long before its turn one is planned


def plan_by_resolution(
    *, to_body: Organisation, on: date, resolution: Resolution, by: Actor, at: datetime
) -> HandOver:
    """What a resolution decided; one that is under way is called off by it, a term that has begun is not.

    `at` is this moment, not the hour of a vote that is counted late. Raises Unfit, NotPossible.
    """
    with transaction.atomic():
        lock_alliance()
        under_way = HandOver.objects.under_way(local_day(at)).first()
        if under_way is not None:
            _end(under_way, {"resolution": resolution.record_key}, "", by=by, at=at)
        return _plan(to_body, on, resolution=resolution, source="", by=by, at=at)


def plan_by_rota(turn: RotaTurn, *, by: Actor, at: datetime) -> HandOver:
    """The next agreed turn of the rota. Raises NotAllowed, NotPossible, Unfit."""
    office_only(by, at=at)
    if not turn.is_agreed:
        raise NotPossible(_("This turn has not been agreed. A resolution is needed first."))
    with transaction.atomic():
        lock_alliance()
        return _plan(
            turn.organisation, turn.from_on, resolution=turn.resolution, source=turn.source, by=by, at=at
        )


def call_off(hand_over: HandOver, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The body that should take over says that it cannot.

    Raises NotAllowed, NotPossible (the day has come, or nobody would be left in office), Moved.
    """
    if hand_over.side_of(delegation_of(by)) != "to":
        raise NotAllowed(_("Only the body that should take over, or a resolution, can call it off."))
    with transaction.atomic():
        hold(hand_over)
        _check_office_stays(hand_over)
        _end(hand_over, {}, reason, by=by, at=at, seen=seen)


def hold(hand_over: HandOver) -> None:
    """Lock what comes before a hand-over: the alliance and the two bodies. They join, leave and hold office alone."""
    lock_alliance()
    both = Organisation.objects.filter(pk__in=(hand_over.from_body_id, hand_over.to_body_id)).order_by("pk")
    list(both.select_for_update(no_key=True).values_list("pk"))


def due_acts(at: datetime) -> Iterator[Act]:
    """A next body that leaves before its term, and the next turn of the rota as it comes near."""
    day = local_day(at)
    under_way = HandOver.objects.under_way(day).select_related("to_body").first()
    if under_way is not None:
        if not _fits(under_way, day):
            yield partial(_end_without_member, under_way, at)
        return
    turn = next_turn(day)
    if turn is not None and turn.is_agreed and turn.from_on <= day + PLANNED_AHEAD:
        yield partial(_plan_turn, turn, at)


def next_turn(day: date) -> RotaTurn | None:
    """The first turn of a member after this day for which no hand-over was planned or called off."""
    known = set(HandOver.objects.filter(on__gt=day).values_list("to_body", "on"))
    now = secretariat.secretariat_on(day)
    for turn in secretariat.turns_after(day):
        is_new = (turn.organisation_id, turn.from_on) not in known and turn.organisation != now
        if is_new and membership.is_member(turn.organisation, on=turn.from_on):
            return turn
    return None


def check_body(to_body: Organisation, *, on: date, today: date) -> Organisation:
    """The body that hands over, if `to_body` may follow it from `on`. Raises Unfit, NotPossible."""
    now = secretariat.last_holder(today)
    if now is None:
        raise NotPossible(_("No body is on record as the secretariat."))
    if on <= today:
        raise Unfit("starts", _("A term can begin tomorrow at the earliest."))
    if now == to_body:
        raise Unfit("body", _("This body is the secretariat already."))
    if not membership.is_member(to_body, on=on):
        raise Unfit("body", _("This body is no member on that day."))
    return now


def first_possible_day(hand_over: HandOver, at: datetime) -> date:
    """The day on which the next term would begin if both sides had signed at this moment."""
    return max(hand_over.on, local_day(at) + secretariat.ONE_DAY)


def _plan(
    to_body: Organisation,
    on: date,
    *,
    resolution: Resolution | None,
    source: str,
    by: Actor,
    at: datetime,
) -> HandOver:
    from_body = check_body(to_body, on=on, today=local_day(at))
    if resolution is not None:
        source = secretariat.source_of(resolution)
    if HandOver.objects.under_way(local_day(at)).exists():
        raise NotPossible(_("A hand-over is under way already."))
    hand_over = HandOver(
        from_body=from_body, to_body=to_body, on=on, resolution=resolution, source=source, planned_at=at
    )
    facts = {"from": from_body.key, "to": to_body.key, "on": on.isoformat()}
    if resolution is not None:
        facts["resolution"] = resolution.record_key
    begin(hand_over, "plan", HAND_OVER, by=by, at=at, **facts)
    return hand_over


def _end(
    hand_over: HandOver,
    facts: dict[str, str],
    reason: str,
    *,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    with transaction.atomic():
        with moving(hand_over, "call off", HAND_OVER, by=by, at=at, seen=seen) as move:
            term, move.text = _release_term(move.row, at=at), reason
            move.facts |= facts
        if term is not None:
            secretariat.take_term_back(term, by=by, at=at)


def _release_term(row: HandOver, *, at: datetime) -> SecretariatTerm | None:
    """The agreed term that is not to begin, loosened from its hand-over. Raises NotPossible once it has begun."""
    if row.begins_on is not None and row.begins_on <= local_day(at):
        raise NotPossible(_("The new term has begun."))
    term, row.term, row.begins_on = row.term, None, None
    return term


def _check_office_stays(hand_over: HandOver) -> None:
    """Whether the office can stay where it is. Raises NotPossible if the next term is agreed and that body leaves."""
    begins_on = HandOver.objects.values_list("begins_on", flat=True).get(pk=hand_over.pk)
    if begins_on is not None and not membership.is_member(hand_over.from_body, on=begins_on):
        raise NotPossible(
            _(
                "The present secretariat leaves the alliance before that day. Only a resolution can change this."
            )
        )


def _fits(hand_over: HandOver, day: date) -> bool:
    starts = hand_over.begins_on or max(hand_over.on, day + secretariat.ONE_DAY)
    return membership.is_member(hand_over.to_body, on=starts)


def _end_without_member(hand_over: HandOver, at: datetime) -> None:
    """The next body leaves the alliance before its term: the hand-over is called off by itself."""
    with translation.override(settings.LANGUAGE_CODE):  # the language of the record
        reason = _("The body that should take over is no member of the alliance on that day.")
    try:
        with transaction.atomic():
            hold(hand_over)
            if _fits(hand_over, local_day(at)):  # it stays after all
                return
            _end(hand_over, {"because": "no member"}, reason, by=Actor.system("fall-due"), at=at)
    except NotPossible:  # somebody acted since the list was read
        return


def _plan_turn(turn: RotaTurn, at: datetime) -> None:
    try:
        plan_by_rota(turn, by=Actor.system("fall-due"), at=at)
    except (NotPossible, NotAllowed, Unfit):  # somebody acted since the list was read
        return


def make_list(hand_over: HandOver, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Write down what is open now; a signature under an older list ends. Either body may, until both have signed.

    Raises NotAllowed, NotPossible, Moved.
    """
    _side(hand_over, by)
    with moving(hand_over, "list", HAND_OVER, by=by, at=at, seen=seen) as move:
        row = move.row
        row.list_number += 1
        row.document = items.document(row, at=at)
        row.hash = digest(row.document)
        row.from_signed_by, row.from_signed_at, row.to_signed_by, row.to_signed_at = "", None, "", None
        move.facts |= {"list": row.list_number, "hash": row.hash, "open": len(row.document["open"])}


def sign(hand_over: HandOver, *, list_hash: str, by: Actor, at: datetime) -> None:
    """One side signs the list with this hash. With the second signature the next term is agreed.

    Raises NotAllowed, NotPossible, and Moved if the list was made again.
    """
    side = _side(hand_over, by)
    with transaction.atomic():
        hold(hand_over)
        with moving(hand_over, "sign", HAND_OVER, by=by, at=at) as move:
            row, move.stays = move.row, True
            _check_signable(row, side, list_hash, at)
            body = row.from_body if side == "from" else row.to_body
            setattr(row, f"{side}_signed_by", by.key)
            setattr(row, f"{side}_signed_at", at)
            move.facts |= {"side": side, "body": body.key, "hash": row.hash}
            if row.is_signed_by_both:
                row.begins_on = first_possible_day(row, at)
                row.term = secretariat.agree_term(row, from_on=row.begins_on, by=by, at=at)
                move.facts["begins"] = row.begins_on.isoformat()


def _check_signable(row: HandOver, side: str, list_hash: str, at: datetime) -> None:
    if not secrets.compare_digest(row.hash, list_hash):
        raise Moved(row)
    if row.has_signed(side):
        raise NotPossible(_("Your side has signed this list already."))
    if not membership.is_member(row.to_body, on=first_possible_day(row, at)):
        raise NotPossible(_("The body that should take over is no member of the alliance on that day."))
    if not items.is_intact(row):
        raise NotPossible(_("The stored list is not the one that was made. Please make it again."))


def _side(hand_over: HandOver, by: Actor) -> str:
    side = hand_over.side_of(delegation_of(by))
    if not side:
        raise NotAllowed(_("Only the two bodies of this hand-over can do this."))
    return side
