"""What was forwarded before there was a list: one row for each event, with the clocks that it ended and started."""

from uuid import UUID

from django.db import migrations


def write_down(apps, schema_editor):
    event, forwarding = apps.get_model("record", "Event"), apps.get_model("cases", "Forwarding")
    cities = _cities(apps)
    sent = event.objects.filter(verb="forward").order_by("subject", "number")
    done, subject, clocks = 0, "", iter(())
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
        done += 1
    return done


def _clocks_of(apps, subject):
    """For each forwarding of the case in turn: the clock it ended, and the two it started."""
    ended = None
    take = None
    for pk, name in (
        apps.get_model("record", "Clock")
        .objects.filter(subject=subject)
        .order_by("pk")
        .values_list("pk", "name")
    ):
        if name == "forward":
            ended = pk
        elif name == "take":
            take = pk
        elif name == "decide" and take is not None:  # started together with the clock for taking
            yield {"forward_clock_id": ended, "take_clock_id": take, "decide_clock_id": pk}
            take = None


def _cities(apps):
    """Of every body the city it is or stands under, by the body's key."""
    bodies = list(apps.get_model("members", "Organisation").objects.values_list("pk", "key", "path"))
    by_path = {path: pk for pk, _key, path in bodies}
    return {key: by_path.get("/".join(path.split("/")[:2]) + "/", pk) for pk, key, path in bodies}


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_forwardings")]

    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
