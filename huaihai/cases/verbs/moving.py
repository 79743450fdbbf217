"""How every verb moves a case: lock, guard, change, clocks, one event."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Subquery
from django.db.models.functions import Coalesce

from huaihai.cases import consents, life, owning, turns
from huaihai.cases.models import Appointment, Case, Evidence, Help
from huaihai.cases.rights import CASEWORK
from huaihai.cases.verbs import inviting
from huaihai.desk.lives import NEW, NotAllowed
from huaihai.desk.moving import Move, Moving
from huaihai.governance import standing
from huaihai.kit import compiled, sealing, versions
from huaihai.kit.clock import local_day
from huaihai.kit.compiled import Compiled
from huaihai.kit.fields import Sealed, SealedTextField
from huaihai.kit.keys import owners
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.members.rings import city_at, city_of
from huaihai.record import clocks, events
from huaihai.record.models import Event

BODIES = ("home", "lead", "responsible")
PARTIES = ("business", "place", "complainant")
SEALED = {one.attname: one for one in Case._meta.concrete_fields if isinstance(one, SealedTextField)}
COLUMNS = [one.attname for one in Case._meta.concrete_fields]
CHANGEABLE = (dict, list)  # in place
MEDIATING = ("mediating", "paused")


def parties_of(actor: Actor, case: Case, *, stage: str | None = None) -> frozenset[str]:
    """As what the actor stands to the case: consumer, business, body (responsible, or above it), home, alliance,
    helper, system.

    `stage` is that of the case, unless a verb has moved it on already.
    """
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
            (stage or case.stage) == "draft" and case.home and case.home.is_within(node)
        ):
            parties.add(life.BODY)
        if case.home and case.home.is_within(node):
            parties.add(life.HOME)
        parties.add(life.HELPER)
    if standing.delegation_of(actor) is not None:
        parties.add(life.ALLIANCE)
    return frozenset(parties)


def begin(
    case: Case,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    due: dict[str, date] | None = None,
    since: datetime | None = None,
) -> Case:
    """Write a new case with its first event and clocks. Called inside the caller's transaction. `since` is when it came
    in, where that was on an earlier day: clocks count from then."""
    case.stage = life.LIFE.after(verb, NEW)
    case.created_at = case.stage_since = at
    case.version = 1
    if works_here(by, case):
        case.handler_id = by.account_id
    owners.note(case.pk, case.home_id or case.consumer_at)
    case.save(force_insert=True)
    facts = {"before": "", "after": case.stage}
    if since is not None:
        facts["received_on"] = local_day(since).isoformat()
    with events.last_seen(case.record_key, None, None):
        events.write(subject=case.record_key, verb=verb, by=by.key, at=at, facts=facts)
    turns.enter(case, case.stage_info, before=NEW, verb=verb, at=since or at, due=due or {})
    return case


def _locked(given: Case, *, is_draft: bool = False) -> Case:
    """The row as it is now, locked, with what belongs to it, its last event and the version of what is decided, in one
    read. What the caller's object has loaded is not loaded again."""
    known = {name: _related(name).get_cached_value(given, default=None) for name in PARTIES}
    wanted = [name for name, related in known.items() if related is None]
    found = _query(tuple(wanted), is_draft)(pk=given.pk, subject=given.record_key)
    if not found:
        raise Case.DoesNotExist
    held = found[0]
    for name, related in known.items():
        if related is not None and (name == "complainant" or related.pk == getattr(held, f"{name}_id")):
            _related(name).set_cached_value(held, related)
    with versions.seen(held.decided):
        for name in BODIES:
            key = getattr(held, f"{name}_id")
            _related(name).set_cached_value(held, directory.body_with(key) if key else None)
    as_read = held.as_read = {name: held.__dict__.get(name) for name in COLUMNS}
    as_read.update((name, copy(value)) for name, value in as_read.items() if isinstance(value, CHANGEABLE))
    return held


@cache
def _query(joined: tuple[str, ...], is_draft: bool) -> Compiled[Case]:
    """A draft comes with how many files it has, and with what was said to standing offers."""

    def build(pk: UUID, subject: str) -> QuerySet[Case]:
        columns: dict[str, Any] = {**events.last_columns(subject), "decided": versions.column()}
        if is_draft:
            files = Evidence.objects.filter(case=pk).order_by().values("case").values(n=Count("pk"))
            columns["files"] = Coalesce(Subquery(files), 0)
        names = [*joined, "taking"] if is_draft else joined
        rows = Case.objects.select_for_update(of=("self",)).filter(pk=pk).annotate(**columns)
        return rows.select_related(*names) if names else rows

    return Compiled(build, pk=Case._meta.pk, subject=Event._meta.get_field("subject"))


