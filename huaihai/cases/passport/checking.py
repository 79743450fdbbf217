"""Whole files checked: a message, a thread, a descriptor, and the files of evidence beside them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from huaihai.cases.passport import peers
from huaihai.cases.passport.bad import Bad
from huaihai.cases.passport.messages import Message, check_evidence, evidence_of, read
from huaihai.cases.passport.peers import Keys
from huaihai.cases.passport.thread import Thread

type Kind = Literal["message", "thread", "peer"]


def check(
    kind: Kind,
    data: bytes,
    keys: Keys,
    *,
    now: datetime | None = None,
    beside: Mapping[str, bytes] | None = None,
) -> None:
    """Raises Bad with the first thing that does not fit."""
    if kind == "peer":
        peers.read(data)
        return
    if kind == "thread":
        found = thread_of(data.removesuffix(b"\n").split(b"\n"), keys, now=now)
    else:
        found = [read(data, keys, now=now)]
    listed = {one["sha256"]: one for message in found for one in evidence_of(message)}
    for sha256, content in (beside or {}).items():
        check_evidence(listed, sha256, content)


def thread_of(lines: Iterable[bytes], keys: Keys, *, now: datetime | None = None) -> list[Message]:
    """The messages of a thread in the order in which one side wrote and got them. Raises Bad."""
    found: list[Message] = []
    thread: Thread | None = None
    for number, line in enumerate(lines, 1):
        try:
            message = read(line, keys, now=now)
            if thread is None:
                thread = Thread(message.sender, message.receiver, message.content["passport"])
            thread = thread.apply(message)
            if thread.refused:
                raise thread.refused[0][1]
        except Bad as bad:
            raise Bad(bad.code, f"{number}: {bad.where}") from bad
        found.append(message)
    if thread is None or thread.waiting:
        raise Bad("gap", str(len(found)))
    return found
