"""Confirming a phone (or, without one, an e-mail) by a one-time code, and replacing a lost receipt code."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.cases import messages, numbers
from huaihai.cases.actions.moving import Unfit
from huaihai.cases.models import Case, Complainant
from huaihai.kit import phones, sealing, waiting
from huaihai.members.actors import Actor
from huaihai.record import events

CODE_LIFE = timedelta(minutes=5)
CODE_TRIES = 5
RESEND_AFTER = timedelta(seconds=60)


def set_contact(
    case: Case, *, name: str, phone: str, email: str = "", address: str = "", is_for_child: bool = False
) -> Complainant:
    """Who the consumer is. Another phone, or another e-mail where there is no phone, must be confirmed again."""
    phone = phones.stored(phone)
    with transaction.atomic():
        person, _made = Complainant.objects.get_or_create(case=case)
        before = person.reached_by
        person.name, person.phone, person.email = name, phone, email
        if person.reached_by != before:
            person.confirmed_at, person.code_hash, person.code_sent_at = None, "", None
        person.address, person.is_for_child = address, is_for_child
        person.save()
        return person


def send_code(case: Case, *, at: datetime) -> None:
    """Send a new six-digit code to the phone or e-mail. Raises Unfit within a minute of one not yet spent."""
    with transaction.atomic():
        person = Complainant.objects.select_for_update(of=("self",)).select_related("case").get(case=case)
        left = RESEND_AFTER - (at - person.code_sent_at) if person.code_sent_at else timedelta(0)
        if left > timedelta(0) and person.code_tries < CODE_TRIES:
            raise Unfit("code", waiting.for_another_code(left))
        code = f"{secrets.randbelow(1_000_000):06d}"
        person.code_hash = sealing.fingerprint_of_code(code, purpose=f"contact:{case.pk}")
        person.code_sent_at, person.code_tries = at, 0
        person.save(update_fields=["code_hash", "code_sent_at", "code_tries"])
        messages.send_code(person, code, minutes=CODE_LIFE.seconds // 60, at=at)


def confirm(case: Case, code: str, *, at: datetime) -> None:
    """Check the code. Raises Unfit: wrong, too old, or tried too often (a new code must be asked for)."""
    wrong = None
    with transaction.atomic():
        person = Complainant.objects.select_for_update(of=("self",)).select_related("case").get(case=case)
        if not person.code_hash or not person.code_sent_at or at - person.code_sent_at > CODE_LIFE:
            raise Unfit("code", _("This code is too old. Please have a new one sent."))
        if person.code_tries >= CODE_TRIES:
            raise Unfit("code", _("Too many wrong codes. Please have a new one sent."))
        given = sealing.fingerprint_of_code(code.strip(), purpose=f"contact:{case.pk}")
        if secrets.compare_digest(given, person.code_hash):
            person.confirmed_at, person.code_hash = at, ""
        else:
            person.code_tries += 1
            wrong = Unfit("code", _("The code is not right. Please look at the message again."))
        person.save(update_fields=["confirmed_at", "code_hash", "code_tries"])
    if wrong:
        raise wrong


def replace_receipt_code(number: str, address: str, *, by: Actor, at: datetime) -> None:
    """Send a new receipt code if the file number and the confirmed phone or e-mail belong together; say nothing."""
    name = "email" if "@" in address else "phone"
    index: Any = Complainant._meta.get_field(f"{name}_index")
    fits = {f"{name}_index": index.of(address if name == "email" else phones.stored(address))}
    with transaction.atomic():
        person = (
            Complainant.objects.select_related("case")
            .filter(case__number=number, **fits)
            .exclude(confirmed_at=None)
            .first()
        )
        if person is None or (name == "email" and person.phone):  # the phone is the confirmed one
            return
        code = numbers.new_receipt_code()
        case = person.case
        case.receipt_hash = numbers.receipt_fingerprint(code)
        case.save(update_fields=["receipt_hash"])
        events.write(subject=case.record_key, verb="receipt_code_replaced", by=by.key, at=at)
        messages.send_new_receipt_code(person, code, at=at)
