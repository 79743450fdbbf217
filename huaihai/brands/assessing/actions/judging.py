"""An assessor gives points with reasons; once all are in, the round is counted, or a third one is drawn."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.actions.moving import moving
from huaihai.brands.assessing import counting, sheet
from huaihai.brands.assessing.actions import seating
from huaihai.brands.models import Assessment, AssessmentRound, AssessorSeat
from huaihai.brands.models.assessing import GIVEN_UP
from huaihai.brands.powers import Who
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor
from huaihai.record import clocks

LONGEST = 500  # characters of one reason


def hand_in(
    seat: AssessorSeat, *, points: Mapping[str, int], reasons: Mapping[str, str], by: Actor, at: datetime
) -> Assessment:
    """The points and reasons of one assessor, sealed; they are never changed.

    Raises NotAllowed (another's seat, a conflict), NotPossible (not declared, in already, time over), Unfit.
    """
    if by.account_id is None or seat.account_id != by.account_id:
        raise NotAllowed(_("Somebody else was drawn for this."))
    powers.require_outsider(seat.round.entry, by, local_day(at))
    city = powers.city_of(by)
    if city is None or city.pk != seat.body_id:
        raise NotAllowed(_("You were drawn for another city, so somebody else assesses."))
    held_sheet = sheet.of_version(seat.round.sheet_version)
    said = {item.key: _reason(item.key, reasons) for item in held_sheet.items}
    for item in held_sheet.items:
        if points.get(item.key) not in item.choices:
            raise Unfit(points_field(item.key), _("Please choose one of the steps."))
    with transaction.atomic():
        with moving(seat.round.entry, "note", who=Who.ASSESSOR, noted="assessed", by=by, at=at) as move:
            held = _owing(seat, at)
            made = Assessment(
                entry=move.entry,
                round=held.round,
                seat=held,
                sheet_version=held_sheet.version,
                sheet_hash=held_sheet.sha256,
                points={item.key: points[item.key] for item in held_sheet.items},
                reasons=said,
                at=at,
            )
            move.rows.append(made)
            held.state, held.ended_at = AssessorSeat.State.DONE, at
            held.save(update_fields=["state", "ended_at"])
            clocks.end(clocks.running(held.record_key).values(), at=at, by="hand in")
            move.facts |= {"round": held.round.number, "seat": str(held.pk)}
        _go_on(seating.round_of(seat), at=at)
    return made


def points_field(key: str) -> str:
    """The form field of an item's points."""
    return f"points_{key}"


def reason_field(key: str) -> str:
    """The form field of an item's reason."""
    return f"reason_{key}"


def _reason(key: str, reasons: Mapping[str, str]) -> str:
    said = storable(reasons.get(key, "")).strip()
    if not said:
        raise Unfit(reason_field(key), _("Please give a reason. It is published, without your name."))
    if len(said) > LONGEST:
        raise Unfit(reason_field(key), _("This is too long. Please shorten it."))
    if mask(said).finds:
        raise Unfit(reason_field(key), _("Everybody reads this: please leave out numbers of persons."))
    return said


def _owing(seat: AssessorSeat, at: datetime) -> AssessorSeat:
    rows = AssessorSeat.objects.select_for_update(of=("self",)).select_related("round")
    held = rows.get(pk=seat.pk)
    if held.state == AssessorSeat.State.CALLED:
        raise NotPossible(_("Please declare first whether you have a conflict of interest."))
    if held.state == AssessorSeat.State.DONE:
        raise NotPossible(_("Your points are in already; they cannot be changed."))
    if held.state != AssessorSeat.State.READY or held.round.closed_at is not None:
        raise NotPossible(_("This assessment does not wait for you any more."))
    running = clocks.running(held.record_key).get(seating.CLOCK)
    if running is None or local_day(at) > running.due_on:
        raise NotPossible(_("The time for your points is over; somebody else is drawn."))
    return held


def _go_on(held: AssessmentRound, *, at: datetime) -> None:
    """Count the round if it has all the points that it needs; draw a third if the two are too far apart."""
    if seating.wanted(held):
        seating.fill(held, at=at)
        return
    sitting = [seat for seat in held.seats.all() if seat.state not in GIVEN_UP]
    if any(seat.state != AssessorSeat.State.DONE for seat in sitting):
        return
    given = [row.points for row in held.assessments.filter(seat__in=sitting)]
    held.result = counting.result(sheet.of_version(held.sheet_version), given)
    held.completed_at = at
    held.save(update_fields=["result", "completed_at"])
    with moving(
        held.entry, "note", who=Who.RULE, noted="assessment complete", by=seating.PROGRAM, at=at
    ) as move:
        move.facts |= {"round": held.number, "assessors": len(given)}
