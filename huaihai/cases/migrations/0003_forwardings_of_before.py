"""What was forwarded before there was a list: one row for each event, with the clocks that it ended and started.

A row of the record that cannot be told so (no city it came from, no clocks of that moment) is left out of the list and
named in the log; the record itself keeps it.
"""

import logging
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import migrations

log = logging.getLogger(__name__)


def write_down(apps: Any, schema_editor: Any) -> None:
    event = apps.get_model("record", "Event")
    cities = _cities(apps)
    sent = event.objects.filter(verb="forward").order_by("subject", "number")
    told = sent.values("subject", "number", "at", "facts").iterator(chunk_size=500)
    for subject, rows in groupby(told, key=lambda row: row["subject"]):
        _write_down_case(apps, subject, rows, cities)


def _write_down_case(apps: Any, subject: str, rows: Iterator[dict[str, Any]], cities: dict[str, Any]) -> None:
    cases, forwarding = apps.get_model("cases", "Case"), apps.get_model("cases", "Forwarding")
    case = cases.objects.filter(pk=_key_of(subject)).select_related("home").first()
    clocks = _clocks_of(apps, subject)
    for row in rows:
        home = case.home.key if case is not None and case.home else ""
        sender = cities.get(row["facts"].get("from") or home)
        receiver = cities.get(row["facts"].get("to"))
        started = clocks.pop(row["at"], None)
        if case is None or sender is None or receiver in (None, sender) or started is None:
            log.warning("left out of the list of forwarded cases: %s, event %s", subject, row["number"])
            continue
        forwarding.objects.create(
            case_id=case.pk, from_city_id=sender, to_city_id=receiver, forwarded_at=row["at"], **started
        )


def _key_of(subject: str) -> UUID | None:
    try:
        return UUID(subject.removeprefix("case:"))
    except ValueError:
        return None


def _clocks_of(apps: Any, subject: str) -> dict[datetime, dict[str, int]]:
    """For each forwarding of the case, by its moment: the clock it ended, and the two it started."""
    found: dict[datetime, dict[str, int]] = {}
    started: dict[str, int] = {}
    held = apps.get_model("record", "Clock").objects.filter(subject=subject).order_by("pk")
    for pk, name, at in held.values_list("pk", "name", "started_at"):
        if name == "forward":
            started = {"forward_clock_id": pk}
        elif name == "take" and "forward_clock_id" in started:
            started["take_clock_id"] = pk
        elif name == "decide" and "take_clock_id" in started:  # started together with the clock for taking
            found[at] = started | {"decide_clock_id": pk}
            started = {}
    return found


def _cities(apps: Any) -> dict[str, Any]:
    """Of every body the city it is or stands under, by the body's key."""
    bodies = list(apps.get_model("members", "Organisation").objects.values_list("pk", "key", "path"))
    by_path = {path: pk for pk, _key, path in bodies}
    return {key: by_path.get("/".join(path.split("/")[:2]) + "/", pk) for pk, key, path in bodies}


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_cities_promises_and_letters")]

    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
