import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0002_meetings_votes_and_rules"),
        ("members", "0001_accounts_and_the_tree"),
    ]

    operations = [
        migrations.CreateModel(
            name="Annex",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("clocks", "time limits"),
                            ("quorum", "quorum and majorities"),
                            ("data", "data agreement"),
                            ("other", "other annex"),
                        ],
                        max_length=16,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField()),
            ],
            options={
                "db_table": "governance_annex",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="AgreementFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.TextField()),
                ("content_hash", models.CharField(max_length=64)),
                ("key_id", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "db_table": "governance_agreement_file",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LeavingNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("last_on", models.DateField()),
                ("reason", models.TextField(blank=True)),
                ("given_by", models.CharField(max_length=80)),
                ("given_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "governance_leaving_notice",
                "ordering": ["given_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document_hash", models.CharField(max_length=64)),
                ("signed_by", models.CharField(max_length=80)),
                ("signed_at", models.DateTimeField()),
                ("signed_on", models.DateField()),
                ("event_number", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "governance_signature",
                "ordering": ["signed_at", "pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="agreementversion",
            options={"ordering": ["pk"]},
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="document_hash",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="not_before_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="opened_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="stage",
            field=models.CharField(default="recorded", max_length=16),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="text",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="title",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="agreementversion",
            name="in_force_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="agreementversion",
            name="source",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ("recorded", "draft", "open", "withdrawn"))),
                name="agreement_stage_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "open"), _negated=True),
                    models.Q(
                        models.Q(("document_hash", ""), _negated=True),
                        models.Q(("title", ""), _negated=True),
                        models.Q(("text", ""), _negated=True),
                        ("not_before_on__isnull", False),
                        ("opened_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="an_open_agreement_is_fixed",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage", "open"),
                    models.Q(("in_force_from__isnull", False), ("stage", "recorded")),
                    models.Q(models.Q(("stage", "recorded"), _negated=True), ("in_force_from__isnull", True)),
                    _connector="OR",
                ),
                name="agreement_in_force_was_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("in_force_from__isnull", True),
                    ("not_before_on__isnull", True),
                    ("in_force_from__gte", models.F("not_before_on")),
                    _connector="OR",
                ),
                name="agreement_waits_for_its_day",
            ),
        ),
        migrations.AddField(
            model_name="agreementfile",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="governance.agreementversion",
            ),
        ),
        migrations.AddField(
            model_name="annex",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="annexes",
                to="governance.agreementversion",
            ),
        ),
        migrations.AddField(
            model_name="leavingnotice",
            name="membership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="governance.membership",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signatures",
                to="governance.agreementversion",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signatures",
                to="members.organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="annex",
            constraint=models.UniqueConstraint(fields=("agreement", "position"), name="one_annex_a_place"),
        ),
        migrations.AddConstraint(
            model_name="annex",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["clocks", "quorum", "data", "other"])),
                name="annex_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="leavingnotice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_at__isnull", True)),
                fields=("membership",),
                name="one_notice_stands",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("agreement", "organisation"), name="one_signature_a_body"
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(("document_hash", ""), _negated=True),
                name="a_signature_names_its_document",
            ),
        ),
    ]
