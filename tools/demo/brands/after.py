"""What became of marks: one is suspended after a serious penalty, one removed after a re-visit; a report tells all."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from demo.brands import directory
from demo.brands.stage import Stage, said
from demo.office.deciding import vote_in_writing
from huaihai.brands import moving
from huaihai.brands.conduct import falling_due, opening, removing
from huaihai.brands.conduct import verbs as conduct_verbs
from huaihai.brands.effect import report
from huaihai.brands.evidence import checklist
from huaihai.brands.models import Entry, Proceeding
from huaihai.governance.motions import verbs

PENALISED, REMOVED_FROM = -30, -120


def play(stage: Stage, entries: Mapping[str, Entry]) -> None:
    """In the order of the days."""
    for name, entry in entries.items():
        if stage.firms[name].goal == "removed":
            _remove(stage, name, entry)
    for name, entry in entries.items():
        if stage.firms[name].goal == "suspended":
            _suspend(stage, name, entry)
    report.report(stage.office.today.year, by=stage.office.office, at=stage.at(0, 0, 3))


def _suspend(stage: Stage, name: str, entry: Entry) -> None:
    """The list of the authority names it; the rule suspends the mark; it says what it did; two people confirm."""
    at, words = stage.at(PENALISED), said()["said"]
    code = stage.firms[name].business.credit_code
    day = (at - timedelta(days=3)).date()
    row = said()["list"]["row"].format(code=code, day=day.isoformat())
    directory.import_penalties(stage, [row], known=(directory.PROMISED, PENALISED - 1), at=at)
    found = _watched(entry, Proceeding.Kind.SUSPEND, at=at + timedelta(hours=1))
    conduct_verbs.state(
        found, text=words["statement"], by=stage.firms[name].manager, at=at + timedelta(days=3)
    )
    for act in falling_due.due_acts(at + timedelta(days=16)):
        act()
    found.refresh_from_db()
    one, other = stage.outsiders(entry, at=at)
    made = conduct_verbs.propose(
        found, outcome="confirm", reasons=words["confirmed"], by=one, at=at + timedelta(days=17)
    )
    moving.agree(made, by=other, at=at + timedelta(days=17, hours=3))


def _remove(stage: Stage, name: str, entry: Entry) -> None:
    """A re-visit finds it closed; it is heard; the alliance removes it."""
    at, words = stage.at(REMOVED_FROM, 10), said()["said"]
    one, other = stage.outsiders(entry, at=at)
    answers = dict.fromkeys((item.key for item in checklist.for_kind(entry.kind)), "yes") | {"there": "no"}
    directory.visit(entry, answers, one, other, at=at)
    found = _watched(entry, Proceeding.Kind.REMOVE, at=at + timedelta(hours=6))
    conduct_verbs.state(
        found,
        text=words["moved"],
        wants_hearing=True,
        by=stage.firms[name].manager,
        at=at + timedelta(days=4),
    )
    office = stage.office.office
    found.refresh_from_db()
    meets_at = at + timedelta(days=14)
    conduct_verbs.set_day(
        found, meets_at=meets_at, where=words["where"], by=office, at=at + timedelta(days=6)
    )
    conduct_verbs.hold(
        found, minutes=words["hearing"], came=True, by=office, at=meets_at + timedelta(hours=2)
    )
    motion = removing.draft_motion(
        found, reasons=words["removed"], by=office, at=meets_at + timedelta(days=1)
    )
    verbs.table(motion, by=office, at=meets_at + timedelta(days=1, hours=1))
    vote_in_writing(stage.office, motion, REMOVED_FROM + 16)
    entry.refresh_from_db()


def _watched(entry: Entry, kind: str, *, at: datetime) -> Proceeding:
    """What of this kind this look at the mark has opened."""
    entry.refresh_from_db()
    return next(one for one in opening.watch(entry, at=at) if one.kind == kind)
