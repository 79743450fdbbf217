"""What two people of two cities decide: the first proposes with reasons, the second agrees or says why not."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.actions.moving import lock, moving
from huaihai.brands.models import Entry, PairDecision
from huaihai.brands.powers import Who
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

# Matter → what carries an agreed decision out: called with the decision, by= and at=, in the same transaction.
CARRIED_OUT: dict[str, str] = {
    "facts": "huaihai.brands.entering.actions.checking.carry_out",
    "objection": "huaihai.brands.noticing.actions.deciding.carry_out",
    "report": "huaihai.brands.conduct.actions.reporting.carry_out",
    "restoration": "huaihai.brands.conduct.actions.deciding.carry_out_restoration",
    "suspension": "huaihai.brands.conduct.actions.deciding.carry_out_suspension",
    "warning": "huaihai.brands.conduct.actions.deciding.carry_out_warning",
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
            entry=move.entry,
            about=about,
            about_key=about_key,
            outcome=outcome,
            reasons=said,
            proposed_by_id=cast(UUID, by.account_id),  # no outsider is without an account
            proposed_for=_city(by),
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
        if held.proposed_by_id == by.account_id or held.proposed_for == _city(by):
            raise NotAllowed(_("The second voice must come from somebody in another city."))
        _require_answer(held, state, by)
        held.entry = move.entry
        held.state, held.answer = state, answer
        held.answered_by_id, held.answered_for, held.answered_at = by.account_id, _city(by), at
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


def _city(by: Actor) -> Organisation:
    city = powers.city_of(by)
    if city is None:
        raise NotAllowed(_("Only staff of a city's association can do that."))
    return city
