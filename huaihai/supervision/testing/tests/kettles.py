"""The demo's test of 24 kettles from 12 makers: the plan, and the scene up to the day when all are bought."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from huaihai.kit.clock import local_day
from huaihai.kit.filestore import Stored
from huaihai.members.actors import Actor
from huaihai.supervision import verbs as supervision_verbs
from huaihai.supervision.models import Project, Purchase
from huaihai.supervision.testing.buying.purchase import GOODS, RECEIPT, SEAL, Bought, Picture, Piece
from huaihai.supervision.testing.buying.verbs import confirm_purchase, record_purchase
from huaihai.supervision.testing.tests.kettle_plan import ITEMS, MAKERS, PLAN, maker, product
from huaihai.supervision.tests.people import LEAD, MONDAY, People, assemble, opened
from tests.scenes import remembered

__all__ = ["ITEMS", "MAKERS", "PLAN", "bought", "maker", "planned", "product", "registered"]
SPACE = UUID("6c1f0d0e-5d1b-7f5c-8e55-2f5f3f6b7a10")  # from which the scene's own keys are made
PLANNED, REGISTERED, STARTED = MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
BOUGHT = MONDAY + timedelta(days=3)


@dataclass
class Kettles:
    """The scene: who takes part, and the project as far as it has come."""

    people: People
    project: Project


def planned() -> Kettles:
    """The plan is written."""
    people = assemble()
    project = opened(people, Project.Kind.TEST, PLAN, at=PLANNED, title="电热水壶比较试验（演示）")
    return Kettles(people, project)


@remembered
def registered() -> Kettles:
    """The plan is registered, and buying has begun."""
    kettles = planned()
    supervision_verbs.register(kettles.project, by=kettles.people.leader, at=REGISTERED)
    supervision_verbs.start(kettles.project, by=kettles.people.leader, at=STARTED)
    return kettles


@remembered
def bought() -> Kettles:
    """All 24 are bought by two, sealed, each with a spare."""
    kettles = registered()
    for number in range(1, len(PLAN["products"]) + 1):
        buy(kettles, number)
    kettles.project.refresh_from_db()
    return kettles


def buy(kettles: Kettles, number: int) -> Purchase:
    """Kettle `number` is bought, and the witness agrees."""
    made = record_only(kettles, number)
    _first, second = buyers(kettles, number)
    confirm_purchase(made, agrees=True, by=second, at=BOUGHT + timedelta(minutes=5))
    return made


def record_only(
    kettles: Kettles, number: int, *, seals: int = 0, reason: str = "", at: datetime = BOUGHT
) -> Purchase:
    """Kettle `number` is recorded by its first buyer; `seals` are those of another number, for a second time."""
    first, _second = buyers(kettles, number)
    return record_purchase(
        kettles.project,
        as_bought(number, at),
        pieces(seals or number),
        pictures(seals or number, at),
        key=uuid5(SPACE, f"purchase-{number}-{seals}"),
        reason=reason,
        by=first,
        at=at,
    )


def buyers(kettles: Kettles, number: int) -> tuple[Actor, Actor]:
    """Who buys kettle `number`: two of the city that has it to buy."""
    people = kettles.people
    is_lead = product(number)["city"] == LEAD
    return (people.leader, people.helper) if is_lead else (people.partner, people.partner2)


def as_bought(number: int, at: datetime = BOUGHT) -> Bought:
    """What the first buyer reports of kettle `number`."""
    planned_one = product(number)
    facts = {name: planned_one[name] for name in ("brand", "model", "maker", "channel", "city", "price_fen")}
    return Bought(
        product=planned_one["key"],
        shop=planned_one["where"],
        bought_on=local_day(at),
        place="演示路1号",
        batch=f"2026{number:02d}",
        **facts,
    )


def pieces(number: int) -> list[Piece]:
    """One main and one spare piece, each under its seal."""
    return [
        Piece("main", f"F{number:03d}1", serial=f"SN{number:03d}1"),
        Piece("spare", f"F{number:03d}2", serial=f"SN{number:03d}2"),
    ]


def pictures(number: int, at: datetime = BOUGHT) -> list[Picture]:
    """Receipt, goods, seals; no files stand behind them."""
    stored = Stored(hashlib.sha256(b"a receipt").hexdigest(), "image/png", 9, "")
    return [
        Picture(stored, uuid5(SPACE, f"picture-{number}-{what}"), what, at) for what in (RECEIPT, GOODS, SEAL)
    ]
