"""What samples keep beside their seal, and laboratories, compared with the custody steps and the record."""

from collections.abc import Iterator
from itertools import batched
from typing import Any

from huaihai.record.models import Event
from huaihai.supervision.models import Project, Sample, SampleAssignment
from huaihai.supervision.testing.custody.chain import chain
from huaihai.supervision.testing.custody.keeping import state_of, steps_of
from huaihai.supervision.testing.laboratory.actions import said_hash

AT_ONCE = 500
LABORATORY = ("supervision_laboratory_added", "supervision_laboratory_changed")


def misfits(project: Project) -> Iterator[tuple[str, str]]:
    """What, and what is wrong with it: where a sample is, its doubts, whether a laboratory has it, which that is."""
    samples = Sample.objects.filter(project=project).order_by("pk")
    for some in batched(samples.iterator(AT_ONCE), AT_ONCE):
        steps = steps_of(some)
        for sample in some:
            held = state_of(chain(steps[sample.pk], sample.seal_number), len(steps[sample.pk]))
            if any(getattr(sample, name) != value for name, value in held.items()):
                yield sample.seal_key, "is not where its custody steps lead, or hides a doubt"
    told = {facts["assignment"] for facts in _facts(project, "supervision_assignment_withdrawn")}
    rows = SampleAssignment.objects.filter(project=project, withdrawn_at__isnull=False)
    stored = {str(pk) for pk in rows.values_list("pk", flat=True)}
    for pk in sorted(told ^ stored):
        yield (
            f"{SampleAssignment.seal_name}:{pk}",
            "was withdrawn here and not in the record, or the other way",
        )
    said = {facts["laboratory"]: facts["said"] for facts in _facts(project, *LABORATORY)}
    if said != {row.key: said_hash(row) for row in project.laboratories.all()}:
        yield "its laboratories", "are not what the record says"


def _facts(project: Project, *verbs: str) -> Iterator[dict[str, Any]]:
    rows = Event.objects.filter(subject=project.record_key, verb__in=verbs).order_by("number")
    return rows.values_list("facts", flat=True).iterator(AT_ONCE)
