import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.ids


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0004_the_fast_channel"),
    ]

    operations = [
        migrations.CreateModel(
            name="StandingOffer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "business",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standing_offers",
                        to="businesses.business",
                    ),
                ),
                ("serial", models.PositiveSmallIntegerField()),
                ("version", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["serial"],
                "constraints": [
                    models.UniqueConstraint(fields=("business", "serial"), name="standing_offer_serial_once")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="StandingOfferVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="businesses.standingoffer",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("terms", models.JSONField()),
                ("note", models.TextField(blank=True)),
                ("falls_short", models.JSONField(default=list)),
                ("fingerprint", models.CharField(max_length=64)),
                ("published_by", models.CharField(max_length=80)),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["offer", "number"],
                "indexes": [models.Index(fields=["from_on", "until_on"], name="standing_version_days")],
                "constraints": [
                    models.UniqueConstraint(fields=("offer", "number"), name="standing_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("until_on", None)),
                        fields=("offer",),
                        name="standing_version_one_open_ended",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        fields=("offer", "from_on"),
                        name="standing_version_one_a_first_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fingerprint", ""), _negated=True),
                        name="standing_version_has_fingerprint",
                    ),
                ],
            },
        ),
    ]
