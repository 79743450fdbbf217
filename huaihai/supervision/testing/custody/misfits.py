"""What rows of samples keep beside their seal, compared with the custody steps and the record that it follows from."""

from collections.abc import Iterator
from itertools import batched

from huaihai.record.models import Event
from huaihai.supervision.models import Project, Sample, SampleAssignment
from huaihai.supervision.testing.custody.chain import chain
from huaihai.supervision.testing.custody.keeping import state_of, steps_of

AT_ONCE = 500


def misfits(project: Project) -> Iterator[tuple[str, str]]:
    """What, and what is wrong with it: where a sample is, its doubts, who took it back from a laboratory."""
    samples = Sample.objects.filter(project=project).order_by("pk")
    for some in batched(samples.iterator(AT_ONCE), AT_ONCE):
        steps = steps_of(some)
        for sample in some:
            held = state_of(chain(steps[sample.pk], sample.seal_number), len(steps[sample.pk]))
            if any(getattr(sample, name) != value for name, value in held.items()):
                yield sample.seal_key, "is not where its custody steps lead, or hides a doubt"
    events = Event.objects.filter(subject=project.record_key, verb="supervision_assignment_withdrawn")
    told = {facts["assignment"] for facts in events.values_list("facts", flat=True)}
    rows = SampleAssignment.objects.filter(project=project, withdrawn_at__isnull=False)
    stored = {str(pk) for pk in rows.values_list("pk", flat=True)}
    for pk in sorted(told ^ stored):
        yield (
            f"{SampleAssignment.seal_name}:{pk}",
            "was withdrawn here and not in the record, or the other way",
        )
