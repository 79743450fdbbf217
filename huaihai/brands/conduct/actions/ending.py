"""When a removal stands for good, every other open proceeding of its entry ends by rule, each with its own event.

As long as the removal can be set aside they go on: an entry that comes back must not lose what was open about it.
Where the business leaves or the mark expires, that event itself ends them (`log.of_ending`).
"""

from datetime import datetime

from huaihai.brands.conduct import messages
from huaihai.brands.conduct.actions.stepping import PROGRAM, stepping
from huaihai.brands.models import PanelSeat, Proceeding
from huaihai.brands.powers import Who


def end_others(removal: Proceeding, *, at: datetime) -> None:
    """End what else is open about the entry of this removal. The caller holds the entry's lock."""
    rows = Proceeding.objects.filter(entry=removal.entry_id).exclude(stage="ended").exclude(pk=removal.pk)
    for row in rows.select_related("entry__business", "entry__body", "entry__place").order_by("serial"):
        with stepping(
            row, "end without object", who=Who.RULE, noted="ended with removal", by=PROGRAM, at=at
        ) as step:
            step.row.outcome = Proceeding.Outcome.WITHOUT_OBJECT
            step.row.overdue_on = None
        PanelSeat.objects.filter(proceeding=row, left_at=None).update(left_at=at)
        messages.tell(row, "dropped", at=at)
