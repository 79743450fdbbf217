import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0006_connections"),
        ("members", "0002_clock_decided_by"),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "fact",
                    models.CharField(
                        choices=[
                            ("name", "the name or the credit code"),
                            ("places", "the cities and places"),
                            ("channel", "since when it is on the fast channel"),
                            ("pledges", "the pledges and standing offers"),
                            ("numbers", "the numbers about complaints"),
                        ],
                        max_length=10,
                    ),
                ),
                ("wrong", huaihai.kit.fields.SealedTextField()),
                ("why", huaihai.kit.fields.SealedTextField()),
                ("proof_sha256", models.CharField(blank=True, max_length=64)),
                ("proof_kind", models.CharField(blank=True, max_length=40)),
                ("proof_derivative", models.CharField(blank=True, max_length=80)),
                ("proof_name", huaihai.kit.fields.SealedTextField(blank=True)),
                ("asked_by", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField()),
                ("body_told_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=80)),
                ("answered_at", models.DateTimeField(null=True)),
                ("was_right", models.BooleanField(null=True)),
                ("answer", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="members.organisation",
                    ),
                ),
                (
                    "business",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="businesses.business",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at", None)),
                        fields=["body", "asked_at"],
                        name="correction_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("business", "fact"),
                        name="correction_one_open_a_fact",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fact__in", ["name", "places", "channel", "pledges", "numbers"])),
                        name="correction_fact_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at", None),
                                ("answered_by", ""),
                                ("was_right", None),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("was_right__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                                models.Q(("answered_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="correction_answer_is_whole",
                    ),
                ],
            },
        ),
    ]
