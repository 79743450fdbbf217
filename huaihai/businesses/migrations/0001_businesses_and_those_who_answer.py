import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids
from huaihai.kit.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="Business",
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
                                ("group", "brand or group"),
                                ("legal_person", "legal person"),
                                ("unidentified", "not identified yet"),
                            ],
                            default="unidentified",
                            max_length=20,
                        ),
                    ),
                    ("name", models.CharField(max_length=120)),
                    ("credit_code", models.CharField(blank=True, max_length=18, null=True, unique=True)),
                    ("registered_at", models.CharField(blank=True, max_length=6)),
                    ("phone", huaihai.kit.fields.SealedTextField(blank=True)),
                    ("phone_index", huaihai.kit.fields.BlindIndexField(default="", source="phone")),
                    ("payee", huaihai.kit.fields.SealedTextField(blank=True)),
                    ("platform", models.CharField(blank=True, max_length=80)),
                    ("shop_link", models.CharField(blank=True, max_length=300)),
                    ("words", models.TextField(blank=True)),
                    ("is_gone", models.BooleanField(default=False)),
                    ("is_demo", models.BooleanField(default=False)),
                    ("created_at", models.DateTimeField()),
                    (
                        "merged_into",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="merged",
                            to="businesses.business",
                        ),
                    ),
                    (
                        "parent",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="members",
                            to="businesses.business",
                        ),
                    ),
                ],
                options={
                    "indexes": [models.Index(fields=["name"], name="businesses_business_name")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("merged_into", models.F("id")), _negated=True),
                            name="business_not_merged_into_itself",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Mandate",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("from_on", models.DateField()),
                    ("until_on", models.DateField(blank=True, null=True)),
                    (
                        "agent",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="mandates_held",
                            to="businesses.business",
                        ),
                    ),
                    (
                        "principal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="mandates_given",
                            to="businesses.business",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("principal", models.F("agent")), _negated=True),
                            name="mandate_between_two",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="OtherName",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=120)),
                    ("since_at", models.DateTimeField()),
                    (
                        "business",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="other_names",
                            to="businesses.business",
                        ),
                    ),
                ],
                options={
                    "ordering": ["since_at", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("business", "name"), name="other_name_once_a_business"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Place",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("sign", models.CharField(blank=True, max_length=120)),
                    ("address", models.CharField(blank=True, max_length=200)),
                    ("region_code", models.CharField(blank=True, db_index=True, max_length=6)),
                    ("phone", huaihai.kit.fields.SealedTextField(blank=True)),
                    (
                        "business",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="places",
                            to="businesses.business",
                        ),
                    ),
                ],
                options={
                    "ordering": ["region_code", "sign", "id"],
                },
            ),
            migrations.CreateModel(
                name="Representative",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("from_on", models.DateField()),
                    ("until_on", models.DateField(blank=True, null=True)),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="represents",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "business",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="representatives",
                            to="businesses.business",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("until_on", None)),
                            fields=("account", "business"),
                            name="representative_once_a_business",
                        )
                    ],
                },
            ),
        ),
    ]
