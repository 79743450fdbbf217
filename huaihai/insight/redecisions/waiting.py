"""What of re-decisions waits for somebody of staff (named in `reactions.OFFICE_WAITING`)."""

from collections.abc import Iterator
from datetime import datetime

from huaihai.governance.office.decisions.waiting import Waiting
from huaihai.members.actors import Actor


def for_person(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """Nothing yet."""
    yield from ()
