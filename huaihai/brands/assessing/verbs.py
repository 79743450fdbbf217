"""A round of assessment: it opens by rule, assessors judge, and what follows from the count."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.brands import messages, powers, standing
from huaihai.brands.assessing import facts, seats, sheet
from huaihai.brands.assessing.sheet import AXES, WHOLE
from huaihai.brands.evidence import refreshing, scope
from huaihai.brands.models import Assessment, AssessmentRound, AssessorSeat, Entry, Snapshot
from huaihai.brands.models.assessing import GIVEN_UP
from huaihai.brands.moving import lock, moving
from huaihai.brands.noticing import notice
from huaihai.brands.powers import Who
from huaihai.brands.programme import content
from huaihai.brands.scoring import engine
from huaihai.desk import hearing
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

type Lacks = list[dict[str, str]]
FULL = {axis: {"points": str(WHOLE)} for axis in AXES}
RENEW_FROM = timedelta(days=120)  # before the end of a mark its renewal is assessed
AGAIN_AFTER = timedelta(days=180)  # after an assessment that gave no mark
LONGEST = 500  # characters of one reason
STAGES = {False: "assessing", True: "held"}  # by whether it renews


def what_is_missing(held: Mapping[str, Any], result: Mapping[str, Any]) -> Lacks:
    """What a result is short of by the criteria `held`: the total, a heart, a criterion; each with its points and how
    many are needed."""
    short, asked = result["short"], held.get("admission", {})
    found = [_lack("total", "", result["total"], asked.get("total", ""))] if short["total"] else []
    found += [
        _lack("heart", name, result["hearts"][name]["points"], asked.get("heart", ""))
        for name in short["hearts"]
    ]
    points = {part["key"]: part["points"] for part in result["parts"]}
    needed = {one["key"]: one["threshold"] for one in held.get("criteria", ())}
    return found + [
        _lack("criterion", key, points.get(key, ""), needed.get(key) or "") for key in short["criteria"]
    ]


def disagreement(held: AssessmentRound) -> Lacks:
    """That two assessors agree less than the round's criteria ask of a single entry, as their first format did."""
    wanted, found = held.criteria.content.get("admission", {}).get("agreement"), held.result["alpha"]
    if wanted is None or found is None or Fraction(found) >= Fraction(wanted):
        return []
    return [_lack("agreement", "", found, wanted)]


def missing_before(entry: Entry, on: date) -> Lacks:
    """What would be missing even if the assessors gave full points: nobody assesses in vain. Two queries."""
    version, snapshot = standing.criteria_on(on), scope.snapshot_of(entry)
    if version is None:
        return []
    evidence = (snapshot.evidence if snapshot is not None else {}) | FULL
    score = engine.score(content.criteria_of(version), entry.kind, evidence)
    return what_is_missing(version.content, engine.as_json(score))


def _lack(what: str, key: str, points: object, needed: object) -> dict[str, str]:
    return {"what": what, "key": key, "points": str(points), "needed": str(needed)}


def due(on: date) -> Iterator[Entry]:
    """The entries whose assessment opens on this day, the longest in the directory first."""
    if standing.basis_on(on) is None or standing.criteria_on(on) is None:
        return
    ends = Q(stage="held", held_until__gte=on, held_until__lte=on + RENEW_FROM)
    under_way = AssessmentRound.objects.filter(closed_at=None).values("entry")
    rows = Entry.objects.filter(ends | Q(stage="listed")).exclude(pk__in=under_way)
    for entry in rows.select_related("body").order_by("listed_at", "pk").iterator():
        if not why_not(entry, on):
            yield entry


def why_not(entry: Entry, on: date) -> str:
    """Why no assessment of this entry opens on this day, in plain words; empty: it opens in the night."""
    if reason := _hindrance(entry, on):
        return reason
    last = AssessmentRound.objects.filter(entry=entry).order_by("-number").first()
    if last is not None and last.closed_at is not None and last.outcome != AssessmentRound.Outcome.ADMITTED:
        again_on = local_day(last.closed_at + AGAIN_AFTER)
        if on < again_on:
            return _("It was assessed not long ago; the next time is from %(day)s on.") % {
                "day": spoken.full_day(again_on)
            }
    if missing := missing_before(entry, on):
        names = facts.names_of(missing, standing.criteria_on(on))
        return _("It is assessed once enough is known about it. Still missing: %(what)s.") % {
            "what": pgettext("list", ", ").join(names)
        }
    return _no_volunteers(entry, on)


def open_round(entry: Entry, *, at: datetime) -> AssessmentRound:
    """Open an assessment (of a held mark: for its renewal) and draw two assessors. Raises NotPossible."""
    on = local_day(at)
    renews = entry.stage == "held"
    verb, noted = ("note", "renewal opened") if renews else ("open assessment", "")
    with transaction.atomic():
        with moving(entry, verb, who=Who.RULE, noted=noted, by=seats.PROGRAM, at=at) as move:
            if reason := _hindrance(move.row, on) or _no_volunteers(move.row, on):
                raise NotPossible(reason)
            held = _new(move.row, renews=renews, on=on, at=at)
            move.facts |= {
                "round": held.number,
                "criteria": held.criteria.number,
                "sheet": held.sheet_version,
                "sheet_hash": held.sheet_hash,
            }
        seats.fill(held, at=at)
        messages.business(entry, "opened", key=str(held.pk), at=at)
    return held


