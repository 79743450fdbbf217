"""The six digits that prove that the contact's phone is theirs: five minutes, five tries, so many an hour."""

import secrets
import unicodedata
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from huaihai.businesses import channel_messages
from huaihai.businesses.joining.drafts import Draft
from huaihai.desk.lives import Unfit
from huaihai.kit import sealing, waiting
from huaihai.kit.brakes import Brake

LIFE = timedelta(minutes=5)
AGAIN_AFTER = timedelta(seconds=60)
DIGITS = 6
CODES_A_PHONE = Brake("join-code-phone", most=6, seconds=3600)
CODES_A_NETWORK = Brake("join-code-network", most=60, seconds=3600)
TRIES_A_CODE = Brake("join-code-tries", most=5, seconds=int(LIFE.total_seconds()))
TRIES_A_PHONE = Brake("join-phone-tries", most=30, seconds=3600)


class TriedTooOften(Unfit):
    """This code is spent; a new one may be sent at once."""


def send(draft: Draft, *, network: str, at: datetime) -> Draft:
    """Send a new code to the draft's phone; what to keep of it. Raises Unfit: a moment ago, or too many."""
    phone, sent = draft["contact_phone"], draft.get("code_sent_at")
    left = AGAIN_AFTER - (at - datetime.fromisoformat(sent)) if sent else timedelta(0)
    if draft.get("code_for") == phone and left > timedelta(0):
        raise Unfit("code", waiting.for_another_code(left))
    if not CODES_A_NETWORK.lets_through(network) or not CODES_A_PHONE.lets_through(phone):
        raise Unfit("code", _("Too many codes were asked for. Please wait an hour, or call the association."))
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    channel_messages.send_code(phone, code, minutes=LIFE.seconds // 60, at=at)
    return {"code_for": phone, "code_hash": _fingerprint(phone, code), "code_sent_at": at.isoformat()}


def check(draft: Draft, typed: str, *, at: datetime) -> None:
    """Whether it is the code. Raises Unfit: wrong, or too old; TriedTooOften."""
    phone, kept, sent = draft["contact_phone"], draft.get("code_hash", ""), draft.get("code_sent_at")
    is_old = not sent or not timedelta(0) <= at - datetime.fromisoformat(sent) <= LIFE
    if not kept or is_old or draft.get("code_for") != phone:
        raise Unfit("code", _("This code is too old. Please have a new one sent."))
    if not TRIES_A_CODE.lets_through(kept) or not TRIES_A_PHONE.lets_through(phone):
        raise TriedTooOften("code", _("Too many wrong codes. Please have a new one sent."))
    plain = unicodedata.normalize("NFKC", typed)
    digits = "".join(char for char in plain if char.isascii() and char.isdigit())
    if not secrets.compare_digest(_fingerprint(phone, digits), kept):
        raise Unfit("code", _("The code is not right. Please look at the message again."))


def _fingerprint(phone: str, code: str) -> str:
    return sealing.fingerprint_of_code(code, purpose=f"join:{phone}")
