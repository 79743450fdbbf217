"""Confirming a phone by a one-time code, and replacing a lost receipt code."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.cases import messages, numbers
from huaihai.cases.actions.moving import Unfit
from huaihai.cases.models import Case, Complainant
from huaihai.kit import phones, sealing
from huaihai.members.actors import Actor
from huaihai.record import events

CODE_LIFE = timedelta(minutes=5)
CODE_TRIES = 5
RESEND_AFTER = timedelta(seconds=60)


def set_contact(
    case: Case, *, name: str, phone: str, email: str = "", address: str = "", is_for_child: bool = False
) -> Complainant:
    """Who the consumer is. Another phone number must be confirmed again."""
    phone = phones.stored(phone)
    with transaction.atomic():
        person, _made = Complainant.objects.get_or_create(case=case)
        if person.phone != phone:
            person.confirmed_at, person.code_hash = None, ""
        person.name, person.phone, person.email = name, phone, email
        person.address, person.is_for_child = address, is_for_child
        person.save()
        return person


def send_code(case: Case, *, at: datetime) -> None:
    """Send a new six-digit code to the phone. Raises Unfit within a minute of the last one."""
    with transaction.atomic():
        person = Complainant.objects.select_for_update().get(case=case)
        if person.code_sent_at and at - person.code_sent_at < RESEND_AFTER:
            raise Unfit("code", _("A code was sent less than a minute ago. Please wait a moment."))
        code = f"{secrets.randbelow(1_000_000):06d}"
        person.code_hash = sealing.fingerprint_of_code(code, purpose=f"phone:{case.pk}")
        person.code_sent_at, person.code_tries = at, 0
        person.save(update_fields=["code_hash", "code_sent_at", "code_tries"])
        messages.send_code(case, person.phone, code, minutes=CODE_LIFE.seconds // 60, at=at)


def confirm_phone(case: Case, code: str, *, at: datetime) -> None:
    """Check the code. Raises Unfit: wrong, too old, or tried too often (a new code must be asked for)."""
    wrong = None
    with transaction.atomic():
        person = Complainant.objects.select_for_update().get(case=case)
        if not person.code_hash or not person.code_sent_at or at - person.code_sent_at > CODE_LIFE:
            raise Unfit("code", _("This code is too old. Please have a new one sent."))
        if person.code_tries >= CODE_TRIES:
            raise Unfit("code", _("Too many wrong codes. Please have a new one sent."))
        given = sealing.fingerprint_of_code(code.strip(), purpose=f"phone:{case.pk}")
        if secrets.compare_digest(given, person.code_hash):
            person.confirmed_at, person.code_hash = at, ""
        else:
            person.code_tries += 1
            wrong = Unfit("code", _("The code is not right. Please look at the message again."))
        person.save(update_fields=["confirmed_at", "code_hash", "code_tries"])
    if wrong:
        raise wrong


def replace_receipt_code(number: str, phone: str, *, by: Actor, at: datetime) -> None:
    """Send a new receipt code to the confirmed phone if number and phone belong together; say nothing else."""
    index = Complainant._meta.get_field("phone_index")
    with transaction.atomic():
        person = (
            Complainant.objects.select_related("case")
            .filter(case__number=number, phone_index=index.of(phones.stored(phone)))
            .exclude(confirmed_at=None)
            .first()
        )
        if person is None:
            return
        code = numbers.new_receipt_code()
        case = person.case
        case.receipt_hash = numbers.receipt_fingerprint(code)
        case.save(update_fields=["receipt_hash"])
        events.write(subject=case.record_key, verb="receipt_code_replaced", by=by.key, at=at)
        messages.send_new_receipt_code(case, person.phone, code, at=at)
