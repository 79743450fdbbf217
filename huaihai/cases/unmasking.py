"""How contact data look: masked, or open in this session for a while; who looks, and why, is written down first."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.cases.models import Agreement, Case
from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.kit.text import masking
from huaihai.members.actors import Actor
from huaihai.record import events

OPEN_FOR = timedelta(minutes=15)
UNMASKED = "unmasked_cases"  # session key: case → until when its contact data are shown here


def keep_open(session: SessionBase, case_id: UUID, at: datetime, *, under: str = UNMASKED) -> None:
    """From now on, for a quarter of an hour, this session shows the contact data, or what else stands `under` a key."""
    held = {key: until for key, until in session.get(under, {}).items() if until > at.isoformat()}
    session[under] = {**held, str(case_id): (at + OPEN_FOR).isoformat()}


def is_open(session: SessionBase, case_id: UUID, at: datetime, *, under: str = UNMASKED) -> bool:
    """Whether this session may show the contact data of this case, or the other thing."""
    until: str = session.get(under, {}).get(str(case_id), "")
    return at.isoformat() < until <= (at + OPEN_FOR).isoformat()


def name_masked(name: str) -> str:
    """The family name alone: 李**."""
    return name[:1] + "**" if name else ""


def phone_masked(phone: str) -> str:
    """First three and last two digits, too few to find anybody: 138******21."""
    if not phone:
        return ""
    return f"{phone[:3]}******{phone[-2:]}" if len(phone) >= 11 else "***"


def email_masked(email: str) -> str:
    """Only the server's name."""
    return f"***@{email.rpartition('@')[2]}" if "@" in email else ("***" if email else "")


def text_masked(text: str) -> str:
    """A text with personal numbers and addresses hidden."""
    return masking.mask(text).text


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
