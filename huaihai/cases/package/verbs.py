"""Handing the whole file out is a look at all of it: for what stands in the record first."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.cases import life
from huaihai.cases.models import Case
from huaihai.cases.papers.facts import CHINESE
from huaihai.cases.verbs.moving import parties_of
from huaihai.desk.lives import NotAllowed
from huaihai.members.actors import Actor
from huaihai.record import events

PURPOSES: Final[dict[str, Promise]] = {
    "suit": _("a suit that the association supports"),
    "arbitration": _("arbitration"),
    "confirmation": _("confirmation of the agreement by the court"),
    "authority": _("an authority that asks for it in writing"),
}


def make_package(case: Case, *, purpose: str, by: Actor, at: datetime) -> None:
    """Write down for what it goes out. Raises NotAllowed: another body has the case."""
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).with_parties().get(pk=case.pk)
        if life.BODY not in parties_of(by, held):
            raise NotAllowed(str(_("Another body has the case now.")))
        with translation.override(CHINESE):  # the record is in the alliance's language
            words = str(PURPOSES[purpose])
        facts = {"purpose": purpose}
        events.write(subject=held.record_key, verb="package_made", by=by.key, at=at, facts=facts, text=words)