@contextmanager
def _knows(case: Case) -> Iterator[None]:
    seen = events.last_seen(case.record_key, case.last_number, case.last_hash)
    with versions.seen(case.decided), seen:
        yield


def _related(name: str) -> Any:
    return Case._meta.get_field(name)


def _guard(move: Move[Case], by: Actor) -> None:
    if not life.VERBS[move.verb].by & parties_of(by, move.row, stage=move.before):
        raise NotAllowed(f"{by.kind} may not {move.verb} this case")


def _settle(move: Move[Case], at: datetime) -> None:
    case, stage = move.row, move.row.stage_info
    case.to_index = True
    if case.home_id is not None and case.as_read["home_id"] != case.home_id:
        _come_home(case)
    if move.before != case.stage:
        case.stage_since = at
        case.ended_at = at if stage.is_final else None
        _give_to_holder(case, stage)
        if move.before in MEDIATING and case.stage not in MEDIATING:
            _end_appointments(move, at)
    if case.responsible is not None and _is_handed_over(case):
        move.facts["responsible"] = case.responsible.key
    if move.before in life.OPEN and (stage.is_final or _is_handed_over(case)):
        _end_helps(case, at)
    _settle_handler(move)


def _end_helps(case: Case, at: datetime) -> None:
    """With the case; when it goes to another body, what that very body was asked, and whoever may not read on."""
    moot = case.helps.open()
    if not case.is_final:
        asked = list(moot.select_related("body"))
        over = [one for one in asked if one.body == case.responsible or not consents.may_help(case, one.body)]
        moot = moot.filter(pk__in=[one.pk for one in over])
    moot.update(state=Help.State.OVER, ended_at=at)


def _settle_handler(move: Move[Case]) -> None:
    """Another body has other people. Whoever of the body acts first has the case from then on."""
    case = move.row
    is_named = bool(case.handler_id != case.as_read["handler_id"])  # the verb has said who
    if not is_named and (case.handler_id is None or _is_handed_over(case)):
        case.handler_id = move.by.account_id if works_here(move.by, case) else None


def works_here(actor: Actor, case: Case) -> bool:
    """Whether the actor works on files in the very body that is responsible."""
    return (
        actor.kind == "officer"
        and bool(actor.roles & set(CASEWORK))
        and actor.organisation is not None
        and actor.organisation.pk == case.responsible_id
    )


def _come_home(case: Case) -> None:
    """What was written while it was not known whose the case is, is sealed for its home from now on."""
    begun_at = case.as_read["home_id"]
    before = city_of(begun_at) if begun_at else city_at(case.as_read["consumer_at"])
    if before != city_of(case.home_id):
        owning.settle(case)


def _save(case: Case) -> None:
    """What has changed alone: what is sealed and stays is not sealed anew, though it was read."""
    case.lead_key = owning.lead_key(case)
    compiled.update(case, [name for name, value in case.as_read.items() if _is_changed(case, name, value)])


def _is_changed(case: Case, name: str, was: Any) -> bool:
    if isinstance(was, Sealed):
        owner = case.sealed_for()
        return not (sealing.is_current(was, owner=owner) and SEALED[name].opens_to(was, case))
    return bool(case.__dict__.get(name) != was)


def _set_clocks(move: Move[Case], at: datetime) -> None:
    case = move.row
    if move.before != case.stage:
        at = move.since or at
        turns.enter(case, case.stage_info, before=move.before, verb=move.verb, at=at, due=move.due)
    elif case.responsible is not None and _is_handed_over(case):
        clocks.hand_over(case.record_key, owner=case.responsible.record_key)


def _end_appointments(move: Move[Case], at: datetime) -> None:
    """With the mediation its appointment ends, and who is invited is told; a pause keeps it."""
    move.row.appointments.due(at).update(state=Appointment.State.HELD)
    inviting.fall_away(move)


def _is_handed_over(case: Case) -> bool:
    return bool(case.responsible_id != case.as_read["responsible_id"])


def _give_to_holder(case: Case, stage: life.Stage) -> None:
    holder = {"home": case.home, "lead": case.lead}.get(stage.holder)
    if holder is not None and not (case.responsible and case.responsible.is_within(holder)):
        case.responsible = holder


moving = Moving[Case](
    life.LIFE, lock=_locked, guard=_guard, settle=_settle, save=_save, stored=_set_clocks, knows=_knows
)
sending = replace(moving, lock=partial(_locked, is_draft=True))
