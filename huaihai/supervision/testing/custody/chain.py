"""Who has a sample, and what is doubtful about its way: computed from its custody steps, without the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

NO_HAND_OVER, OTHER_TAKER, NOT_HOLDER, ORDER = "no-hand-over", "other-taker", "not-holder", "order"
BROKEN, OTHER_SEAL = "broken", "other-seal"
GAPS: Final = frozenset({NO_HAND_OVER, OTHER_TAKER, NOT_HOLDER, ORDER})
FREE_TAKERS: Final = frozenset({"carrier"})  # they hand on to whoever is there


class StepFacts(Protocol):
    """What of a custody step is looked at; the model has it all."""

    @property
    def id(self) -> UUID: ...
    @property
    def number(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def to_kind(self) -> str: ...
    @property
    def to_key(self) -> str: ...
    @property
    def to_name(self) -> str: ...
    @property
    def seal(self) -> str: ...
    @property
    def seal_number(self) -> str: ...
    @property
    def where(self) -> str: ...
    @property
    def happened_at(self) -> datetime: ...
    @property
    def by(self) -> str: ...
    @property
    def replaces_id(self) -> Any: ...


@dataclass(frozen=True)
class Doubt:
    """Something that hinders testing. `step` is the number of the step where it arose, `who` could still confirm it."""

    kind: str
    step: int
    who: str = ""


@dataclass(frozen=True)
class Pending:
    """Handed over, not yet taken."""

    step: int
    giver: str
    to_kind: str
    to_key: str
    to_name: str
    happened_at: datetime


@dataclass(frozen=True)
class Chain:
    """Where a sample stands after its steps. `is_opened`: its seal was cut for a test, also if it went on since."""

    stage: str = "held"
    holder: str = ""
    holder_name: str = ""
    place: str = ""
    pending: Pending | None = None
    doubts: tuple[Doubt, ...] = ()
    is_opened: bool = False

    @property
    def has_gap(self) -> bool:
        return any(doubt.kind in GAPS for doubt in self.doubts)

    @property
    def is_broken(self) -> bool:
        return any(doubt.kind not in GAPS for doubt in self.doubts)


def standing(steps: Iterable[StepFacts]) -> list[StepFacts]:
    """The steps that count, in order: a correction stands in the place of what it corrects."""
    by_id = {step.id: step for step in steps}
    corrected = {step.replaces_id for step in by_id.values()}
    living = [step for step in by_id.values() if step.id not in corrected]
    return sorted(living, key=lambda step: (_place(step, by_id), step.number))


def chain(steps: Sequence[StepFacts], seal_number: str) -> Chain:
    """Where the sample stands; `seal_number` is what it was sealed with."""
    held = Chain()
    for step in standing(steps):
        after = _after(held, step)
        held = after if held.is_opened else _with_seal(after, step, seal_number)
    return held


def _place(step: StepFacts, by_id: dict[UUID, StepFacts]) -> int:
    while step.replaces_id is not None and step.replaces_id in by_id:
        step = by_id[step.replaces_id]
    return step.number


def _after(held: Chain, step: StepFacts) -> Chain:
    if step.kind == "sealed":
        return replace(held, holder=step.by, place=step.where, stage="held")
    if step.kind == "given":
        return _given(held, step)
    if step.kind == "taken":
        return _taken(held, step)
    if step.kind == "attested":
        return _attested(held, step)
    if step.kind in ("opened", "aside"):
        is_opened = held.is_opened or step.kind == "opened"
        return replace(
            held, stage=step.kind, pending=None, place=step.where or held.place, is_opened=is_opened
        )
    return held


def _given(held: Chain, step: StepFacts) -> Chain:
    doubts = held.doubts
    if step.by != held.holder:
        doubts = (*doubts, Doubt(NOT_HOLDER, step.number, held.holder))
    passing = Pending(step.number, step.by, step.to_kind, step.to_key, step.to_name, step.happened_at)
    return replace(held, stage="passing", pending=passing, place=step.where or held.place, doubts=doubts)


def _taken(held: Chain, step: StepFacts) -> Chain:
    taker, pending = step.to_key or step.by, held.pending
    doubts = held.doubts
    if pending is None:
        doubts = (*doubts, Doubt(NO_HAND_OVER, step.number, held.holder))
    elif pending.to_kind not in FREE_TAKERS and pending.to_key != taker:
        doubts = (*doubts, Doubt(OTHER_TAKER, step.number, pending.giver))
    elif step.happened_at < pending.happened_at:
        doubts = (*doubts, Doubt(ORDER, step.number))
    return replace(
        held,
        stage={"store": "stored", "laboratory": "laboratory"}.get(step.to_kind, "held"),
        holder=taker,
        holder_name=step.to_name,
        place=step.where or held.place,
        pending=None,
        doubts=doubts,
    )


def _attested(held: Chain, step: StepFacts) -> Chain:
    """Who had it before says that it was handed over: the last gap that waits for this word is closed."""
    open_gaps = [doubt for doubt in held.doubts if doubt.kind in GAPS and doubt.who == step.by]
    if not open_gaps:
        return held
    return replace(held, doubts=tuple(doubt for doubt in held.doubts if doubt is not open_gaps[-1]))


def _with_seal(held: Chain, step: StepFacts, seal_number: str) -> Chain:
    """What was seen of the seal. Not asked once the sample was opened for its test: then a cut seal says nothing."""
    if step.seal == "broken":
        return replace(held, doubts=(*held.doubts, Doubt(BROKEN, step.number)))
    if step.seal_number and step.seal_number != seal_number:
        return replace(held, doubts=(*held.doubts, Doubt(OTHER_SEAL, step.number)))
    return held
