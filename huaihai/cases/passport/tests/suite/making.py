"""How files of the suite are made."""

from dataclasses import dataclass, field
from typing import Any

from huaihai.cases.passport.messages import Message
from huaihai.cases.passport.tests.scene import (
    as_message,
    ask_body,
    both,
    case,
    clock,
    offer_body,
    signed,
    signing,
    small_case,
)
from huaihai.kit.canonical import canonical

FITS = ""


@dataclass(frozen=True)
class File:
    """A file of the suite: what it is, and the one reason why it is refused ("": it fits)."""

    kind: str
    reason: str
    about: str
    data: bytes
    beside: dict[str, bytes] = field(default_factory=dict)


# How they are made


def message(reason: str, about: str, content: Any, /, **more: Any) -> File:
    return File("message", reason, about, as_message(content, **more).data)


def thread(reason: str, about: str, *messages: Message, **more: Any) -> File:
    return File("thread", reason, about, b"".join(one.data + b"\n" for one in messages), **more)


def peer(reason: str, about: str, content: Any) -> File:
    return File("peer", reason, about, signed(content, signing(content["name"])(canonical(content))))


def question(**changed: Any) -> dict[str, Any]:
    """The smallest message that stands alone."""
    giver, taker = both()
    taker.get(giver.write("offer", offer_body()))
    return taker.content("question", ask_body(), **changed)


def offer(**changed: Any) -> dict[str, Any]:
    """An offer whose case differs so from the smallest one."""
    return both()[0].content("offer", offer_body(case=small_case(**changed)))


def with_clock(**changed: Any) -> dict[str, Any]:
    return both()[0].content(
        "offer", offer_body(case=small_case(law=case()["law"], clocks=[clock(**changed)]))
    )


def extended(value: Any, *, is_critical: bool = False) -> dict[str, Any]:
    return question(extensions={"maker.example.colour": {"critical": is_critical, "value": value}})


def without(content: dict[str, Any], *path: str) -> dict[str, Any]:
    inner = content
    for name in path[:-1]:
        inner = inner[name]
    del inner[path[-1]]
    return content


def spelt(content: dict[str, Any], old: bytes, new: bytes) -> bytes:
    """A message in which these bytes were replaced after it was signed."""
    data = as_message(content).data
    assert data.count(old) >= 1
    return data.replace(old, new, 1)


def nested(depth: int) -> Any:
    value: Any = "deep"
    for _ in range(depth):
        value = [value]
    return value


def named(depth: int) -> Any:
    value: Any = "deep"
    for _ in range(depth):
        value = {"in": value}
    return value
