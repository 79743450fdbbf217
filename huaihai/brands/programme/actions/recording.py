"""How the programme's own record is written: rows that were added, and what became of them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible
from huaihai.desk.sealed.rows import SealedModel
from huaihai.desk.sealed.storing import store_sealed
from huaihai.members.actors import Actor
from huaihai.record import events

SUBJECT: Final = "brands"


@contextmanager
def one_writer() -> Iterator[None]:
    """One transaction. Raises NotPossible for the second of two who write at the same moment."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise NotPossible(
            _("Somebody else changed this at the same moment. Please look at it and try again.")
        ) from error


def added(
    verb: str, rows: Sequence[SealedModel], facts: Mapping[str, Any], *, by: Actor, at: datetime
) -> None:
    """Store new rows, and what happened."""
    store_sealed(SUBJECT, f"brand_{verb}", rows, by=by, at=at, facts=facts)


def happened(verb: str, facts: Mapping[str, Any], *, by: Actor, at: datetime, text: str = "") -> None:
    """What became of a row."""
    events.write(subject=SUBJECT, verb=f"brand_{verb}", by=by.key, at=at, facts=facts, text=text)
