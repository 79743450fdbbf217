"""Whom to pay is masked by default; who looks at it is written down first."""

from datetime import datetime

from django.db import transaction

from huaihai.compensation import rights
from huaihai.compensation.models import Claim
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.record import events


def show_payee(claim: Claim, *, by: Actor, at: datetime) -> None:
    """Who keeps the fund's money looks at the name and account that are to be paid. Raises NotAllowed."""
    with transaction.atomic():
        held = Claim.objects.select_for_update(of=("self",)).select_related("fund__owner").get(pk=claim.pk)
        rights.require_pays(by, held.fund, on=local_day(at))
        facts = {"what": ["name", "account", "phone"]}
        events.write(subject=held.record_key, verb="payee_shown", by=by.key, at=at, facts=facts)
