import datetime

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

from huaihai.kit.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0001_accounts_and_the_tree"),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="AgreementVersion",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("key", models.CharField(max_length=60, unique=True)),
                    ("in_force_from", models.DateField()),
                    ("source", models.CharField(max_length=300)),
                    ("mark", models.CharField(max_length=16)),
                ],
                options={
                    "db_table": "governance_agreement_version",
                    "ordering": ["in_force_from"],
                },
            ),
            migrations.CreateModel(
                name="SecretariatTerm",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("from_on", models.DateField(unique=True)),
                    ("until_on", models.DateField(blank=True, null=True)),
                    ("source", models.CharField(max_length=300)),
                    ("mark", models.CharField(max_length=16)),
                    (
                        "organisation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="secretariat_terms",
                            to="members.organisation",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "term of the secretariat",
                    "db_table": "governance_secretariat_term",
                    "ordering": ["from_on"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until_on__isnull", True),
                                ("until_on__gte", models.F("from_on")),
                                _connector="OR",
                            ),
                            name="term_ends_after_it_begins",
                        ),
                        models.UniqueConstraint(
                            django.db.models.functions.comparison.Coalesce(
                                "until_on", models.Value(datetime.date(9999, 12, 31))
                            ),
                            name="terms_end_on_different_days",
                        ),
                    ],
                },
            ),
        ),
    ]
