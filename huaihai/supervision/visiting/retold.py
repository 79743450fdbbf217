"""Who was sent to a place has no fingerprint, for it can be taken back: whether that was done is told by the record."""

from collections import Counter
from collections.abc import Iterator

from huaihai.record import events
from huaihai.supervision.models import Project, VisitAssignment


def misfits(project: Project) -> Iterator[tuple[str, str]]:
    """For `supervision.kinds`: what, and what is wrong with it."""
    told = events.history(project.record_key).filter(verb="supervision_take_visit_back")
    recorded = Counter((facts["place"], facts["turn"]) for facts in told.values_list("facts", flat=True))
    ended = VisitAssignment.objects.filter(sampled__draw__project=project, ended_at__isnull=False)
    stored = Counter(ended.values_list("sampled__code", "turn"))
    for place, turn in sorted({*recorded, *stored}):
        if recorded[place, turn] != stored[place, turn]:
            yield f"visit {turn} to {place}", "was taken back or not against the record"
