import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_forwardings_of_before"),
    ]

    operations = [
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("remedy", models.CharField(blank=True, max_length=20)),
                ("sum_fen", models.BigIntegerField(null=True)),
                ("due_on", models.DateField()),
                ("remind_on", models.DateField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("claimed_by", models.CharField(blank=True, max_length=80)),
                ("proof", huaihai.kit.fields.SealedTextField(blank=True)),
                (
                    "paid_by",
                    models.CharField(
                        blank=True,
                        choices=[("business", "the business"), ("fund", "a fund for advance compensation")],
                        max_length=10,
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("breached_at", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="cases.agreement",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="promises", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("breached_at", None),
                            ("claimed_at", None),
                            ("confirmed_at", None),
                            ("left_at", None),
                        ),
                        fields=["due_on"],
                        name="promise_open_due",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("breached_at", None),
                            ("claimed_at", None),
                            ("confirmed_at", None),
                            ("left_at", None),
                            ("reminded_at", None),
                        ),
                        fields=["remind_on"],
                        name="promise_to_remind",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("asked_at", None),
                            ("breached_at", None),
                            ("confirmed_at", None),
                            ("left_at", None),
                        ),
                        fields=["due_on"],
                        name="promise_to_ask",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "number"), name="promise_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("sum_fen", None), ("sum_fen__gte", 0), _connector="OR"),
                        name="promise_sum_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "remedy__in",
                                [
                                    "",
                                    "repair",
                                    "redo",
                                    "replace",
                                    "return",
                                    "make-up-quantity",
                                    "refund",
                                    "compensation",
                                ],
                            )
                        ),
                        name="promise_remedy_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claimed_at", None), ("claimed_by", ""), ("paid_by", "")),
                            models.Q(
                                ("claimed_at__isnull", False),
                                ("paid_by__in", ["business", "fund"]),
                                models.Q(("claimed_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="promise_claim_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed_at", None), ("left_at", None), _connector="OR"),
                        name="promise_confirmed_is_not_left",
                    ),
                ],
            },
        ),
    ]
