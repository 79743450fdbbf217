"""Writing observations: rows and the event that holds their fingerprints, in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from huaihai.desk.sealed.rows import SealedModel
from huaihai.desk.sealed.storing import store_sealed
from huaihai.members.actors import Actor
from huaihai.supervision.models import Project


def seal(
    project: Project,
    verb: str,
    rows: Sequence[SealedModel],
    *,
    by: Actor,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    text: str = "",
) -> None:
    """Store these new rows (each `full_clean`ed by its own action before) and write what was found.

    The caller holds the project's row lock (`actions.moving`). Rows of several kinds are stored in the order given.
    Raises RuntimeError outside a transaction.
    """
    verb_name = f"supervision_{verb.replace(' ', '_')}"
    store_sealed(project.record_key, verb_name, rows, by=by, at=at, facts=facts, text=text)
