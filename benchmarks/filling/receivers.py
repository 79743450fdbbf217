"""Who is told of warnings: so many subscribers, and one warning that all of them have."""

from datetime import datetime

from django.db import transaction

from huaihai.education.models import Delivery, Publication
from huaihai.education.sending import verbs as sending_verbs
from huaihai.education.tests import one_voice_cast
from huaihai.education.tests.subscribers import subscribers


def fill(number: int, at: datetime) -> Publication:
    """The warning, sent to everybody."""
    subscribers(number, at=at)
    with transaction.atomic():
        publication = one_voice_cast.a_warning(at=at)
    sent = Delivery.objects.filter(edition__publication=publication)
    sending_verbs.send_due(at=at, limit=1)  # one as the program sends it, the others as if
    sent.update(state=Delivery.State.SENT, ended_at=at, attempts=1)
    return publication
