"""How every verb moves a case: lock, guard, change, clocks, one event."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from huaihai.cases import life, turns
from huaihai.cases.models import Case
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import clocks, events

BODIES = ("home", "lead", "responsible")


class CaseMoved(Exception):
    """Somebody else changed the case after this actor had opened it. Carries the case as it is now."""

    def __init__(self, case: Case) -> None:
        super().__init__(f"case {case} is {case.stage} (version {case.version}) now")
        self.case = case


class NotAllowed(Exception):
    """This actor may not do this to this case (the case itself may be visible)."""


class Unfit(ValueError):
    """What was handed in does not fit the case; `field` names the form field, the message is for people."""

    def __init__(self, field: str, message: Any) -> None:
        super().__init__(str(message))
        self.field, self.message = field, message


@dataclass
class Move:
    """A verb under way: change `case`, and say what the record keeps."""

    case: Case
    verb: str
    before: str
    after: str
    at: datetime
    held: dict[str, Any]  # the row before the move
    facts: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    due: dict[str, date] = field(default_factory=dict)
    moved_lead: bool = False


@contextmanager
def moving(
    case: Case | UUID, verb: str, *, by: Actor, at: datetime, seen: int | None = None, text: str = ""
) -> Iterator[Move]:
    """Lock the case, check that `by` may do `verb` in its stage, hand out the move, then write it down.

    Raises CaseMoved, lifecycle.NotPossible, NotAllowed, Case.DoesNotExist.
    """
    with transaction.atomic():
        held = _locked(case)
        if seen is not None and seen != held.version:
            raise CaseMoved(held)
        stage = life.after(verb, held.stage)
        if not life.VERBS[verb].by & parties_of(by, held):
            raise NotAllowed(f"{by.kind} may not {verb} this case")
        move = Move(
            case=held,
            verb=verb,
            before=held.stage,
            after=stage,
            at=at,
            held=_facts_of(held),
            text=text,
        )
        yield move
        _finish(move, by)
        if isinstance(case, Case):
            _copy(held, case)


def parties_of(actor: Actor, case: Case) -> frozenset[str]:
    """As what the actor stands to the case: consumer, business, body (responsible, or above it), home, system."""
    if actor.kind == "system":
        return frozenset({life.SYSTEM})
    parties = set()
    if case.pk in actor.case_ids:
        parties.add(life.CONSUMER)
    answers = case.business_id in actor.business_ids or actor.one_case == (case.pk, case.business_id)
    if actor.kind == "business" and answers and case.invited_at:
        parties.add(life.BUSINESS)
    node = actor.organisation
    if actor.may_open_files and node is not None and node.kind != Organisation.Kind.ALLIANCE:
        if (case.responsible and case.responsible.is_within(node)) or (
            case.stage == "draft" and case.home and case.home.is_within(node)
        ):
            parties.add(life.BODY)
        if case.home and case.home.is_within(node):
            parties.add(life.HOME)
    return frozenset(parties)


def begin(case: Case, verb: str, *, by: Actor, at: datetime, due: dict[str, date] | None = None) -> Case:
    """Write a new case with its first event and clocks. Called inside the caller's transaction."""
    case.stage = life.after(verb, life.NEW)
    case.created_at = case.stage_since = at
    case.version = 1
    case.save(force_insert=True)
    facts = {"before": "", "after": case.stage}
    events.write(subject=case.record_key, verb=verb, by=by.key, at=at, facts=facts)
    turns.enter(case, case.stage_info, verb=verb, at=at, due=due or {})
    return case


def _locked(given: Case | UUID) -> Case:
    """The row as it is now, locked, with its bodies. What the caller's object has loaded is not loaded again."""
    held: Case = Case.objects.select_for_update().get(pk=given if isinstance(given, UUID) else given.pk)
    known = {} if isinstance(given, UUID) else _loaded(given)
    for name in ("business", "place", "complainant"):
        related = known.get(name)
        if related is not None and (name == "complainant" or related.pk == getattr(held, f"{name}_id")):
            _related(name).set_cached_value(held, related)
    bodies = {known[name].pk: known[name] for name in BODIES if known.get(name) is not None}
    wanted = {key for name in BODIES if (key := getattr(held, f"{name}_id")) is not None}
    if wanted - bodies.keys():
        bodies |= Organisation.objects.in_bulk(wanted - bodies.keys())
    for name in BODIES:
        _related(name).set_cached_value(held, bodies.get(getattr(held, f"{name}_id")))
    return held


def _loaded(case: Case) -> dict[str, Any]:
    names = (*BODIES, "business", "place", "complainant")
    return {name: _related(name).get_cached_value(case, default=None) for name in names}


def _related(name: str) -> Any:
    return Case._meta.get_field(name)


def _finish(move: Move, by: Actor) -> None:
    case, stage = move.case, life.STAGES[move.after]
    if move.before != move.after or move.moved_lead:
        case.stage = move.after
        case.stage_since = move.at
        _give_to_holder(case, stage)
    if stage.is_final:
        case.ended_at = move.at
    case.version += 1
    case.save(update_fields=_changed(move))
    facts = {"before": move.before, "after": move.after, **move.facts}
    if case.responsible is not None and case.responsible_id != move.held["responsible_id"]:
        facts["responsible"] = case.responsible.key
    events.write(subject=case.record_key, verb=move.verb, by=by.key, at=move.at, facts=facts, text=move.text)
    if move.before != move.after:
        turns.enter(case, stage, verb=move.verb, at=move.at, due=move.due, moved_lead=move.moved_lead)
    elif case.responsible is not None and case.responsible_id != move.held["responsible_id"]:
        clocks.hand_over(case.record_key, owner=case.responsible.record_key)


def _facts_of(case: Case) -> dict[str, Any]:
    """The row's values as they are, sealed ones unopened, to see later what a move changed."""
    values = case.__dict__
    return {field.attname: copy(values.get(field.attname)) for field in Case._meta.concrete_fields}


def _changed(move: Move) -> list[str]:
    now = move.case.__dict__
    return [name for name, value in move.held.items() if now.get(name) != value]


def _give_to_holder(case: Case, stage: life.Stage) -> None:
    holder = {"home": case.home, "lead": case.lead}.get(stage.holder)
    if holder is not None and not (case.responsible and case.responsible.is_within(holder)):
        case.responsible = holder


def _copy(source: Case, target: Case) -> None:
    """The caller's object shows the new state too."""
    target.__dict__.update(source.__dict__)
