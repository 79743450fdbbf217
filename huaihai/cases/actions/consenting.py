"""Consents that a consumer gives or takes back after filing: on the own page, on the telephone, at the counter.

A withdrawn consent stops what it was given for: a case that the other city has not taken yet comes home, an
invitation that was not served yet is called off. What was passed on before cannot be called back.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.cases import lifecycle
from huaihai.cases.actions import intake, negotiation, routing
from huaihai.cases.actions.moving import CaseMoved, parties_of
from huaihai.cases.models import Case, Consent
from huaihai.members.actors import Actor
from huaihai.record import events

VERB = "consents_written_down"


def change(case: Case, *, purposes: list[str], by: Actor, at: datetime) -> None:
    """The consumer of a sent complaint says which consents stand from now on."""
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        intake.consent(held, purposes=purposes, at=at)
        facts = {"purposes": sorted(purposes)}
        events.write(subject=held.record_key, verb="consents_changed", by=by.key, at=at, facts=facts)
        _stop_what_has_no_consent(held, purposes, by=by, at=at)


def write_down(case: Case, *, purposes: list[str], text: str, by: Actor, at: datetime, seen: int) -> None:
    """From now on exactly these consents stand; `text` says when and how the consumer told. Raises CaseMoved."""
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if held.version != seen:
            raise CaseMoved(held)
        intake.consent(held, purposes=purposes, at=at)
        facts = {"purposes": sorted(purposes), "on_word": True}
        events.write(subject=held.record_key, verb=VERB, by=by.key, at=at, facts=facts, text=text)
        _stop_what_has_no_consent(held, purposes, by=by, at=at)


def _stop_what_has_no_consent(case: Case, purposes: list[str], *, by: Actor, at: datetime) -> None:
    if case.stage == "forwarded" and Consent.Purpose.OTHER_BODY not in purposes:
        is_lead = not parties_of(by, case) & {lifecycle.HOME, lifecycle.CONSUMER}
        back_home = routing.send_back if is_lead else routing.recall
        back_home(case, text=_("The consumer withdrew the consent."), by=by, at=at)
    elif case.stage == "inviting" and Consent.Purpose.BUSINESS not in purposes:
        negotiation.call_off(case, text=_("The consumer withdrew the consent."), by=by, at=at)