def _hindrance(entry: Entry, on: date) -> str:
    if entry.stage == "held" and not _ends_soon(entry, on):
        return _("A mark can be renewed in the last 120 days before it ends.")
    if entry.stage not in ("listed", "held", "assessing"):
        return _("Only what stands in the directory is assessed.")
    if standing.basis_on(on) is None:
        return _("The programme has no legal basis in force, so nothing is assessed.")
    if standing.criteria_on(on) is None:
        return _("The alliance has not adopted any criteria yet, so nothing can be assessed.")
    if AssessmentRound.objects.filter(entry=entry, closed_at=None).exists():
        return _("An assessment is under way.")
    return ""


def _no_volunteers(entry: Entry, on: date) -> str:
    if len({city for _offer, city in seats.volunteers(entry, on)}) < seats.PAIR:
        return _("There are not yet volunteers of two other cities from whom assessors can be drawn.")
    return ""


def _ends_soon(entry: Entry, on: date) -> bool:
    return entry.held_until is not None and entry.held_until - RENEW_FROM <= on <= entry.held_until


def _new(entry: Entry, *, renews: bool, on: date, at: datetime) -> AssessmentRound:
    newest = sheet.current()
    criteria = standing.criteria_on(on)
    if criteria is None:
        raise NotPossible(_("The alliance has not adopted any criteria yet, so nothing can be assessed."))
    return AssessmentRound.objects.create(
        entry=entry,
        number=AssessmentRound.objects.filter(entry=entry).count() + 1,
        criteria=criteria,
        sheet_version=newest.version,
        sheet_hash=newest.sha256,
        renews=renews,
        opened_at=at,
    )


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
                entry=move.row,
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
            hearing.end(held, by="hand in", at=at)
            move.facts |= {"round": held.round.number, "seat": str(held.pk)}
        _go_on(seats.round_of(seat), at=at)
    return made


def points_field(key: str) -> str:
    """The form field of an item's points."""
    return f"points_{key}"


def reason_field(key: str) -> str:
    """The form field of an item's reason."""
    return f"reason_{key}"


def _reason(key: str, reasons: Mapping[str, str]) -> str:
    lacking = _("Please give a reason. It is published, without your name.")
    return hearing.words(
        reason_field(key), reasons.get(key, ""), most=LONGEST, lacking=lacking, are_public=True
    )


def _owing(seat: AssessorSeat, at: datetime) -> AssessorSeat:
    rows = AssessorSeat.objects.select_for_update(of=("self",)).select_related("round")
    held = rows.get(pk=seat.pk)
    if held.state == AssessorSeat.State.CALLED:
        raise NotPossible(_("Please declare first whether you have a conflict of interest."))
    if held.state == AssessorSeat.State.DONE:
        raise NotPossible(_("Your points are in already; they cannot be changed."))
    if held.state != AssessorSeat.State.READY or held.round.closed_at is not None:
        raise NotPossible(_("This assessment does not wait for you any more."))
    if not hearing.is_in_time(held, local_day(at)):
        raise NotPossible(_("The time for your points is over; somebody else is drawn."))
    return held


def _go_on(held: AssessmentRound, *, at: datetime) -> None:
    """Count the round if it has all the points that it needs; draw a third if the two are too far apart."""
    if seats.wanted(held):
        seats.fill(held, at=at)
        return
    sitting = [seat for seat in held.seats.all() if seat.state not in GIVEN_UP]
    if any(seat.state != AssessorSeat.State.DONE for seat in sitting):
        return
    given = [row.points for row in held.assessments.filter(seat__in=sitting)]
    held.result = sheet.result(sheet.of_version(held.sheet_version), given)
    held.completed_at = at
    held.save(update_fields=["result", "completed_at"])
    with moving(
        held.entry, "note", who=Who.RULE, noted="assessment complete", by=seats.PROGRAM, at=at
    ) as move:
        move.facts |= {"round": held.number, "assessors": len(given)}


def conclude(key: UUID, *, at: datetime) -> None:
    """Gather the entry's evidence anew, and go on by its score. Nothing happens while no basis is in force, or if
    somebody was faster."""
    with transaction.atomic():
        entry = lock(AssessmentRound.objects.values_list("entry", flat=True).get(pk=key))
        held = AssessmentRound.objects.select_for_update().get(pk=key)
        held.entry = entry
        if not _waits(held) or not standing.gives_title(local_day(at)):
            return
        snapshot = refreshing.refresh(held.entry, at=at)
        if not snapshot.result:
            return
        criteria = snapshot.criteria or held.criteria
        if missing := what_is_missing(criteria.content, snapshot.result) + disagreement(held):
            _fall_short(held, snapshot, missing, at=at)
        else:
            notice.give(held, snapshot, at=at)


def close(held: AssessmentRound, outcome: AssessmentRound.Outcome, *, at: datetime) -> None:
    """The round is over."""
    held.closed_at, held.outcome = at, outcome
    held.save(update_fields=["closed_at", "outcome", "missing", "motion", "resolution"])


def _waits(held: AssessmentRound) -> bool:
    is_open = held.completed_at is not None and held.closed_at is None and not held.outcome
    return is_open and held.entry.stage == STAGES[held.renews]


def _fall_short(
    held: AssessmentRound, snapshot: Snapshot, missing: list[dict[str, str]], *, at: datetime
) -> None:
    entry: Entry = held.entry
    verb, noted = ("note", "renewal short") if held.renews else ("fall short", "")
    facts: Mapping[str, Any] = {
        "round": held.number,
        "snapshot": snapshot.sha256,
        "missing": [[one["what"], one["key"]] for one in missing],
    }
    with moving(entry, verb, who=Who.RULE, noted=noted, by=seats.PROGRAM, at=at) as move:
        held.missing = missing
        close(held, AssessmentRound.Outcome.SHORT, at=at)
        move.facts |= facts
    messages.business(entry, "short", key=str(held.pk), at=at)
