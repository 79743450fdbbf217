"""The log over all events: its leaves, tiles, head and witnesses, and a mark on each event that is not in it yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]

    operations = [
        migrations.AddField("event", "is_in_log", models.BooleanField(default=False)),
        migrations.AddIndex(
            "event",
            models.Index(
                condition=models.Q(("is_in_log", False)),
                fields=["subject", "number"],
                name="record_event_not_in_log",
            ),
        ),
        migrations.CreateModel(
            name="LogLeaf",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("subject", models.CharField(max_length=80)),
                ("event_number", models.PositiveIntegerField()),
                ("event_hash", models.CharField(max_length=64)),
                ("rows", models.CharField(blank=True, default="", max_length=64)),
                ("salt", models.CharField(max_length=32)),
                ("leaf_hash", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "record_log_leaf",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject", "event_number"), name="record_log_leaf_one_an_event"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LogTile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("number", models.PositiveBigIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "record_log_tile",
                "constraints": [
                    models.UniqueConstraint(fields=("level", "number"), name="record_log_tile_one_a_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="LogHead",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("origin", models.CharField(max_length=200)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("checkpoint", models.TextField(blank=True, default="")),
                ("signed_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "record_log_head"},
        ),
        migrations.CreateModel(
            name="LogWitness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
                ("vkey", models.CharField(max_length=300)),
                ("body", models.CharField(blank=True, default="", max_length=80)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("checkpoint", models.TextField(blank=True, default="")),
                ("cosigned_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "record_log_witness", "ordering": ["name"]},
        ),
    ]
