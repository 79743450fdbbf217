"""What runs out soon for a reader whose cases this browser has opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from huaihai.cases import life, turns
from huaihai.cases.case_facts import ShownClock
from huaihai.cases.models import Case
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

SHOWN = 3


@dataclass(frozen=True)
class Due:
    """A case in which it is the reader's turn, with the clock of its page."""

    case: Case
    clock: ShownClock
    body: Organisation | None


def due(request: HttpRequest, *, on: date) -> Sequence[Due]:
    """The nearest first; nothing, and no query, for somebody who has opened none."""
    ids = request.actor.case_ids  # type: ignore[attr-defined]  # set by members
    if not ids:
        return ()
    from huaihai.cases.consumer.tracking.facts import clock_card  # with all that a case's page needs

    cases = list(Case.objects.visible_to(Actor.consumer(ids)).with_parties().order_by("pk"))
    found = turns.of_many(cases, today=on)
    theirs = [case for case in cases if found[case.pk].of == life.CONSUMER and found[case.pk].until]
    theirs.sort(key=lambda case: found[case.pk].until or on)
    cards = ((case, clock_card(case, found[case.pk], today=on)) for case in theirs[:SHOWN])
    return [Due(case, card, case.responsible) for case, card in cards if card is not None]
