"""Assessed by two who do not see each other, noticed, objected to, voted on; later by other criteria; one waits for its
points."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from demo.brands import programme
from demo.brands.stage import Stage, said
from demo.office.deciding import vote_in_writing
from huaihai.brands import moving
from huaihai.brands.assessing import falling_due, sheet
from huaihai.brands.assessing import verbs as assessing_verbs
from huaihai.brands.models import AssessmentRound, AssessorSeat, Entry, Notice
from huaihai.brands.noticing import objections, voting
from huaihai.brands.noticing.objections import ObjectionWords
from huaihai.desk import hearing
from huaihai.governance.motions import verbs
from huaihai.members.actors import Actor

OPENED, PUT, VOTED = -240, -215, -214
NOTICED, ASSESSING = -8, -4  # still on their way on the demo's day
# What the first assessor gives on the items of the sheet, in turn; the second differs by a step on one of them.
POINTS = (
    (100, 50, 100, 75, 100, 100),
    (100, 75, 100, 50, 100, 100),
    (100, 100, 50, 100, 75, 100),
    (100, 100, 75, 100, 50, 100),
)
STEP = 25


def play(stage: Stage, entries: Mapping[str, Entry]) -> None:
    """All that get so far are put to one vote."""
    _assess_all(stage, entries, ("held", "suspended", "removed"), days=OPENED)
    waiting = [one for one in voting.waiting() if stage.at(PUT).date() > hearing.last_day(one)]
    _object(stage, waiting[0])
    motion = voting.put_to_vote(waiting, at=stage.at(PUT))
    verbs.table(motion, by=stage.office.office, at=stage.at(PUT, 11))
    vote_in_writing(stage.office, motion, VOTED)
    programme.renew(stage)
    _assess_all(stage, entries, ("notice",), days=NOTICED)
    _assess_all(stage, entries, ("assessing",), days=ASSESSING, whole=False)
    for entry in entries.values():
        entry.refresh_from_db()


def _assess_all(
    stage: Stage, entries: Mapping[str, Entry], goals: Collection[str], *, days: int, whole: bool = True
) -> None:
    """Assessed, and concluded the night after the points are in."""
    for name, entry in entries.items():
        if stage.firms[name].goal in goals:
            _assess(stage, entry, days=days, whole=whole)
    for act in falling_due.due_acts(stage.at(days + 3, 1)):
        act()


def _assess(stage: Stage, entry: Entry, *, days: int, whole: bool) -> None:
    """Two are drawn, declare, and (where it is whole) hand their points in."""
    held = assessing_verbs.open_round(entry, at=stage.at(days))
    turn = AssessmentRound.objects.count()
    seats = (
        AssessorSeat.objects.filter(round=held).select_related("round__entry__body", "body").order_by("rank")
    )
    for number, seat in enumerate(seats):
        actor = stage.person(seat.account_id)
        moving.declare(entry, has_conflict=False, by=actor, at=stage.at(days, 14))
        if whole:
            given = _given(turn, number)
            reasons = dict.fromkeys(given, said()["said"]["points"])
            seat.refresh_from_db()
            assessing_verbs.hand_in(
                seat, points=given, reasons=reasons, by=actor, at=stage.at(days + 2, 10 + number)
            )
    entry.refresh_from_db()


def _given(turn: int, number: int) -> dict[str, int]:
    """The points of the first (0) or the second assessor (1): the second is kinder on the worst, or stricter on one of
    the best."""
    items = sheet.current().items
    given = {item.key: points for item, points in zip(items, POINTS[turn % len(POINTS)], strict=True)}
    if number and turn % 2:
        given[max(given, key=lambda key: given[key])] -= STEP
    elif number:
        given[min(given, key=lambda key: given[key])] += STEP
    return given


def _object(stage: Stage, notice: Notice) -> None:
    """Somebody objects in time; two people who did not assess it look into it."""
    at = stage.at(OPENED + 5)
    words = said()["said"]
    objection = objections.object_to(
        notice,
        ObjectionWords(what=words["objection_about"], why=words["objection"]),
        by=Actor.public(),
        at=at,
    )
    sat = set(AssessorSeat.objects.filter(round__entry=notice.entry).values_list("account", flat=True))
    free = [
        actor
        for body in stage.office.bodies
        if body != notice.entry.body
        and (actor := stage.cast.officers[body.region_code]).account_id not in sat
    ]
    for actor in free[:2]:
        moving.declare(notice.entry, has_conflict=False, by=actor, at=at)  # drawn ones differ each time
    made = objections.propose(
        objection, outcome="not-upheld", reasons=words["not_upheld"], by=free[0], at=at + timedelta(days=2)
    )
    moving.agree(made, by=free[1], at=at + timedelta(days=3))
