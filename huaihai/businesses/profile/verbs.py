"""A business asks for a public fact to be corrected; the body that keeps it answers, in public, within its time.

The answer changes no fact by itself: a name or a place is corrected in the register, by the verbs that are there for
it. What was asked and why is read by the body alone.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from huaihai.businesses import rights
from huaihai.businesses.channel import facts as channel_facts
from huaihai.businesses.models import Business, Correction
from huaihai.desk import hearing
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit import clock
from huaihai.kit.country import gettext as _
from huaihai.kit.filestore import Stored
from huaihai.law import limits
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.record import events

CLOCK = "answer_correction"
Act = Callable[[], None]


def ask(
    business: Business,
    *,
    fact: str,
    wrong: str,
    why: str,
    proof: Stored | None = None,
    proof_name: str = "",
    by: Actor,
    at: datetime,
) -> Correction:
    """A manager says what is wrong and why; the body's time to answer begins, and the fact is shown as contested.

    Raises NotAllowed, NotPossible (no body keeps this business; the fact is contested already), Unfit.
    """
    today = clock.local_day(at)
    if not rights.manages(by, business, on=today):
        raise NotAllowed(_("Only a manager of the business may ask for a correction."))
    if fact not in Correction.Fact.values:
        raise Unfit("fact", _("Please choose what is wrong."))
    for name, text in (("wrong", wrong), ("why", why)):
        if not text.strip():
            raise Unfit(name, _("Please fill this in."))
    with transaction.atomic():
        held: Business = Business.objects.select_for_update().get(pk=business.pk)
        body = channel_facts.body_of(held, on=today)
        if body is None:
            raise NotPossible(_("No association of the alliance keeps this business. Please call {hotline}."))
        if held.corrections.open().filter(fact=fact).exists():
            raise NotPossible(_("You have asked for this already. The association will answer."))
        made = Correction(
            business=held, body=body, fact=fact, wrong=wrong, why=why, asked_by=by.key, asked_at=at
        )
        if proof is not None:
            made.proof_sha256, made.proof_kind = proof.sha256, proof.kind
            made.proof_derivative, made.proof_name = proof.derivative, proof_name
        made.save(force_insert=True)
        limit = limit_for(body, limits.ANSWER_CORRECTION, today)
        hearing.start(made, CLOCK, limit, owner=body, at=at)
        facts = {"correction": str(made.pk), "fact": fact}
        events.write(subject=held.record_key, verb="correction_asked", by=by.key, at=at, facts=facts)
        return made


def answer(correction: Correction, *, was_right: bool, text: str, by: Actor, at: datetime, seen: int) -> None:
    """The body says in public whether the fact was corrected, and why or how. Raises NotAllowed, NotPossible, Moved,
    Unfit.
    """
    if not text.strip():
        raise Unfit("text", _("Please write the answer; everybody can read it."))
    with transaction.atomic():
        business = Business.objects.select_for_update().get(pk=correction.business_id)
        held: Correction = Correction.objects.select_for_update().get(pk=correction.pk)
        if not channel_facts.acts_for(by, held.body):
            raise NotAllowed(_("Only the body that keeps the business may answer."))
        if held.version != seen:
            raise Moved(held)
        if held.answered_at is not None:
            raise NotPossible(_("This was answered already."))
        held.was_right, held.answer = was_right, text
        held.answered_by, held.answered_at = by.key, at
        held.version += 1
        held.save(update_fields=["was_right", "answer", "answered_by", "answered_at", "version"])
        hearing.end(held, by="correction_answered", at=at)
        facts = {"correction": str(held.pk), "fact": held.fact, "was_right": was_right}
        events.write(
            subject=business.record_key, verb="correction_answered", by=by.key, at=at, facts=facts, text=text
        )


def due_acts(at: datetime) -> Iterator[Act]:
    """For each request whose time is over and whose body was not told yet: the record says so, once."""
    keys = hearing.overdue(CLOCK, "correction:", clock.local_day(at))
    untold = Correction.objects.open().filter(pk__in=keys, body_told_at=None).order_by("asked_at", "pk")
    for pk in untold.values_list("pk", flat=True):
        yield partial(_tell_body, pk, at)


def _tell_body(pk: UUID, at: datetime) -> None:
    """The request stands first on the desk of its body from now on."""
    with transaction.atomic():
        correction = Correction.objects.select_related("business").get(pk=pk)
        business = Business.objects.select_for_update().get(pk=correction.business_id)
        if Correction.objects.open().filter(pk=pk, body_told_at=None).update(body_told_at=at):
            facts = {"correction": str(pk), "fact": correction.fact, "body": correction.body.key}
            by = Actor.system("fall-due").key
            events.write(subject=business.record_key, verb="correction_late", by=by, at=at, facts=facts)
