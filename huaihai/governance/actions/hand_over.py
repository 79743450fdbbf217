"""Handing the secretariat over: planning, calling off, and the day on which the next term begins.

The list and its signatures: `hand_over_lists`.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.governance import membership, rotation
from huaihai.governance.actions.moving import begin, local_day, moving, office_only
from huaihai.governance.errors import NotAllowed, NotPossible, Unfit
from huaihai.governance.hand_over import listing
from huaihai.governance.models import HandOver, Resolution, RotaTurn, SecretariatTerm
from huaihai.governance.models.hand_over import HAND_OVER
from huaihai.governance.standing import delegation_of
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

Act = Callable[[], None]
PLANNED_AHEAD = timedelta(days=60)  # the office's own working default: so long before its turn one is planned


def plan_by_resolution(
    *, to_body: Organisation, on: date, resolution: Resolution, by: Actor, at: datetime
) -> HandOver:
    """What a resolution decided; one that is under way is called off by it. Raises Unfit, NotPossible."""
    with transaction.atomic():
        settle(at=at)
        under_way = HandOver.objects.open().first()
        if under_way is not None:
            _end(under_way, {"resolution": resolution.record_key}, "", by=by, at=at)
        return _plan(to_body, on, resolution=resolution, source="", by=by, at=at)


def plan_by_rota(turn: RotaTurn, *, by: Actor, at: datetime) -> HandOver:
    """The next agreed turn of the rota. Raises NotAllowed, NotPossible, Unfit."""
    office_only(by, at=at)
    if not turn.is_agreed:
        raise NotPossible(_("This turn has not been agreed. A resolution is needed first."))
    with transaction.atomic():
        settle(at=at)
        if HandOver.objects.open().exists():
            raise NotPossible(_("A hand-over is under way already."))
        return _plan(
            turn.organisation, turn.from_on, resolution=turn.resolution, source=turn.source, by=by, at=at
        )


def call_off(hand_over: HandOver, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The body that should take over says that it cannot. Raises NotAllowed, NotPossible, Moved."""
    if hand_over.side_of(delegation_of(by)) != "to":
        raise NotAllowed(_("Only the body that should take over, or a resolution, can call it off."))
    _end(hand_over, {}, reason, by=by, at=at, seen=seen)


def due_acts(at: datetime) -> Iterator[Act]:
    """Terms that have begun, and the next turn of the rota as it comes near."""
    day = local_day(at)
    for hand_over in HandOver.objects.filter(stage="signed", begins_on__lte=day):
        yield partial(_begin_term, hand_over, at)
    turn = None if HandOver.objects.open().exists() else next_turn(day)
    if turn is not None and turn.is_agreed and turn.from_on <= day + PLANNED_AHEAD:
        yield partial(_plan_turn, turn, at)


def next_turn(day: date) -> RotaTurn | None:
    """The first turn after this day for which no hand-over was planned or called off."""
    known = set(HandOver.objects.filter(on__gt=day).values_list("to_body", "on"))
    now = rotation.secretariat_on(day)
    for turn in rotation.turns_after(day):
        if (turn.organisation_id, turn.from_on) not in known and turn.organisation != now:
            return turn
    return None


def settle(*, at: datetime) -> None:
    """Close what has begun already: the night's run may not have come yet."""
    for hand_over in HandOver.objects.filter(stage="signed", begins_on__lte=local_day(at)):
        _begin_term(hand_over, at)


def check_body(to_body: Organisation, *, on: date, today: date) -> Organisation:
    """The body that hands over, if `to_body` may follow it from `on`. Raises Unfit, NotPossible."""
    now = rotation.secretariat_on(today)
    if now is None:
        raise NotPossible(_("No body is on record as the secretariat."))
    if on <= today:
        raise Unfit("starts", _("A term can begin tomorrow at the earliest."))
    if now == to_body:
        raise Unfit("body", _("This body is the secretariat already."))
    if not membership.is_member(to_body, on=on):
        raise Unfit("body", _("This body is no member on that day."))
    return now


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
        with translation.override("zh-hans"):  # the language of the record
            source = _("resolution %(number)s") % {"number": resolution.number}
    rotation.locked_root()  # two plans at once: the second finds the first
    if HandOver.objects.open().exists():
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
            term = release_term(move.row, at=at)
            move.row.ended_at, move.text = at, reason
            move.facts |= facts
        if term is not None:
            rotation.take_term_back(term, by=by, at=at)


def release_term(row: HandOver, *, at: datetime) -> SecretariatTerm | None:
    """The agreed term that is not to begin, loosened from its hand-over. Raises NotPossible once it has begun."""
    if row.begins_on is not None and row.begins_on <= local_day(at):
        raise NotPossible(_("The new term has begun."))
    term, row.term, row.begins_on = row.term, None, None
    return term


def _begin_term(hand_over: HandOver, at: datetime) -> None:
    """What opened and closed since the signatures is written down: it is the next body's too."""
    by = Actor.system("fall-due")
    try:
        with moving(hand_over, "begin", HAND_OVER, by=by, at=at) as move:
            row = move.row
            taken = listing.present_list(row)
            if taken is None or row.term is None:  # the database refuses both
                raise NotPossible(_("Nothing was signed."))
            since = listing.changes(listing.items_of(taken), at)
            row.since_signed = {
                "opened": [[item.kind, item.label] for item in since.opened],
                "closed": [[item.kind, item.label] for item in since.closed],
            }
            row.ended_at = at
            move.facts |= {"list": taken.hash, "opened": len(since.opened), "closed": len(since.closed)}
            rotation.note_begun(row.term, by=by, at=at)
    except NotPossible:  # another run was quicker
        return


def _plan_turn(turn: RotaTurn, at: datetime) -> None:
    try:
        plan_by_rota(turn, by=Actor.system("fall-due"), at=at)
    except (NotPossible, NotAllowed, Unfit):  # somebody acted since the list was read
        return
