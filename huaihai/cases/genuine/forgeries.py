"""What strangers sent in our name: kept among the consultations of a city, where staff read it, and counted there."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import translation

from huaihai import alliance
from huaihai.cases.consulting import verbs
from huaihai.cases.models import Consultation
from huaihai.governance import secretariat
from huaihai.kit.clock import local_day
from huaihai.kit.country import gettext as _
from huaihai.kit.text import masking
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.packs.words import of_country

WORD = f"冒充{of_country().named['association_short'].zh}"  # by which early warning counts them
BY_ITSELF = Actor.public()  # whom no consultation of staff names: they answer themselves


def hand_in(*, got: str, city: str, at: datetime, is_demo: bool = False) -> Consultation:
    """Keep what it said, without numbers of people, for the city or else for the secretariat."""
    office = secretariat.secretariat_on(local_day(at)) if not city else None
    body = office or directory.body_for(city or alliance.load().cities[0].code)
    with translation.override("zh-hans"):
        question = _("Forged in our name: %(text)s") % {"text": masking.mask(got).text}
        answer = _("Not from us. Do not pay, scan or call back. Call {hotline}; if money is gone, {police}.")
    return verbs.answer(
        body=body,
        channel=Consultation.Channel.MESSAGE,
        question=question,
        answer=answer,
        by=BY_ITSELF,
        at=at,
        is_demo=is_demo,
    )


def handed_in(since: datetime, until: datetime) -> Iterator[tuple[datetime, object]]:
    """When and for which body each came, from one moment to before another."""
    rows = Consultation.objects.filter(
        answered_by=BY_ITSELF.key, answered_at__gte=since, answered_at__lt=until
    )
    yield from rows.order_by("answered_at").values_list("answered_at", "body")
