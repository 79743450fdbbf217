"""Consents that a consumer gives or takes back on the telephone or at the counter."""

from datetime import datetime

from django.db import transaction

from huaihai.cases.actions import intake
from huaihai.cases.actions.moving import CaseMoved
from huaihai.cases.models import Case
from huaihai.members.actors import Actor
from huaihai.record import events

VERB = "consents_written_down"


def write_down(case: Case, *, purposes: list[str], text: str, by: Actor, at: datetime, seen: int) -> None:
    """From now on exactly these consents stand; `text` says when and how the consumer told. Raises CaseMoved."""
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if held.version != seen:
            raise CaseMoved(held)
        intake.consent(held, purposes=purposes, at=at)
        facts = {"purposes": sorted(purposes), "on_word": True}
        events.write(subject=held.record_key, verb=VERB, by=by.key, at=at, facts=facts, text=text)
