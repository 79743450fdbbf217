"""An entry that stands in the public notice, and the alliance that votes about it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from huaihai.brands import moving
from huaihai.brands.assessing import verbs as assessing_verbs
from huaihai.brands.assessing.tests.scene import DAY, GOOD, Scene, both, flat, opened, snapshot
from huaihai.brands.entering import eligibility
from huaihai.brands.entering.eligibility import Fact
from huaihai.brands.evidence import refreshing
from huaihai.brands.models import Entry, Notice, NoticeObjection
from huaihai.brands.noticing import objections, voting
from huaihai.brands.noticing.objections import ObjectionWords
from huaihai.brands.tests.people import MONDAY, People
from huaihai.governance import membership
from huaihai.governance.models import Choice, Count, Motion
from huaihai.governance.motions import verbs
from huaihai.governance.motions import voting as votes
from huaihai.governance.tests import deciding
from huaihai.governance.tests.deciding import Ten
from huaihai.members.actors import Actor
from huaihai.members.models import Post, Role
from tests.posts import officer_of
from tests.scenes import remembered

LAST = MONDAY + 14 * DAY  # the tenth working day after 2 November
OVER = LAST + DAY
WHY = "演示：去年有人吃坏肚子"


class Outside:
    """What other subjects know about the entry: its score, and facts."""

    def __init__(self) -> None:
        self.short: Mapping[str, Any] = GOOD
        self.total = "82.0"
        self.is_good = True

    def refresh(self, entry: Entry, *, at: datetime) -> Any:
        return snapshot(entry, at=at, total=self.total, short=self.short)

    def facts(self, _entry: Entry, as_of: Any) -> list[Fact]:
        return [Fact("exposure", self.is_good, "platform", as_of, {"n": 0 if self.is_good else 1})]


def outside(patch: Any) -> Outside:
    """Put in for them."""
    held = Outside()
    patch.setattr(refreshing, "refresh", held.refresh)
    patch.setattr(eligibility, "facts", held.facts)
    return held


@remembered
def noticed(people: People, *, at: datetime = MONDAY) -> tuple[Scene, Notice]:
    """The points were enough: the notice begins."""
    scene = opened(people)
    both(scene, flat(75), flat(100), at=at)
    assessing_verbs.conclude(scene.round.pk, at=at)
    scene.entry.refresh_from_db()
    return scene, notice_of(scene.entry)


def notice_of(entry: Entry) -> Notice:
    rows = voting.waiting()
    found: Notice = rows.get(entry=entry)
    return found


def objected(notice: Notice, *, at: datetime = MONDAY, **said: Any) -> NoticeObjection:
    """Somebody objects."""
    return objections.object_to(
        notice, ObjectionWords(**({"what": "食品安全", "why": WHY} | said)), by=Actor.public(), at=at
    )


def deciders(scene: Scene) -> tuple[Actor, Actor]:
    """Two of two cities who did not assess it, and have declared."""
    sat = {seat.account_id for seat in scene.seats()}
    free = [one for one in (_staff("city:411400"), _staff("city:370800")) if one.account_id not in sat]
    for one in free:
        moving.declare(scene.entry, has_conflict=False, by=one, at=MONDAY)
    return free[0], free[1]


def decided(scene: Scene, objection: NoticeObjection, outcome: str, *, at: datetime = MONDAY) -> None:
    """Two people agree on it."""
    one, other = deciders(scene)
    made = objections.propose(objection, outcome=outcome, reasons="演示：查过了", by=one, at=at)
    moving.agree(made, by=other, at=at)
    objection.refresh_from_db()
    scene.entry.refresh_from_db()


def ten() -> Ten:
    """All members, with somebody who speaks for each."""
    bodies = membership.members_on(MONDAY.date())
    return Ten(bodies, {body.key: _staff(body.key, Role.HEAD) for body in bodies})


def _staff(key: str, role: Role = Role.OFFICER) -> Actor:
    """Somebody of this body in this role, whose account is opened once."""
    known = Post.objects.filter(
        organisation__key=key, role=role, account__username=f"{role}-{key.rpartition(':')[2]}"
    )
    found = known.select_related("account", "organisation").first()
    return officer_of(key, role) if found is None else Actor.officer(found)


def drafted(scene: Scene, *, at: datetime = OVER) -> Motion:
    """The office has put the entry to the vote."""
    motion = voting.put_to_vote([notice_of(scene.entry)], at=at)
    scene.entry.refresh_from_db()
    return motion


def in_writing(
    motion: Motion,
    choice: Choice = Choice.FOR,
    *,
    by: Actor,
    at: datetime = OVER,
    before_the_count: Callable[[], None] = lambda: None,
) -> Count:
    """Tabled, and all vote like this."""
    held = ten()
    verbs.table(motion, by=by, at=at)
    deciding.in_writing(held, motion, at=at)
    for body in held.bodies:
        deciding.say(held, motion, body, choice, at=at + DAY / 24)
    before_the_count()
    return votes.close(motion, by=held.office, at=at + DAY / 12)


def voted(scene: Scene, motion: Motion, choice: Choice = Choice.FOR, **said: Any) -> Count:
    """The same of a motion about the entry."""
    count = in_writing(motion, choice, **{"by": scene.people.office, **said})
    scene.entry.refresh_from_db()
    return count
