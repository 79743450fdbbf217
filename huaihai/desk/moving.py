"""How a verb moves a row with a life: lock, guard, change, one event. The one manager of changes of all rooms."""

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, Protocol, cast

from django.db import models, transaction

from huaihai.desk.lives import NEW, Life, Moved
from huaihai.desk.sealed.rows import SealedModel
from huaihai.desk.sealed.storing import store_sealed
from huaihai.members.actors import Actor
from huaihai.record import events


class Row(Protocol):
    """What such a row has."""

    stage: str
    version: int

    @property
    def record_key(self) -> str: ...


@dataclass
class Move[R]:
    """A verb under way: change `row`, add new sealed rows to `rows`, and say what the record keeps (facts are
    public: no personal data). `before` is the stage it came from; `due` names last days of clocks that it starts;
    `since` is when the thing happened, where that was earlier: clocks count from then."""

    row: R
    verb: str
    by: Actor
    at: datetime
    before: str = NEW
    rows: list[SealedModel] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    stays: bool = False  # others may go on with the version they saw
    due: dict[str, date] = field(default_factory=dict)
    since: datetime | None = None


def lock[R: models.Model](row: R) -> R:
    """The row as it is now, held until the transaction ends.

    Who locks several does it in one order, so that nobody waits in a circle: see `governance.secretariat`.
    """
    return models.QuerySet(type(row)).select_for_update().get(pk=row.pk)


def event_of(room: str) -> Callable[[str], str]:
    """Names events for a room: "call back" → "supervision_call_back"."""
    return lambda verb: f"{room}_{verb.replace(' ', '_')}"


def save_whole(row: models.Model) -> None:
    """Store what the row holds; of a sealed one, what may change."""
    row.save(update_fields=sorted(row.unsealed) if isinstance(row, SealedModel) else None)


@dataclass(frozen=True)
class Moving[R: models.Model]:
    """How rows of one kind move. Called with a row and a verb, it is the block in which the verb happens.

    `lock` finds and holds the row, with whatever has to be held before it; `guard` refuses who may not, seeing the row
    as it is; `event` names the event; `version` is the field that counts changes, and verbs in `collecting` leave it,
    since many collect at once. `tells_stage`: every event says before and after, not only one that changes the stage;
    None: no event does, since its name says it. `settle` brings what a stage brings (clocks, a day), after the
    caller's change and before the row is stored by `save`; `stored` what has to follow. `knows` is a block in which
    is known what `lock` read beside the row.
    """

    life: Life
    lock: Callable[[R], R] = lock
    guard: Callable[[Move[R], Actor], None] | None = None
    event: Callable[[str], str] = str
    version: str = "version"
    collecting: Collection[str] = ()
    tells_stage: bool | None = True
    settle: Callable[[Move[R], datetime], None] | None = None
    save: Callable[[R], None] = save_whole
    stored: Callable[[Move[R], datetime], None] | None = None
    knows: Callable[[R], AbstractContextManager[None]] = lambda _row: nullcontext()

    @contextmanager
    def __call__(
        self,
        row: R,
        verb: str,
        *,
        by: Actor,
        at: datetime,
        seen: int | None = None,
        noted: str = "",
        text: str = "",
        is_whole: bool = False,
    ) -> Iterator[Move[R]]:
        """Lock the row, check version and stage, hand it out, then store it with its new rows and write one event.

        `noted` names the event where it says more than the verb. Where `seen` is None the version is not compared.
        `is_whole`: what is refused in here takes back the transaction around it, so no savepoint is needed.
        The caller's object is brought up to date. Raises Moved, NotPossible, and what the caller raises inside.
        """
        with ExitStack() as block:
            block.enter_context(transaction.atomic(savepoint=not is_whole))
            locked = self.lock(row)
            block.enter_context(self.knows(locked))
            known = cast("Row", locked)
            if seen is not None and seen != getattr(locked, self.version):
                raise Moved(locked)
            before = known.stage
            known.stage = self.life.after(verb, before)
            move = Move(locked, verb, by, at, before, text=text, stays=verb in self.collecting)
            if self.guard:
                self.guard(move, by)
            yield move
            if self.settle:
                self.settle(move, at)
            if not move.stays:
                setattr(locked, self.version, getattr(locked, self.version) + 1)
            facts = dict(move.facts)
            if self.tells_stage or (self.tells_stage is not None and before != known.stage):
                facts = {"before": before, "after": known.stage, **facts}
            name = self.event(noted or verb)
            store_sealed(
                known.record_key,
                name,
                move.rows,
                then=partial(self.save, locked),
                by=by,
                at=at,
                facts=facts,
                text=move.text,
            )
            if self.stored:
                self.stored(move, at)
        row.__dict__.update(locked.__dict__)


@contextmanager
def moving[R: models.Model](
    row: R, verb: str, life: Life, *, by: Actor, at: datetime, seen: int | None = None
) -> Iterator[Move[R]]:
    """A verb of a row that needs no more than its own lock; see `Moving`."""
    with Moving[R](life)(row, verb, by=by, at=at, seen=seen) as move:
        yield move


def begin(row: models.Model, verb: str, life: Life, *, by: Actor, at: datetime, **facts: Any) -> None:
    """Save a new row with its first event, in the caller's transaction."""
    known = cast("Row", row)
    known.stage = life.after(verb, NEW)
    row.save(force_insert=True)
    written = {"before": NEW, "after": known.stage, **facts}
    events.write(subject=known.record_key, verb=verb, by=by.key, at=at, facts=written)
