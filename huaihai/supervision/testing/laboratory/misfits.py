"""What samples keep beside their seal, and laboratories, compared with hand-overs, receipts and the record."""

from collections.abc import Iterator

from huaihai.record.models import Event
from huaihai.supervision.models import Project, Sample
from huaihai.supervision.testing.laboratory.actions import said_hash
from huaihai.supervision.testing.laboratory.whereabouts import stages

LABORATORY = ("supervision_laboratory_added", "supervision_laboratory_changed")


def misfits(project: Project) -> Iterator[tuple[str, str]]:
    """What, and what is wrong with it: where a sample is, which laboratory that is."""
    now = stages(project)
    for sample in Sample.objects.filter(project=project).order_by("pk").iterator(500):
        if sample.stage != now[sample.code]:
            yield sample.seal_key, "is not where hand-overs and receipts lead"
    rows = Event.objects.filter(subject=project.record_key, verb__in=LABORATORY).order_by("number")
    said = {facts["laboratory"]: facts["said"] for facts in rows.values_list("facts", flat=True)}
    if said != {row.key: said_hash(row) for row in project.laboratories.all()}:
        yield "its laboratories", "are not what the record says"
