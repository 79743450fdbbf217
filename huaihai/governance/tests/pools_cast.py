"""Entries and requests for the tests of the pools: He is a lawyer of the first city; officers of three cities ask and
answer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huaihai.governance.models import PoolEntry, PoolRequest
from huaihai.governance.pools import verbs
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from tests.posts import body, load_tree, officer_of
from tests.scenes import remembered

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=clock.ZONE)  # a Tuesday
GIVES, ASKS, THIRD = "320300", "371300", "411400"
LAWYER = verbs.Stated(
    shown_as="律师，擅长预付卡纠纷", words="预付卡、教培", name="何某（测试）", contact="13800000000"
)


@dataclass(frozen=True)
class Pools:
    """`giver` works at the body that gives, `asker` at the one that asks."""

    gives: Organisation
    asks: Organisation
    giver: Actor
    asker: Actor
    third: Actor
    lawyer: PoolEntry


@remembered
def assemble() -> Pools:
    """Three cities with officers, and the lawyer."""
    load_tree()
    giver, asker, third = (officer_of(f"city:{code}") for code in (GIVES, ASKS, THIRD))
    gives, asks = body(f"city:{GIVES}"), body(f"city:{ASKS}")
    return Pools(
        gives, asks, giver, asker, third, verbs.enrol("lawyer", LAWYER, body=gives, by=giver, at=NOW)
    )


def asked(pools: Pools, **more: Any) -> PoolRequest:
    """The second city asks for the lawyer in the first days of December."""
    facts: dict[str, Any] = {
        "body": pools.asks,
        "from_on": date(2026, 11, 30),
        "until_on": date(2026, 12, 4),
        "purpose": "一起预付卡纠纷的法律意见",
        "by": pools.asker,
        "at": NOW,
    }
    return verbs.ask(pools.lawyer, **facts | more)


def granted(pools: Pools, **more: Any) -> PoolRequest:
    """The same, answered yes."""
    request = asked(pools, **more)
    verbs.answer(request, is_granted=True, answer="", by=pools.giver, at=NOW)
    return request
