import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.ids


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0006_pools"),
        ("members", "0001_accounts_and_the_tree"),
    ]

    operations = [
        migrations.CreateModel(
            name="CharterOwner",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charter_parts",
                        to="members.organisation",
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charter_owners",
                        to="governance.resolution",
                    ),
                ),
            ],
            options={
                "db_table": "governance_charter_owner",
                "ordering": ["key", "-from_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="charter_owner_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_on__isnull", True)),
                        fields=("key",),
                        name="one_open_owner_a_part",
                    ),
                    models.UniqueConstraint(
                        fields=("key", "from_on"), name="charter_owners_begin_on_different_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("resolution", "a resolution"),
                            ("meeting", "a meeting"),
                            ("agreement", "a version of the agreement"),
                            ("page", "a public page of this site"),
                            ("file", "a file (PDF or photo)"),
                        ],
                        max_length=16,
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("on", models.DateField()),
                ("path", models.CharField(blank=True, max_length=200)),
                ("file_name", models.CharField(blank=True, max_length=120)),
                ("file_kind", models.CharField(blank=True, max_length=60)),
                ("file_size", models.PositiveBigIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("derivative", models.CharField(blank=True, max_length=120)),
                ("written_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.agreementversion",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.meeting",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charter_evidence",
                        to="members.organisation",
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.resolution",
                    ),
                ),
            ],
            options={
                "db_table": "governance_charter_evidence",
                "ordering": ["-on", "-id"],
                "indexes": [models.Index(fields=["key", "on"], name="charter_evidence_list")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "resolution"), ("resolution__isnull", False)),
                            models.Q(("kind", "meeting"), ("meeting__isnull", False)),
                            models.Q(("agreement__isnull", False), ("kind", "agreement")),
                            models.Q(("kind", "page"), models.Q(("path", ""), _negated=True)),
                            models.Q(("kind", "file"), models.Q(("sha256", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="evidence_names_what_it_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="withdrawn_evidence_says_why",
                    ),
                ],
            },
        ),
    ]
