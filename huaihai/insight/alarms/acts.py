"""What was done in public because of an alarm."""

from collections.abc import Iterator

from huaihai.insight.models import Alarm
from huaihai.kit.clock import local_day


def of_alarm(alarm: Alarm) -> list[dict[str, str]]:
    """What the public has seen of it, the earliest first: texts that went out, sweeps that began."""
    return sorted(_acts(alarm), key=lambda act: act["on"])


def _acts(alarm: Alarm) -> Iterator[dict[str, str]]:
    for row in alarm.texts.all():
        if (out := row.publication.first_out_at) is not None:
            address = row.publication.get_absolute_url()
            yield {"kind": row.publication.kind, "on": local_day(out).isoformat(), "address": address}
    for found in alarm.sweeps.all():
        project = found.project
        if project.starts_on is not None and project.stage in {
            "running",
            "checking",
            "released",
            "published",
        }:
            is_out = project.stage == "published"
            address = project.get_absolute_url() if is_out else ""
            yield {"kind": "sweep", "on": project.starts_on.isoformat(), "address": address}
