"""That it is the consumer who accepts: the name in the complaint and the receipt code, since a phone may be shared."""

import secrets

from django.utils.translation import gettext as _

from huaihai.cases import numbers
from huaihai.cases.actions.moving import Unfit
from huaihai.cases.consumer.brakes import Brake
from huaihai.cases.models import Case, Complainant
from huaihai.kit.text.normalise import fold

TRIES = Brake("acceptance", most=5, seconds=900)


def prove(case: Case, *, name: str, code: str) -> None:
    """Raises Unfit: tried too often, another name, another code. A case without a name asks for the code alone."""
    if not TRIES.lets_through(str(case.pk)):
        raise Unfit("code", _("Too many tries. Please wait a quarter of an hour, or call the association."))
    person = Complainant.objects.filter(case=case).first()
    if person is not None and person.name and _plain(name) != _plain(person.name):
        raise Unfit("name", _("This is not the name in the complaint. Please write it as you gave it then."))
    if not secrets.compare_digest(numbers.receipt_fingerprint(code), case.receipt_hash or "0" * 64):
        raise Unfit("code", _("The receipt code is not right. Please compare it with your receipt."))


def _plain(name: str) -> str:
    return "".join(fold(name).split())
