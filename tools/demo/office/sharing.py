"""A laboratory, a lawyer and other people that the bodies lend each other; every name is made up."""

from datetime import timedelta
from typing import Any

from demo.office.scene import Scene, texts
from huaihai.governance.models import PoolEntry
from huaihai.governance.pools import verbs
from huaihai.members.models import Organisation

PHONE = "1610003{:04d}"  # no operator gives this range out


def play(scene: Scene) -> None:
    """One entry of each kind, a request that was granted, and one that waits for the secretariat's own body."""
    here, there = scene.office_body, scene.following
    entries = {
        name: _enrol(scene, name, here if number < 2 else there, number)
        for number, name in enumerate(texts()["pool"])
    }
    words = texts()["help"]
    granted = verbs.ask(
        entries["laboratory"],
        body=there,
        purpose=words["granted"],
        **_span(scene, -10, 20),
        by=scene.voice(there),
        at=scene.at(-10),
    )
    verbs.answer(granted, is_granted=True, answer=words["yes"], by=scene.voice(here), at=scene.at(-9))
    verbs.ask(
        entries["lawyer"],
        body=there,
        purpose=words["asked"],
        **_span(scene, -1, 14),
        by=scene.voice(there),
        at=scene.at(-1),
    )


def _enrol(scene: Scene, name: str, body: Organisation, number: int) -> PoolEntry:
    stated = verbs.Stated(**texts()["pool"][name], contact=PHONE.format(number))
    return verbs.enrol(name, stated, body=body, by=scene.voice(body), at=scene.at(-90 + number))


def _span(scene: Scene, first: int, last: int) -> dict[str, Any]:
    today = scene.today
    return {"from_on": today + timedelta(days=first), "until_on": today + timedelta(days=last)}
