"""A laboratory, a lawyer and other people that the bodies lend each other; every name is made up."""

from datetime import timedelta
from typing import Any

from demo.office.scene import Scene, texts
from huaihai.governance.actions.pools import asking, conflicts, entries, granting, hours, times
from huaihai.governance.actions.pools.describing import Described
from huaihai.governance.models import PoolEntry
from huaihai.law.credit_code import check_character
from huaihai.members.models import Organisation

PHONE = "1610003{:04d}"  # no operator gives this range out
WEEKDAYS = tuple((day, half) for day in range(1, 6) for half in ("am", "pm"))


def play(scene: Scene) -> None:
    """One entry of each kind, a help that is done, one that is asked for, and a call to all."""
    here, there = scene.office_body, scene.following
    held = {
        name: _enrol(scene, name, here if number < 2 else there, number)
        for number, name in enumerate(texts()["pool"])
    }
    lawyer = held["lawyer"]
    conflicts.declare(
        lawyer,
        **texts()["interest"],
        from_on=scene.at(-60).date(),
        by=scene.voice(lawyer.body),
        at=scene.at(-60),
    )
    times.be_away(
        lawyer,
        from_on=scene.at(20).date(),
        until_on=scene.at(23).date(),
        by=scene.voice(lawyer.body),
        at=scene.at(-2),
    )
    _helped(scene, held["laboratory"], there)
    words = texts()["help"]
    asking.ask(
        body=there,
        entry=lawyer,
        **_span(scene, -1, 14),
        half_days=1,
        **words["asked"],
        by=scene.voice(there),
        at=scene.at(-1),
    )
    asking.ask(
        body=here,
        kind="volunteer",
        **_span(scene, -1, 14),
        half_days=2,
        **words["call"],
        by=scene.voice(here),
        at=scene.at(-1),
    )


def _enrol(scene: Scene, name: str, body: Organisation, number: int) -> PoolEntry:
    words: dict[str, Any] = dict(texts()["pool"][name])
    at = scene.at(-90 + number)
    if name == "laboratory":
        code = f"91{body.region_code}MA1NABCD7"
        words |= {
            "credit_code": code + check_character(code),
            "cma_until_on": scene.at(400).date(),
        }
    described = Described(
        **{**words, "skills": tuple(words["skills"])},
        kind=name,
        contact=PHONE.format(number),
        consented_on=at.date(),
        half_days=WEEKDAYS,
    )
    return entries.enrol(described, body=body, by=scene.voice(body), at=at)


def _helped(scene: Scene, laboratory: PoolEntry, body: Organisation) -> None:
    """Asked, granted, worked, confirmed, done."""
    owner = scene.voice(laboratory.body)
    request = asking.ask(
        body=body,
        entry=laboratory,
        **_span(scene, -40, -25),
        half_days=2,
        **texts()["help"]["done"],
        by=scene.voice(body),
        at=scene.at(-40),
    )
    free = times.free_half_days(laboratory, from_on=request.from_on, until_on=request.until_on)
    granting.grant(request, half_days=free[:2], by=owner, at=scene.at(-39))
    line = hours.enter(request, worked_on=free[0].day, minutes=150, by=owner, at=scene.at(-24))
    hours.answer(request, line=line, is_right=True, by=scene.voice(body), at=scene.at(-23))
    hours.finish(request, by=scene.voice(body), at=scene.at(-22))


def _span(scene: Scene, first: int, last: int) -> dict[str, Any]:
    today = scene.today
    return {"from_on": today + timedelta(days=first), "until_on": today + timedelta(days=last)}
