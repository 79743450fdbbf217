"""Contact data are masked by default; who looks at them, and why, is written down first."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.cases.actions.moving import NotAllowed, Unfit
from huaihai.cases.models import Agreement, Case
from huaihai.members.actors import Actor
from huaihai.record import events

SETTLED = ("fulfilling", "breached")


def unmask(case: Case, *, text: str, by: Actor, at: datetime) -> None:
    """An officer looks at the contact data of this case. Raises Unfit without a reason."""
    if not text.strip():
        raise Unfit("text", _("Please say why you need to see it."))
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        facts = {"what": ["name", "contact"]}
        events.write(subject=held.record_key, verb="unmasked", by=by.key, at=at, facts=facts, text=text)


def show_to_business(case: Case, *, by: Actor, at: datetime) -> None:
    """The business looks at the consumer's name and phone. Raises NotAllowed before a settlement."""
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if not may_show_to_business(held):
            raise NotAllowed("the consumer's phone is shown only after a settlement")
        facts = {"what": ["name", "phone"]}
        events.write(subject=held.record_key, verb="contact_shown", by=by.key, at=at, facts=facts)


def may_show_to_business(case: Case) -> bool:
    """Whether the business needs to reach the consumer: something was agreed and is to be done."""
    return case.stage in SETTLED and Agreement.objects.filter(case=case).exists()
