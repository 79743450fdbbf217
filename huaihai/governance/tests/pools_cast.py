"""Entries and requests for the tests of the pools: He is a lawyer of the first city, the laboratory its own;
officers of three cities ask and grant."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from huaihai.governance.actions.pools import asking, entries, granting, hours
from huaihai.governance.actions.pools.describing import Described
from huaihai.governance.actions.pools.times import HalfDay
from huaihai.governance.models import PoolEntry, PoolHours, PoolRequest
from huaihai.kit import clock
from huaihai.law.credit_code import check_character
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from tests.posts import body, load_tree, officer_of, post_at
from tests.scenes import remembered

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=clock.ZONE)  # a Tuesday
GIVES, ASKS, THIRD = "320300", "371300", "411400"
EVERY_WORKDAY = tuple((weekday, half) for weekday in range(1, 6) for half in ("am", "pm"))
MORNING, AFTERNOON = HalfDay(date(2026, 12, 1), "am"), HalfDay(date(2026, 12, 1), "pm")

LAWYER = Described(
    kind="lawyer",
    shown_as="律师，擅长预付卡纠纷",
    name="何某（测试）",
    contact="13800000000",
    consented_on=date(2026, 11, 1),
    skills=("G01", "S05"),
    half_days=EVERY_WORKDAY,
)


def code(tail: str = "MA1NABCD7") -> str:
    """A made-up credit code with a right check digit."""
    start = "91" + GIVES + tail
    return start + check_character(start)


def laboratory(**more: Any) -> Described:
    """A laboratory with CMA until the end of 2027."""
    facts = Described(
        kind="laboratory",
        shown_as="电器检测所（测试）",
        credit_code=code(),
        consented_on=date(2026, 11, 1),
        skills=("G01",),
        half_days=EVERY_WORKDAY,
        cma_number="CMA-000",
        cma_until_on=date(2027, 12, 31),
    )
    return replace(facts, **more)


@dataclass(frozen=True)
class Pools:
    """`giver` and `second` work at the body that gives, `asker` and `checker` at the one that asks."""

    gives: Organisation
    asks: Organisation
    giver: Actor
    asker: Actor
    checker: Actor
    third: Actor
    lawyer: PoolEntry


@remembered
def assemble() -> Pools:
    """Three cities with officers, and the lawyer."""
    load_tree()
    giver = officer_of(f"city:{GIVES}")
    checker = Actor.officer(post_at(f"city:{ASKS}", username="checker"))
    gives, asks = body(f"city:{GIVES}"), body(f"city:{ASKS}")
    lawyer = entries.enrol(LAWYER, body=gives, by=giver, at=NOW)
    return Pools(gives, asks, giver, officer_of(f"city:{ASKS}"), checker, officer_of(f"city:{THIRD}"), lawyer)


def asked(pools: Pools, **more: Any) -> PoolRequest:
    """The second city asks for the lawyer in the first days of December; `entry=None` calls to all."""
    facts: dict[str, Any] = {
        "body": pools.asks,
        "entry": pools.lawyer,
        "from_on": date(2026, 11, 30),
        "until_on": date(2026, 12, 4),
        "half_days": 1,
        "purpose": "一起预付卡纠纷的法律意见",
        "by": pools.asker,
        "at": NOW,
    }
    facts |= more
    if facts["entry"] is None:
        facts.setdefault("kind", "lawyer")
    return asking.ask(**facts)


def granted(pools: Pools, **more: Any) -> PoolRequest:
    """The same, and Tuesday morning is promised."""
    request = asked(pools, **more)
    granting.grant(request, half_days=[MORNING], by=pools.giver, at=NOW)
    return request


WORKED_AT = datetime(2026, 12, 2, 9, 0, tzinfo=clock.ZONE)


def worked(pools: Pools, request: PoolRequest, minutes: int = 150) -> PoolHours:
    """Hours written down on the day after, not yet confirmed."""
    return hours.enter(request, worked_on=MORNING.day, minutes=minutes, by=pools.giver, at=WORKED_AT)


def confirmed(pools: Pools, request: PoolRequest, minutes: int = 150) -> PoolHours:
    """Hours written down and confirmed."""
    line = worked(pools, request, minutes)
    hours.answer(request, line=line, is_right=True, by=pools.asker, at=WORKED_AT)
    return line
