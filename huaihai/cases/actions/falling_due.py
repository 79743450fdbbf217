"""What the passing of time does to cases: asked for by `huaihai fall-due`, idempotent, a missed night is caught up.

Only what the rules let happen by itself happens here. A body's own late steps are shown as overdue, never
decided by a machine.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from huaihai.cases import lifecycle, messages
from huaihai.cases.actions import reminding
from huaihai.cases.actions.intake import erase_draft
from huaihai.cases.actions.moving import CaseMoved, moving
from huaihai.cases.models import Case, Offer
from huaihai.kit.clock import ZONE
from huaihai.law import limits
from huaihai.members.actors import Actor
from huaihai.record.models import Clock

Act = Callable[[], None]
LAPSES = {  # clock → the verb its end brings about
    "supplement": "lapse_supplement",
    "negotiate": "lapse_negotiation",
    "mediate": "lapse_mediation",
}


def due_acts(at: datetime) -> Iterator[Act]:
    """Everything about cases that has fallen due by `at`, as acts to be done one by one."""
    today = at.astimezone(ZONE).date()
    for name, verb in LAPSES.items():
        for subject in (
            Clock.objects.overdue(today)
            .filter(name=name)
            .order_by("due_on")
            .values_list("subject", flat=True)
        ):
            yield partial(_lapse, UUID(subject.removeprefix("case:")), verb, at)
    yield from reminding.due_acts(at)
    kept_since = at - timedelta(days=limits.DRAFT_KEPT.number)
    old = Case.objects.filter(stage="draft", created_at__lt=kept_since).exclude(origin=Case.Origin.IMPORTED)
    for pk in old.order_by("created_at").values_list("pk", flat=True):
        yield partial(_expire, pk, at)


def _lapse(pk: UUID, verb: str, at: datetime) -> None:
    try:
        with moving(pk, verb, by=Actor.system("fall-due"), at=at) as move:
            if verb == "lapse_negotiation":
                move.case.offers.filter(state=Offer.State.OPEN).update(state=Offer.State.LAPSED)
                messages.tell_consumer(move.case, "negotiation_lapsed", at=at)
            if verb == "lapse_mediation":
                move.facts = {"ground": "time"}
                messages.tell_consumer(move.case, "terminated", at=at)
                messages.tell_business(move.case, "terminated", at=at)
    except (lifecycle.NotPossible, CaseMoved):  # somebody acted since the list was read
        return


def _expire(pk: UUID, at: datetime) -> None:
    try:
        with moving(pk, "expire", by=Actor.system("fall-due"), at=at) as move:
            erase_draft(move)
    except lifecycle.NotPossible:
        return
