import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.ids


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0007_charter"),
        ("members", "0001_accounts_and_the_tree"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("serial", models.PositiveSmallIntegerField()),
                ("stage", models.CharField(max_length=16)),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                ("opened_at", models.DateTimeField()),
                ("proposed_at", models.DateTimeField(blank=True, null=True)),
                ("adopted_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "resolution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="governance.resolution",
                    ),
                ),
            ],
            options={
                "db_table": "governance_plan",
                "ordering": ["-year", "-serial"],
            },
        ),
        migrations.CreateModel(
            name="PlanItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("job", models.CharField(max_length=40)),
                ("text", models.CharField(max_length=300)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("target", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("is_yearly", models.BooleanField(default=False)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("unfinished", "not finished in the plan before"),
                            ("yearly", "comes back every year"),
                            ("duty", "open follow-up duty"),
                            ("job", "one of the alliance's jobs"),
                            ("same", "from the plan in force"),
                        ],
                        default="new",
                        max_length=16,
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "duty",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_items",
                        to="governance.duty",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_items",
                        to="members.organisation",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="governance.plan",
                    ),
                ),
            ],
            options={
                "db_table": "governance_plan_item",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Report",
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
                        choices=[("quarter", "quarterly report"), ("year", "yearly report")], max_length=16
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("quarter", models.PositiveSmallIntegerField(default=0)),
                ("stage", models.CharField(max_length=16)),
                ("done_text", models.TextField(blank=True)),
                ("stuck_text", models.TextField(blank=True)),
                ("next_text", models.TextField(blank=True)),
                ("figures", models.JSONField(default=list)),
                ("computed_at", models.DateTimeField()),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "db_table": "governance_report",
                "ordering": ["-year", "-quarter", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("year", "quarter"), name="one_report_a_period"),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["draft", "finished", "published"])),
                        name="report_stage_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "year"), ("quarter", 0)),
                            models.Q(("kind", "quarter"), ("quarter__in", [1, 2, 3, 4])),
                            _connector="OR",
                        ),
                        name="a_quarter_has_its_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage", "draft"), models.Q(("content_hash", ""), _negated=True), _connector="OR"
                        ),
                        name="a_finished_report_is_fixed",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(fields=("year", "serial"), name="one_plan_a_number"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage", "adopted")), fields=("year",), name="one_adopted_plan_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage__in", ["draft", "proposed"])),
                fields=("year",),
                name="one_plan_a_year_in_the_making",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["draft", "proposed", "adopted", "superseded"])),
                name="plan_stage_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage", "draft"), models.Q(("content_hash", ""), _negated=True), _connector="OR"
                ),
                name="a_proposed_plan_is_fixed",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage__in", ["adopted", "superseded"]), _negated=True),
                    ("resolution__isnull", False),
                    _connector="OR",
                ),
                name="no_plan_without_its_resolution",
            ),
        ),
        migrations.AddIndex(
            model_name="planitem",
            index=models.Index(fields=["plan", "done_on", "due_on"], name="plan_items_waiting"),
        ),
    ]
