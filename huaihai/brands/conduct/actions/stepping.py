"""How a verb moves a proceeding: the entry's lock first, then its own; table, clock, one event on the entry's chain."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from huaihai.brands.actions.moving import Move, moving
from huaihai.brands.conduct import days
from huaihai.brands.conduct.lives import PROCEEDING
from huaihai.brands.models import Entry, Proceeding
from huaihai.brands.powers import Who
from huaihai.desk.lives import Moved, Unfit
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor

LONGEST = 2000  # characters of whatever is written here
PROGRAM = Actor.system("conduct")


@dataclass(frozen=True)
class Before:
    """How the proceeding stood before the verb."""

    stage: str
    due_on: date | None
    overdue_on: date | None


@dataclass
class Step:
    """A verb under way: change `row`, add sealed rows to `move.rows`; `move.facts` are public."""

    row: Proceeding
    move: Move
    before: Before

    @property
    def entry(self) -> Entry:
        return self.move.entry


@contextmanager
def stepping(
    proceeding: Proceeding,
    verb: str,
    *,
    who: Who,
    noted: str,
    entry_verb: str = "note",
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Iterator[Step]:
    """Lock entry and proceeding, ask both tables, hand them out, store them, write one event.

    `noted` is the event's name where the entry itself does not move; `entry_verb` moves the entry too. The caller's
    object is brought up to date. Raises NotAllowed, NotPossible, Moved, and what the caller raises inside.
    """
    noted = noted if entry_verb == "note" else ""
    with moving(proceeding.entry, entry_verb, who=who, noted=noted, by=by, at=at) as move:
        row = lock(proceeding)
        row.entry = move.entry
        if seen is not None and seen != row.version:
            raise Moved(row)
        before = Before(row.stage, row.due_on, row.overdue_on)
        row.stage = PROCEEDING.after(verb, row.stage)
        if row.stage != before.stage:
            days.begin(row, row.stage, at)
        if row.stage == "ended":
            row.ended_at = at
        yield Step(row, move, before)
        row.version += 1
        row.save()
        move.facts = facts_of(row, before.stage) | move.facts
    proceeding.__dict__.update(row.__dict__)


def facts_of(row: Proceeding, before: str) -> dict[str, object]:
    """What every event of a proceeding says."""
    return {
        "proceeding": str(row.pk),
        "number": row.number,
        "kind": row.kind,
        "trigger": row.trigger,
        "step": [before, row.stage],
        "due_on": row.due_on.isoformat() if row.due_on else "",
    }


def lock(proceeding: Proceeding) -> Proceeding:
    """The proceeding as it is now, held until the transaction ends; the entry is locked before."""
    found: Proceeding = Proceeding.objects.select_for_update().get(pk=proceeding.pk)
    return found


def others_suspend(row: Proceeding) -> bool:
    """Whether another open proceeding keeps the mark of this entry suspended."""
    rows = Proceeding.objects.filter(entry=row.entry_id).exclude(stage="ended").exclude(pk=row.pk)
    return rows.filter(Q(kind=Proceeding.Kind.SUSPEND) | Q(follows__isnull=False)).exists()


def ends_suspension(row: Proceeding) -> str:
    """The verb for the entry when this proceeding stops suspending: "restore", or "note" if it stays as it is.

    A mark is restored only when nothing else keeps it suspended.
    """
    return "restore" if row.entry.stage == "suspended" and not others_suspend(row) else "note"


def public_words(field: str, text: str) -> str:
    """Words that everybody reads, as they are stored. Raises Unfit: empty, too long, or with personal data."""
    said = private_words(field, text)
    if mask(said).finds:
        raise Unfit(
            field, _("Everybody reads this: please leave out telephone numbers and the like of persons.")
        )
    return said


def private_words(field: str, text: str) -> str:
    """Words for the office, as they are stored. Raises Unfit: empty or too long."""
    said = storable(text).strip()
    if not said:
        raise Unfit(field, _("Please fill this in."))
    if len(said) > LONGEST:
        raise Unfit(field, _("This is too long. Please shorten it."))
    return said
