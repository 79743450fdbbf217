"""Two bodies and an office between them, for the tests of the hand-over."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from huaihai.governance.hand_over import verbs
from huaihai.governance.models import Count, Duty, HandOver, Motion, Resolution
from huaihai.members import directory, factors
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from huaihai.record import due
from tests.posts import AT, PROGRAM, SECRET, body, load_alliance, officer_of, post_at
from tests.reading import browser
from tests.scenes import remembered

FROM, TO, OTHER = "city:320300", "city:371300", "city:411400"
ON = date(2027, 1, 1)
TODAY = AT.date()


@dataclass(frozen=True)
class Cast:
    """Who speaks for the present secretariat, for the next one, and for a body that takes no part."""

    outgoing: Actor
    incoming: Actor
    other: Actor


@remembered
def assemble() -> Cast:
    """The tree, its members, the first secretariat, and three heads."""
    load_alliance()
    return Cast(*(officer_of(key, Role.HEAD) for key in (FROM, TO, OTHER)))


def resolution(serial: int = 1, title: str = "轮值", *, text: str = "轮值", on: date = TODAY) -> Resolution:
    """A resolution that ten bodies carried."""
    said = {"year": 2026, "serial": serial, "title": title, "text": text}
    counted: dict[str, Any] = {"votes_for": 10, "quorum_needed": 6, "majority_needed": 6}
    motion = Motion.objects.create(**said, proposed_by=body(FROM), stage="carried", created_at=AT)
    count = Count.objects.create(
        motion=motion,
        round=1,
        counted_at=AT,
        members=[],
        present=[],
        votes_against=0,
        abstentions=0,
        has_quorum=True,
        is_carried=True,
        **counted,
    )
    return Resolution.objects.create(
        **said,
        motion=motion,
        count=count,
        document_hash="0" * 64,
        adopted_on=on,
        in_force_from=on,
        present=10,
        **counted,
    )


def planned(*, to: str = TO, on: date = ON, at: datetime = AT, serial: int = 1) -> HandOver:
    """A hand-over that rests on a resolution."""
    return verbs.plan_by_resolution(to_body=body(to), on=on, resolution=resolution(serial), by=PROGRAM, at=at)


def listed(cast: Cast, *, at: datetime = AT) -> HandOver:
    """One whose list the outgoing side has made."""
    hand_over = planned(at=at)
    verbs.make_list(hand_over, by=cast.outgoing, at=at)
    return hand_over


def sign(hand_over: HandOver, by: Actor, *, at: datetime = AT) -> None:
    """Sign the list in force."""
    hand_over.refresh_from_db()
    verbs.sign(hand_over, list_hash=hand_over.hash, by=by, at=at)


def signed(cast: Cast, *, at: datetime = AT) -> HandOver:
    """One that both sides have signed."""
    hand_over = listed(cast, at=at)
    for actor in (cast.outgoing, cast.incoming):
        sign(hand_over, actor, at=at)
    return hand_over


def duty(text: str = "整理通讯录", *, owner: Organisation | None = None, stage: str = "open") -> Duty:
    """A duty of the office, or of this body."""
    return Duty.objects.create(
        text=text, owner=owner or directory.root(), due_on=date(2027, 2, 1), stage=stage, set_at=AT
    )


def night_of(day: date) -> datetime:
    """Five minutes past midnight."""
    return datetime.combine(day, AT.timetz()).replace(hour=0, minute=5)


def let_fall_due(day: date) -> None:
    """What `huaihai record fall-due` does that night."""
    due.fall_due(at=night_of(day), brake=None)


def days(first: date, number: int) -> list[date]:
    """So many days, one after the other."""
    return [first + timedelta(days=n) for n in range(number)]


def client_of(key: str, role: Role = Role.HEAD) -> Client:
    """Somebody of this body at its browser."""
    return browser(post_at(key, role, username=f"besucher-{role}-{key[-6:]}".replace("_", "-")).account)


def page(client: Client, name: str, *args: object) -> str:
    """What stands there."""
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.text


def signing_data(hand_over: HandOver) -> dict[str, str]:
    """What is sent with a signature."""
    hand_over.refresh_from_db()
    return {"hash": hand_over.hash, "is_read": "on", "code": factors.code_of(SECRET)}
