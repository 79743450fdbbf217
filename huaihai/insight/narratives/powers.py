"""Who may do what with a narrative."""

from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from huaihai.cases.models import Case
from huaihai.desk.lives import NotAllowed
from huaihai.insight.models import Narrative
from huaihai.members.actors import Actor
from huaihai.record import events
from huaihai.supervision.powers import works


def is_offered(case: Case) -> bool:
    """Whether the consumer of this case may tell others: it was received and is over, and is not about a child's own.

    A guardian's consent for somebody under 14 (PIPL 31) is not asked for: nothing would be gained by publishing it.
    """
    if not case.is_final or case.submitted_at is None or not case.story.strip():
        return False
    if case.stage in ("abandoned", "linked"):
        return False
    try:
        return not case.complainant.is_for_child
    except ObjectDoesNotExist:
        return False


def require_consumer(case: Case, by: Actor) -> None:
    """Raises NotAllowed for everybody but the consumer of this case."""
    if by.kind == "system" or case.pk not in by.case_ids:
        raise NotAllowed(_("Only the consumer of this case can do that."))


def require_reader(narrative: Narrative, by: Actor, at: datetime) -> None:
    """Raises NotAllowed for whoever may not be its second reader."""
    if not reads(narrative, by):
        raise NotAllowed(_("Only staff of the city of this case can do that."))
    if has_handled(narrative.case, by):
        raise NotAllowed(_("You handled this complaint. Somebody else has to read the story."))


def reads(narrative: Narrative, by: Actor) -> bool:
    """Whether the actor is staff of the home or lead city of its case."""
    if by.kind != "officer" or by.account_id is None or not works(by):
        return False
    return Narrative.objects.visible_to(by).filter(pk=narrative.pk).exclude(case__in=by.case_ids).exists()


def has_handled(case: Case, by: Actor) -> bool:
    """Whether the actor took any step in the case."""
    return events.history(case.record_key).filter(by=by.key).exists()
