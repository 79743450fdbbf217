"""What the holder does in a proceeding: states its case, asks to be heard, says what was remedied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.brands.actions.moving import Move
from huaihai.brands.conduct.actions.stepping import private_words, stepping
from huaihai.brands.models import Proceeding, Statement, StatementFile
from huaihai.brands.powers import Who, require_holder
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.filestore import Stored
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor

MOST_FILES = 10
MOST_STATEMENTS = 20  # of one kind in one proceeding; what the office writes down is never too much


@dataclass(frozen=True)
class File:
    """A file that was handed in, and what it is called."""

    stored: Stored
    name: str = ""


def state(
    proceeding: Proceeding,
    *,
    text: str,
    files: Sequence[File] = (),
    wants_hearing: bool = False,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Statement:
    """The holder states its case while the clock runs, and may ask to be heard. Several statements add up.

    Raises NotAllowed, NotPossible (the time is over), Unfit, Moved.
    """
    require_holder(proceeding.entry, by, local_day(at))
    said = private_words("text", text)
    asks = wants_hearing and proceeding.stage == "statement"
    verb = "ask hearing" if asks else "state"
    noted = "hearing asked" if asks else "statement made"
    with stepping(proceeding, verb, who=Who.HOLDER, noted=noted, by=by, at=at, seen=seen) as step:
        last = step.row.statement_until
        if verb == "state" and step.row.stage == "statement" and last is not None and local_day(at) > last:
            raise NotPossible(_("The time to state your case is over."))
        if asks and last is not None and local_day(at) > last:
            raise NotPossible(_("The time to ask for a hearing is over."))
        return written(step.move, step.row, Statement.Kind.STATEMENT, said, files, by=by, at=at)


def remedy(
    proceeding: Proceeding,
    *,
    text: str,
    files: Sequence[File] = (),
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Statement:
    """The holder says what was done about the cause. Raises NotAllowed, NotPossible, Unfit, Moved."""
    require_holder(proceeding.entry, by, local_day(at))
    said = private_words("text", text)
    if proceeding.kind != Proceeding.Kind.SUSPEND:
        raise NotPossible(_("There is no suspension that could be lifted here."))
    with stepping(
        proceeding, "hand in remedy", who=Who.HOLDER, noted="remedy handed in", by=by, at=at, seen=seen
    ) as step:
        until = step.row.remedy_until
        if until is not None and local_day(at) > until:
            raise NotPossible(_("The time to remedy the cause is over."))
        step.row.remedied_at = at
        return written(step.move, step.row, Statement.Kind.REMEDY, said, files, by=by, at=at)


def written(
    move: Move,
    row: Proceeding,
    kind: Statement.Kind,
    text: str,
    files: Sequence[File] = (),
    *,
    by: Actor,
    at: datetime,
) -> Statement:
    """A statement with its files, to be sealed with the event of `move`. Raises NotPossible, Unfit (too many)."""
    if len(files) > MOST_FILES:
        raise Unfit("papers", _("At most %(n)s files, please.") % {"n": MOST_FILES})
    held = row.statements.filter(kind=kind).count()
    if kind != Statement.Kind.MINUTES and held >= MOST_STATEMENTS:
        raise NotPossible(_("There are many statements of yours already; please call the office."))
    made = Statement(entry=move.entry, proceeding=row, kind=kind, text=text, at=at, by=by.key)
    move.rows.append(made)
    move.rows += [
        StatementFile(
            entry=move.entry,
            statement=made,
            name=storable_name(one.name)[:120],
            kind=one.stored.kind,
            size=one.stored.size,
            sha256=one.stored.sha256,
            derivative=one.stored.derivative,
            at=at,
        )
        for one in files
    ]
    move.facts["files"] = len(files)
    return made
