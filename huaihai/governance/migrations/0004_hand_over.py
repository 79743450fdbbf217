import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0003_agreement_texts_and_signatures"),
        ("members", "0001_accounts_and_the_tree"),
    ]

    operations = [
        migrations.CreateModel(
            name="RotaTurn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rota_turns",
                        to="members.organisation",
                    ),
                ),
                ("from_on", models.DateField(unique=True)),
                (
                    "resolution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rota_turns",
                        to="governance.resolution",
                    ),
                ),
                ("source", models.CharField(max_length=300)),
                ("mark", models.CharField(max_length=16)),
            ],
            options={
                "db_table": "governance_rota_turn",
                "ordering": ["from_on"],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "from_body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs_from",
                        to="members.organisation",
                    ),
                ),
                (
                    "to_body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs_to",
                        to="members.organisation",
                    ),
                ),
                ("on", models.DateField()),
                ("stage", models.CharField(max_length=16)),
                (
                    "resolution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="governance.resolution",
                    ),
                ),
                ("source", models.CharField(max_length=300)),
                ("begins_on", models.DateField(blank=True, null=True)),
                (
                    "term",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_over",
                        to="governance.secretariatterm",
                    ),
                ),
                ("list_number", models.PositiveSmallIntegerField(default=0)),
                ("planned_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("since_signed", models.JSONField(blank=True, default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "db_table": "governance_hand_over",
                "ordering": ["-planned_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                ["planned", "listed", "half_signed", "signed", "done", "called_off"],
                            )
                        ),
                        name="hand_over_stage_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_body", models.F("to_body")), _negated=True),
                        name="hand_over_between_two_bodies",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("begins_on__gte", models.F("on")),
                                ("stage__in", ("signed", "done")),
                                ("term__isnull", False),
                            ),
                            models.Q(
                                models.Q(("stage__in", ("signed", "done")), _negated=True),
                                ("begins_on__isnull", True),
                                ("term__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="term_only_with_both_signatures",
                    ),
                    models.UniqueConstraint(
                        models.Case(
                            models.When(
                                stage__in=("planned", "listed", "half_signed", "signed"), then=models.Value(1)
                            )
                        ),
                        name="one_hand_over_under_way",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOverList",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "hand_over",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lists",
                        to="governance.handover",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=80)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "governance_hand_over_list",
                "ordering": ["hand_over", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hand_over", "number"), name="one_hand_over_list_a_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOverItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="governance.handoverlist",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=24)),
                ("key", models.CharField(max_length=160)),
                ("label", models.CharField(max_length=400)),
                ("subject", models.CharField(max_length=80)),
                ("url", models.CharField(blank=True, max_length=300)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=400)),
                ("explained_at", models.DateTimeField(blank=True, null=True)),
                ("explained_by", models.CharField(blank=True, max_length=80)),
                ("remark", huaihai.kit.fields.SealedTextField(blank=True, default="")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "db_table": "governance_hand_over_item",
                "ordering": ["list", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("list", "kind", "key"), name="one_line_an_open_thing")
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOverSignature",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="governance.handoverlist",
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=[("from", "hands over"), ("to", "takes over")], max_length=4),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organisation",
                    ),
                ),
                ("list_hash", models.CharField(max_length=64)),
                ("signed_by", models.CharField(max_length=80)),
                ("signed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "governance_hand_over_signature",
                "ordering": ["signed_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("list", "side"), name="one_hand_over_signature_a_side"),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["from", "to"])), name="hand_over_side_is_known"
                    ),
                ],
            },
        ),
    ]
