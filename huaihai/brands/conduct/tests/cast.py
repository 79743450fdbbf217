"""Scenes of conduct: a shop with a mark, ten cities with people, criteria in force, and what is measured."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from importlib import resources

import pytest

from huaihai.brands import moving
from huaihai.brands.conduct import falling_due, opening, removing
from huaihai.brands.conduct import panels as conduct_panels
from huaihai.brands.conduct import verbs as conduct_verbs
from huaihai.brands.models import CriteriaVersion, Entry, PairDecision, PanelSeat, Proceeding
from huaihai.brands.tests import people as room
from huaihai.brands.tests.people import MONDAY, People, a_resolution, an_entry, declared
from huaihai.governance import membership
from huaihai.governance.models import Choice
from huaihai.governance.motions import verbs, voting
from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from huaihai.members.models import Post, Role
from tests.posts import post_at
from tests.scenes import remembered

CITIES = (
    "320300",
    "320700",
    "321300",
    "370800",
    "370400",
    "371700",
    "371300",
    "411400",
    "340600",
    "341300",
)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
STATEMENT_ENDS = MONDAY.replace(day=17)  # the day after ten working days from 2 November
SERIOUS = {"serious_cases": 1}


@dataclass
class Cast:
    """`entry` holds the mark; `more` are people of the six cities that `people` leaves out; `voices` speak and vote."""

    people: People
    entry: Entry
    criteria: CriteriaVersion
    more: list[Actor]
    voices: dict[str, Actor]


@remembered
def assemble() -> Cast:
    """Everything; nobody has declared anything yet."""
    people = room.assemble()
    content = json.loads(resources.files("huaihai.brands").joinpath("data/criteria.json").read_text("utf-8"))
    criteria = CriteriaVersion.objects.create(
        number=1,
        content=content,
        content_hash="0" * 64,
        at=MONDAY - 30 * DAY,
        by=people.office.key,
        resolution=a_resolution(people),
        from_on=(MONDAY - 20 * DAY).date(),
    )
    entry = an_entry(people, "held", criteria=criteria)
    used = {room.HOME, room.NEAR, room.FAR, room.OTHER}
    rest = [f"city:{code}" for code in CITIES if f"city:{code}" not in used]
    more = [Actor.officer(post_at(key, username=f"more-{key[5:]}")) for key in rest]
    voices = {
        key: Actor.officer(post_at(key, Role.HEAD, username=f"voice-{key[5:]}"))
        for key in (f"city:{code}" for code in CITIES)
    }
    return Cast(people, entry, criteria, more, voices)


def measure(monkeypatch: pytest.MonkeyPatch, values: Mapping[str, int | Fraction]) -> None:
    """From now on the evidence measures this, over any span."""
    held = {name: opening.Measured(value) for name, value in values.items()}
    monkeypatch.setattr(opening, "_of_evidence", lambda entry, as_of, months: dict(held))


def fired(cast: Cast, monkeypatch: pytest.MonkeyPatch, *, at: datetime = MONDAY, **values: int) -> Proceeding:
    """The one proceeding that these measures open."""
    measure(monkeypatch, values)
    (row,) = opening.watch(cast.entry, at=at)
    cast.entry.refresh_from_db()
    return row


def night(at: datetime) -> None:
    """What has fallen due is done."""
    for act in list(falling_due.due_acts(at)):
        act()


def at_night(day: object) -> datetime:
    """One in the morning of the day after this one."""
    return datetime(day.year, day.month, day.day, 1, tzinfo=ZONE) + DAY  # type: ignore[attr-defined]  # a date


def until_deciding(row: Proceeding) -> datetime:
    """The business says nothing, its time runs out; the moment after."""
    assert row.statement_until is not None
    at = at_night(row.statement_until)
    night(at)
    row.refresh_from_db()
    assert row.stage == "deciding"
    return at


def decided(
    cast: Cast, row: Proceeding, outcome: str, *, at: datetime, reasons: str = "理由充分"
) -> PairDecision:
    """Two people of two cities decide so."""
    declared(cast.entry, cast.people.near, cast.people.far, at=at)
    made = conduct_verbs.propose(row, outcome=outcome, reasons=reasons, by=cast.people.near, at=at)
    agreed = moving.agree(made, by=cast.people.far, at=at + HOUR)
    row.refresh_from_db()
    cast.entry.refresh_from_db()
    return agreed


def appealed(cast: Cast, row: Proceeding, *, at: datetime) -> list[PanelSeat]:
    """The business appeals; who was drawn."""
    conduct_panels.appeal(row, text="请复核", by=cast.people.holder, at=at)
    row.refresh_from_db()
    return conduct_panels.seats_taken(row)


def actor_of(seat: PanelSeat) -> Actor:
    """The person in this seat."""
    return Actor.officer(Post.objects.get(account=seat.account, organisation=seat.body))


def panel_says(cast: Cast, row: Proceeding, choice: str, *, at: datetime) -> None:
    """Two of the panel say this."""
    for seat in conduct_panels.seats_taken(row)[:2]:
        by = actor_of(seat)
        declared(cast.entry, by, at=at)
        conduct_panels.vote(seat, choice=choice, reasons="复核理由", by=by, at=at + HOUR)
    row.refresh_from_db()
    cast.entry.refresh_from_db()


def voted(cast: Cast, row: Proceeding, choice: Choice, *, at: datetime) -> None:
    """The office drafts the removal, tables it, and all ten bodies vote like this."""
    motion = removing.draft_motion(row, reasons="多次伤害消费者", by=cast.people.office, at=at)
    verbs.table(motion, by=cast.people.office, at=at)
    closes_at = at + 6 * DAY
    voting.open_in_writing(motion, closes_at=closes_at, by=cast.people.office, at=at)
    motion.refresh_from_db()
    for body in membership.members_on(at.date()):
        voting.cast_vote(
            motion,
            body,
            choice=choice,
            text_seen=motion.document_hash,
            by=cast.voices[body.key],
            at=at + HOUR,
        )
    voting.close(motion, by=cast.people.office, at=at + 2 * HOUR)
    row.refresh_from_db()
    cast.entry.refresh_from_db()


def stated(cast: Cast, row: Proceeding, *, at: datetime, wants_hearing: bool = False) -> None:
    """The business states its case."""
    conduct_verbs.state(row, text="情况说明", wants_hearing=wants_hearing, by=cast.people.holder, at=at)


def strangers(cast: Cast, *but: str) -> list[Actor]:
    """Everybody of the scene but these, and the public."""
    names = ("home", "near", "far", "other", "auditor", "office", "holder")
    held = [getattr(cast.people, name) for name in names if name not in but]
    return [*held, Actor.public(), Actor.consumer([])]
