import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0004_hand_over"),
        ("members", "0001_accounts_and_the_tree"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("public", "line for the public"),
                            ("duty", "duty telephone"),
                            ("line", "line between the bodies"),
                            ("person", "telephone of a person"),
                        ],
                        max_length=8,
                    ),
                ),
                ("label", models.CharField(max_length=60)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("digits", models.CharField(blank=True, editable=False, max_length=40)),
                ("private_phone", huaihai.kit.fields.SealedTextField(blank=True, default="")),
                ("private_index", huaihai.kit.fields.BlindIndexField(default="", source="private_phone")),
                ("note", models.CharField(blank=True, max_length=200)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "telephone",
                "db_table": "governance_contact",
                "ordering": ["organisation_id", "kind", "label", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["public", "duty", "line", "person"])),
                        name="contact_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("account__isnull", False), ("digits", ""), ("kind", "person"), ("phone", "")
                            ),
                            models.Q(
                                models.Q(("kind", "person"), _negated=True),
                                ("account__isnull", True),
                                models.Q(("phone", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="only_a_person_has_a_private_phone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="contact_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Leave",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaves",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaves",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "leave",
                "db_table": "governance_leave",
                "ordering": ["from_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))),
                        name="leave_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "shift",
                "db_table": "governance_shift",
                "ordering": ["on", "organisation_id"],
                "indexes": [
                    models.Index(fields=["on"], name="shift_by_day"),
                    models.Index(fields=["account", "on"], name="shift_by_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "on"), name="one_shift_a_body_and_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Swap",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField()),
                ("return_on", models.DateField(blank=True, null=True)),
                ("words", huaihai.kit.fields.SealedTextField(blank=True, default="")),
                ("stage", models.CharField(max_length=16)),
                ("version", models.PositiveIntegerField(default=1)),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swaps_asked",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swaps_wanted",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swaps",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "swap",
                "db_table": "governance_swap",
                "ordering": ["on", "asked_at"],
                "indexes": [models.Index(fields=["organisation", "stage", "on"], name="swap_by_body")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                ["asked", "accepted", "refused", "withdrawn", "overtaken", "lapsed"],
                            )
                        ),
                        name="swap_stage_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked_by", models.F("asked")), _negated=True),
                        name="swap_is_between_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("return_on__isnull", True),
                            models.Q(("return_on", models.F("on")), _negated=True),
                            _connector="OR",
                        ),
                        name="swap_is_of_two_days",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("stage", "asked")),
                        fields=("organisation", "on", "asked"),
                        name="one_open_swap_a_day_and_person",
                    ),
                ],
            },
        ),
    ]
