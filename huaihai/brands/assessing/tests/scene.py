"""A shop that is assessed: a basis and criteria in force, four volunteers of three cities, points of two assessors."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from huaihai.brands import moving
from huaihai.brands.assessing import falling_due, seats, sheet
from huaihai.brands.assessing import verbs as assessing_verbs
from huaihai.brands.models import (
    AssessmentRound,
    AssessorSeat,
    CriteriaVersion,
    Entry,
    EvidenceState,
    Snapshot,
)
from huaihai.brands.scoring.criteria import parse
from huaihai.brands.scoring.engine import as_json, score
from huaihai.brands.scoring.names import EVIDENCE
from huaihai.brands.tests.people import MONDAY, People, a_basis, a_resolution, an_entry
from huaihai.kit.canonical import digest
from huaihai.members.actors import Actor
from tests.scenes import remembered

DAY = timedelta(days=1)
CRITERIA = json.loads((Path(__file__).resolve().parents[2] / "data" / "criteria.json").read_text("utf-8"))
GOOD = {"total": False, "hearts": [], "criteria": []}


@dataclass
class Scene:
    """`by_account`: the people who can be drawn."""

    people: People
    entry: Entry

    @property
    def by_account(self) -> dict[Any, Actor]:
        held = self.people
        return {one.account_id: one for one in (held.near, held.near2, held.far, held.other)}

    @property
    def round(self) -> AssessmentRound:
        return AssessmentRound.objects.select_related("entry__body").get(entry=self.entry, closed_at=None)

    def seats(self) -> list[AssessorSeat]:
        """Those that owe points or have given them."""
        rows = AssessorSeat.objects.filter(round__entry=self.entry).select_related(
            "round__entry__body", "body"
        )
        return list(rows.exclude(state__in=["conflict", "late", "gone"]).order_by("drawn_at", "rank"))

    def actor(self, seat: AssessorSeat) -> Actor:
        return self.by_account[seat.account_id]


def criteria(people: People, *, at: datetime = MONDAY, **admission: Any) -> CriteriaVersion:
    """The criteria of the package, adopted."""
    return adopted(people, {**CRITERIA, "admission": {**CRITERIA["admission"], **admission}}, at=at)


def adopted(people: People, content: Mapping[str, Any], *, at: datetime = MONDAY) -> CriteriaVersion:
    """These criteria count from now on."""
    return CriteriaVersion.objects.create(
        number=CriteriaVersion.objects.count() + 1,
        content=content,
        content_hash=digest(content),
        at=at,
        by=people.office.key,
        resolution=a_resolution(people, at=at),
        from_on=date(2026, 1, 1),
    )


@remembered
def ready(people: People) -> Scene:
    """All is there for an assessment."""
    a_basis(people)
    criteria(people)
    for actor in (people.near, people.near2, people.far, people.other):
        seats.offer(by=actor, at=MONDAY)
    return Scene(people, an_entry(people))


@remembered
def opened(people: People) -> Scene:
    """Two were drawn and have declared to have no conflict."""
    scene = ready(people)
    assessing_verbs.open_round(scene.entry, at=MONDAY)
    for seat in scene.seats():
        free(scene, seat)
    return scene


def free(scene: Scene, seat: AssessorSeat, *, at: datetime = MONDAY) -> None:
    """Whoever sits there declares to have no conflict."""
    moving.declare(scene.entry, has_conflict=False, by=scene.actor(seat), at=at)


def flat(points: int = 75, **said: int) -> dict[str, int]:
    """The same points everywhere but where said otherwise."""
    return {item.key: points for item in sheet.current().items} | {
        key.replace("_", "-"): value for key, value in said.items()
    }


def hand_in(
    scene: Scene, seat: AssessorSeat, points: Mapping[str, int] | None = None, *, at: datetime = MONDAY
) -> None:
    """This seat's points, with reasons."""
    given = points or flat()
    assessing_verbs.hand_in(
        seat,
        points=given,
        reasons={key: f"演示理由 {key}" for key in given},
        by=scene.actor(seat),
        at=at,
    )


def both(scene: Scene, one: Mapping[str, int], other: Mapping[str, int], *, at: datetime = MONDAY) -> None:
    """Both hand in."""
    first, second = scene.seats()
    hand_in(scene, first, one, at=at)
    hand_in(scene, second, other, at=at)


def snapshot(
    entry: Entry,
    *,
    at: datetime = MONDAY,
    total: str = "82.0",
    short: Mapping[str, Any] = GOOD,
) -> Snapshot:
    """What the engine found, without its evidence."""
    parts = [
        {"key": one["key"], "points": "80.0", "weight": "5", "contribution": "4", "known": True}
        for one in CRITERIA["criteria"]
    ]
    found = {"points": "80.0", "low": "70.0", "high": "90.0"}
    result = {
        "total": total,
        "low": "75.0",
        "high": "88.0",
        "hearts": dict.fromkeys(("safe", "ease", "care"), found),
        "axes": dict.fromkeys(("distinctive", "well-made", "reputed", "loved"), found),
        "parts": parts,
        "short": dict(short),
    }
    row: Snapshot = Snapshot.objects.create(
        entry=entry,
        as_of=at.date(),
        criteria=CriteriaVersion.objects.order_by("number").last(),
        evidence={"distinctive": {"points": "75"}},
        sources={},
        result=result,
        sha256=digest(result),
        at=at,
    )
    return row


BEST: dict[str, dict[str, Any]] = {
    "yes": {"yes": True},
    "points": {"points": "100"},
    "share": {"hits": 40, "of": 40},
    "steps": {"count": 3},
}
GOOD_EVIDENCE = {name: BEST[shape] for name, shape in EVIDENCE.items()} | {"penalties": {"count": 0}}


def known(entry: Entry, **said: Mapping[str, Any]) -> None:
    """What is known about it could be enough, but where said otherwise."""
    evidence = GOOD_EVIDENCE | said
    row = Snapshot.objects.create(
        entry=entry,
        as_of=MONDAY.date(),
        criteria=CriteriaVersion.objects.order_by("number").last(),
        evidence=evidence,
        sources={},
        result=as_json(score(parse(CRITERIA), entry.kind, evidence)),
        sha256="0" * 64,
        at=MONDAY,
    )
    EvidenceState.objects.update_or_create(entry=entry, defaults={"snapshot": row, "gathered_at": MONDAY})


def run_due(at: datetime) -> int:
    """The acts of assessing that have fallen due; how many."""
    acts = list(falling_due.due_acts(at))
    for act in acts:
        act()
    return len(acts)
