"""How a verb moves an entry, what two people of two cities decide, and what the verbs of all subjects share."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.catalogue import rows
from huaihai.brands.life import COLLECTING, ENTRY
from huaihai.brands.models import Declaration, Entry, PairDecision
from huaihai.brands.powers import Who
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import Move, Moving, event_of
from huaihai.governance import secretariat
from huaihai.governance.lives import OPEN_MOTIONS
from huaihai.governance.models import Motion
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable
from huaihai.members import persons
from huaihai.members.actors import Actor
from huaihai.supervision.powers import works

# What follows a declaration: called with it, by= and at=, in the same transaction.
FOLLOWED_BY: tuple[str, ...] = (
    "huaihai.brands.assessing.seats.declared",
    "huaihai.brands.conduct.panels.declared",
)
TRIES = 20  # so many may be nominated at one moment


def _refresh(move: Move[Entry], at: datetime) -> None:
    if not move.stays:
        rows.refresh(move.row, at=at)


_moving = Moving[Entry](
    ENTRY,
    lock=lambda entry: lock(entry.pk),
    event=event_of("brand"),
    collecting=COLLECTING,
    tells_stage=False,
    stored=_refresh,
)


@contextmanager
def moving(
    entry: Entry,
    verb: str,
    *,
    who: Who,
    noted: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
    text: str = "",
) -> Iterator[Move[Entry]]:
    """The block in which a verb happens to an entry (`desk.moving`), which `who` may do by the table.

    `who` says by which right the caller acts; the caller has checked that the actor has it. Raises NotAllowed, Moved,
    NotPossible, and what the caller raises inside.
    """
    powers.require(verb, who)
    with _moving(entry, verb, by=by, at=at, seen=seen, noted=noted, text=text) as move:
        move.facts["who"] = who.value
        yield move


def lock(key: UUID) -> Entry:
    """The entry as it is now, held until the transaction ends."""
    rows = Entry.objects.select_for_update(of=("self",))
    found: Entry = rows.select_related("business", "place", "body", "criteria").get(pk=key)
    return found


# Matter → what carries an agreed decision out: called with the decision, by= and at=, in the same transaction.
CARRIED_OUT: dict[str, str] = {
    "facts": "huaihai.brands.entering.verbs.carry_out",
    "objection": "huaihai.brands.noticing.objections.carry_out",
    "report": "huaihai.brands.conduct.opening.carry_out",
    "restoration": "huaihai.brands.conduct.verbs.carry_out",
    "suspension": "huaihai.brands.conduct.verbs.carry_out",
    "warning": "huaihai.brands.conduct.verbs.carry_out",
}


def propose(
    entry: Entry, about: str, outcome: str, *, reasons: str, about_key: str = "", by: Actor, at: datetime
) -> PairDecision:
    """The first of the two proposes how a matter is decided. Raises NotAllowed, NotPossible, Unfit."""
    powers.require_outsider(entry, by, local_day(at))
    said = storable(reasons)
    if not said:
        raise Unfit("reasons", _("Please give the reasons: they are public."))
    with moving(entry, "note", who=Who.STAFF, noted="pair proposed", by=by, at=at) as move:
        if _open(entry, about, about_key):
            raise NotPossible(_("Somebody has proposed a decision on this already. Please read it first."))
        made = PairDecision.objects.create(
            entry=move.row,
            about=about,
            about_key=about_key,
            outcome=outcome,
            reasons=said,
            proposed_by_id=cast(UUID, by.account_id),  # no outsider is without an account
            proposed_for=powers.require_city(by),
            proposed_at=at,
        )
        move.facts |= {"decision": str(made.pk), "about": about, "outcome": outcome}
    return made


def agree(decision: PairDecision, *, by: Actor, at: datetime) -> PairDecision:
    """The second agrees, and it is carried out. Raises NotAllowed, NotPossible, and what carrying out raises."""
    with transaction.atomic():
        held = _answer(decision, PairDecision.State.AGREED, "", by, at)
        import_string(CARRIED_OUT[held.about])(held, by=by, at=at)
    decision.refresh_from_db()
    return held


def not_agree(decision: PairDecision, *, why: str, by: Actor, at: datetime) -> PairDecision:
    """The second does not agree: the matter is open again. Raises NotAllowed, NotPossible, Unfit."""
    said = storable(why)[:300]
    if not said:
        raise Unfit("why", _("Please say why you do not agree."))
    held = _answer(decision, PairDecision.State.NOT_AGREED, said, by, at)
    decision.refresh_from_db()
    return held


def open_decisions(entry: Entry) -> list[PairDecision]:
    """What waits for its second voice."""
    rows = PairDecision.objects.filter(entry=entry, state=PairDecision.State.PROPOSED)
    return list(rows.select_related("proposed_for"))


def _answer(
    decision: PairDecision, state: PairDecision.State, answer: str, by: Actor, at: datetime
) -> PairDecision:
    powers.require_outsider(decision.entry, by, local_day(at))
    with moving(decision.entry, "note", who=Who.STAFF, noted=f"pair {state}", by=by, at=at) as move:
        held = PairDecision.objects.select_for_update().get(pk=decision.pk)
        if held.state != PairDecision.State.PROPOSED:
            raise NotPossible(_("This was decided meanwhile."))
        is_own = f"account:{held.proposed_by_id}" in persons.keys_of(by)
        if is_own or held.proposed_for == powers.require_city(by):
            raise NotAllowed(_("The second voice must come from somebody in another city."))
        _require_answer(held, state, by)
        held.entry = move.row
        held.state, held.answer = state, answer
        held.answered_by_id, held.answered_for, held.answered_at = by.account_id, powers.require_city(by), at
        held.save()
        move.facts |= {"decision": str(held.pk), "about": held.about, "outcome": held.outcome}
    return held


def _require_answer(held: PairDecision, state: PairDecision.State, by: Actor) -> None:
    """That an agreement meets a first voice that still counts, and that nobody always says no alone."""
    if state == PairDecision.State.AGREED:
        declared = powers.declaration_of(held.entry, held.proposed_by_id)
        if declared is None or declared.has_conflict:
            raise NotPossible(
                _(
                    "Whoever proposed this has declared a conflict of interest since. Please do not agree, so that "
                    "somebody else can propose."
                )
            )
        return
    matter = PairDecision.objects.filter(entry=held.entry_id, about=held.about, about_key=held.about_key)
    agreed = matter.filter(state=PairDecision.State.AGREED).order_by("answered_at").last()
    earlier = matter.filter(state=PairDecision.State.NOT_AGREED, answered_by=by.account_id)
    if agreed is not None:
        earlier = earlier.filter(answered_at__gt=agreed.answered_at)
    if earlier.exists():
        raise NotAllowed(
            _("You did not agree with an earlier proposal about this, so somebody else answers this time.")
        )


def _open(entry: Entry, about: str, about_key: str) -> bool:
    rows = PairDecision.objects.filter(entry=lock(entry.pk), about=about, about_key=about_key)
    return rows.filter(state=PairDecision.State.PROPOSED).exists()


def declare(entry: Entry, *, has_conflict: bool, what: str = "", by: Actor, at: datetime) -> Declaration:
    """Store what this person declares; the record keeps that, not what. Nobody takes a conflict back by saying that
    there is none. Raises NotAllowed, NotPossible, Unfit."""
    if not works(by) or by.organisation is None or by.account_id is None:
        raise NotAllowed(_("Only staff of a city's association can do that."))
    said = storable(what)[:300]
    if has_conflict and not said:
        raise Unfit("what", _("Please say in a few words what the conflict is."))
    with transaction.atomic():
        with moving(entry, "note", who=Who.STAFF, noted="declared", by=by, at=at) as move:
            before = Declaration.objects.filter(entry=move.row, account=by.account_id, has_conflict=True)
            if not has_conflict and before.exists():
                raise NotPossible(_("You have declared a conflict of interest here, and that stays."))
            made = Declaration(
                entry=move.row,
                account_id=by.account_id,
                body=by.organisation.city or by.organisation,
                has_conflict=has_conflict,
                what=said,
                at=at,
            )
            move.rows.append(made)
            move.facts["has_conflict"] = has_conflict
        for name in FOLLOWED_BY:
            import_string(name)(made, by=by, at=at)
    return made


def create(*, year: int, **facts: Any) -> Entry:
    """A stored entry with the next number of its year ("2026-7"). Raises IntegrityError for anything else."""
    for _try in range(TRIES):
        number = next_number(year)
        try:
            with transaction.atomic():
                return Entry.objects.create(number=number, year=year, **facts)
        except IntegrityError:
            if not Entry.objects.filter(number=number).exists():
                raise
    raise IntegrityError(f"no free number found for {year}")


def next_number(year: int) -> str:
    """The number after the highest that is given."""
    newest = (
        Entry.objects.filter(year=year).order_by("-opened_at", "-id")[:50].values_list("number", flat=True)
    )
    last = max((int(number.partition("-")[2]) for number in newest), default=0)
    while Entry.objects.filter(number=f"{year}-{last + 1}").exists():
        last += 1
    return f"{year}-{last + 1}"


def motions(on: date) -> Iterator[Motion]:
    """Those that are tabled or being voted on, and the drafts of the body that is the secretariat on this day.

    A draft that a former secretariat left behind counts no more: one body alone would hold the matter up for ever.
    """
    own = Q(stage="draft", proposed_by=secretariat.secretariat_on(on))
    yield from Motion.objects.filter(Q(stage__in=OPEN_MOTIONS) | own)
