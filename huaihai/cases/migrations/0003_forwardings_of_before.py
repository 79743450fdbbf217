"""What was forwarded before there was a list: one row for each event, with the clocks that it ended and started."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import migrations


def write_down(apps: Any, schema_editor: Any) -> None:
    event, forwarding = apps.get_model("record", "Event"), apps.get_model("cases", "Forwarding")
    cities = _cities(apps)
    subject, clocks = "", _clocks_of(apps, "")
    sent = event.objects.filter(verb="forward").order_by("subject", "number")
    for row in sent.values("subject", "at", "facts").iterator(chunk_size=500):
        if row["subject"] != subject:
            subject, clocks = row["subject"], _clocks_of(apps, row["subject"])
        forwarding.objects.create(
            case_id=UUID(subject.removeprefix("case:")),
            from_city_id=cities[row["facts"]["from"]],
            to_city_id=cities[row["facts"]["to"]],
            forwarded_at=row["at"],
            **next(clocks),
        )


def _clocks_of(apps: Any, subject: str) -> Iterator[dict[str, int]]:
    """For each forwarding of the case in turn: the clock it ended, and the two it started."""
    started: dict[str, int] = {}
    held = apps.get_model("record", "Clock").objects.filter(subject=subject).order_by("pk")
    for pk, name in held.values_list("pk", "name"):
        if name == "forward":
            started = {"forward_clock_id": pk}
        elif name == "take":
            started["take_clock_id"] = pk
        elif name == "decide" and "take_clock_id" in started:  # started together with the clock for taking
            yield started | {"decide_clock_id": pk}
            started = {}


def _cities(apps: Any) -> dict[str, Any]:
    """Of every body the city it is or stands under, by the body's key."""
    bodies = list(apps.get_model("members", "Organisation").objects.values_list("pk", "key", "path"))
    by_path = {path: pk for pk, _key, path in bodies}
    return {key: by_path.get("/".join(path.split("/")[:2]) + "/", pk) for pk, key, path in bodies}


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_forwardings")]

    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
