import datetime

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids
from huaihai.kit.tables import CreateTables


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0001_agreement_and_secretariat"),
        ("members", "0001_accounts_and_the_tree"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
        CreateTables(
            migrations.CreateModel(
                name="Meeting",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("year", models.PositiveSmallIntegerField()),
                    ("serial", models.PositiveSmallIntegerField()),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("yearly", "yearly meeting"),
                                ("extraordinary", "extraordinary meeting"),
                            ],
                            max_length=16,
                        ),
                    ),
                    ("title", models.CharField(max_length=120)),
                    ("place", models.CharField(max_length=200)),
                    ("begins_at", models.DateTimeField()),
                    ("stage", models.CharField(max_length=16)),
                    ("short_notice_reason", models.CharField(blank=True, max_length=300)),
                    ("adjourned_reason", models.CharField(blank=True, max_length=300)),
                    ("invited_at", models.DateTimeField(blank=True, null=True)),
                    ("opened_at", models.DateTimeField(blank=True, null=True)),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ("version", models.PositiveIntegerField(default=1)),
                    (
                        "convened_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="meetings_convened",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "resumes",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="resumed_by",
                            to="governance.meeting",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_meeting",
                    "ordering": ["-begins_at", "-serial"],
                    "constraints": [
                        models.UniqueConstraint(fields=("year", "serial"), name="one_meeting_a_number"),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "stage__in",
                                    ["planned", "invited", "open", "adjourned", "closed", "cancelled"],
                                )
                            ),
                            name="meeting_stage_is_known",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Attendance",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("delegates", huaihai.kit.fields.SealedTextField(blank=True, default="")),
                    ("came_at", models.DateTimeField()),
                    ("left_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "organisation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "meeting",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attendance",
                            to="governance.meeting",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_attendance",
                    "ordering": ["came_at", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("left_at__isnull", True)),
                            fields=("meeting", "organisation"),
                            name="a_body_is_in_a_meeting_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("left_at__isnull", True),
                                ("left_at__gte", models.F("came_at")),
                                _connector="OR",
                            ),
                            name="attendance_ends_after_it_begins",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Motion",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("year", models.PositiveSmallIntegerField()),
                    ("serial", models.PositiveSmallIntegerField()),
                    ("title", models.CharField(max_length=120)),
                    ("text", models.TextField()),
                    ("grounds", models.TextField(blank=True)),
                    (
                        "weight",
                        models.CharField(
                            choices=[("ordinary", "ordinary"), ("weighty", "weighty")],
                            default="ordinary",
                            max_length=16,
                        ),
                    ),
                    ("effects", models.JSONField(blank=True, default=list)),
                    ("in_force_from", models.DateField(blank=True, null=True)),
                    ("stage", models.CharField(max_length=16)),
                    (
                        "mode",
                        models.CharField(
                            blank=True,
                            choices=[("meeting", "in a meeting"), ("written", "in writing")],
                            max_length=16,
                        ),
                    ),
                    ("round", models.PositiveSmallIntegerField(default=0)),
                    ("terms", models.JSONField(blank=True, default=dict)),
                    ("document_hash", models.CharField(blank=True, max_length=64)),
                    ("voting_opened_at", models.DateTimeField(blank=True, null=True)),
                    ("voting_closes_at", models.DateTimeField(blank=True, null=True)),
                    ("voting_closed_at", models.DateTimeField(blank=True, null=True)),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("created_at", models.DateTimeField()),
                    (
                        "amends",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="amendments",
                            to="governance.motion",
                        ),
                    ),
                    (
                        "meeting",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="motions",
                            to="governance.meeting",
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="motions",
                            to="members.organisation",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_motion",
                    "ordering": ["-created_at", "-serial"],
                    "indexes": [models.Index(fields=["stage", "voting_closes_at"], name="motion_closing")],
                    "constraints": [
                        models.UniqueConstraint(fields=("year", "serial"), name="one_motion_a_number"),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "stage__in",
                                    [
                                        "draft",
                                        "tabled",
                                        "voting",
                                        "carried",
                                        "rejected",
                                        "short",
                                        "taken_over",
                                        "withdrawn",
                                    ],
                                )
                            ),
                            name="motion_stage_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("stage", "voting"), _negated=True),
                                models.Q(
                                    ("voting_opened_at__isnull", False),
                                    models.Q(("document_hash", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="a_vote_is_on_a_fixed_text",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Minutes",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("text", models.TextField()),
                    ("drafted_at", models.DateTimeField()),
                    ("approved_at", models.DateTimeField(blank=True, null=True)),
                    ("approved_by", models.CharField(blank=True, max_length=80)),
                    ("document_hash", models.CharField(blank=True, max_length=64)),
                    ("version", models.PositiveIntegerField(default=1)),
                    (
                        "meeting",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="minutes",
                            to="governance.meeting",
                        ),
                    ),
                    (
                        "motion",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="minutes_of_rounds",
                            to="governance.motion",
                        ),
                    ),
                    ("round", models.PositiveSmallIntegerField(blank=True, null=True)),
                ],
                options={
                    "db_table": "governance_minutes",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("meeting__isnull", False),
                                    ("motion__isnull", True),
                                    ("round__isnull", True),
                                ),
                                models.Q(
                                    ("meeting__isnull", True),
                                    ("motion__isnull", False),
                                    ("round__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="minutes_of_one_thing",
                        ),
                        models.UniqueConstraint(fields=("motion", "round"), name="one_minutes_a_round"),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("approved_at__isnull", True),
                                models.Q(("document_hash", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="approved_minutes_are_fixed",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Count",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("round", models.PositiveSmallIntegerField()),
                    ("counted_at", models.DateTimeField()),
                    ("members", models.JSONField()),
                    ("present", models.JSONField()),
                    ("votes_for", models.PositiveSmallIntegerField()),
                    ("votes_against", models.PositiveSmallIntegerField()),
                    ("abstentions", models.PositiveSmallIntegerField()),
                    ("quorum_needed", models.PositiveSmallIntegerField()),
                    ("majority_needed", models.PositiveSmallIntegerField()),
                    ("has_quorum", models.BooleanField()),
                    ("is_carried", models.BooleanField()),
                    (
                        "motion",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="counts",
                            to="governance.motion",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_count",
                    "ordering": ["round"],
                    "constraints": [
                        models.UniqueConstraint(fields=("motion", "round"), name="one_count_a_round"),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("is_carried", False),
                                models.Q(
                                    ("has_quorum", True), ("votes_for__gte", models.F("majority_needed"))
                                ),
                                _connector="OR",
                            ),
                            name="carried_only_with_quorum_and_majority",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AgendaItem",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("position", models.PositiveSmallIntegerField()),
                    ("title", models.CharField(max_length=200)),
                    ("text", models.TextField(blank=True)),
                    (
                        "meeting",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="agenda",
                            to="governance.meeting",
                        ),
                    ),
                    (
                        "motion",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="agenda_items",
                            to="governance.motion",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_agenda_item",
                    "ordering": ["position", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("meeting", "motion"), name="one_motion_once_on_an_agenda"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Paper",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("name", models.CharField(max_length=120)),
                    ("sha256", models.CharField(max_length=64)),
                    ("derivative", models.CharField(blank=True, max_length=120)),
                    ("kind", models.CharField(max_length=60)),
                    ("size", models.PositiveBigIntegerField()),
                    ("added_by", models.CharField(max_length=80)),
                    ("added_at", models.DateTimeField()),
                    (
                        "meeting",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="papers",
                            to="governance.meeting",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_paper",
                    "ordering": ["added_at", "id"],
                },
            ),
            migrations.CreateModel(
                name="Resolution",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("year", models.PositiveSmallIntegerField()),
                    ("serial", models.PositiveSmallIntegerField()),
                    ("title", models.CharField(max_length=120)),
                    ("text", models.TextField()),
                    ("effects", models.JSONField(blank=True, default=list)),
                    ("document_hash", models.CharField(max_length=64)),
                    ("adopted_on", models.DateField()),
                    ("in_force_from", models.DateField()),
                    ("present", models.PositiveSmallIntegerField()),
                    ("quorum_needed", models.PositiveSmallIntegerField()),
                    ("votes_for", models.PositiveSmallIntegerField()),
                    ("majority_needed", models.PositiveSmallIntegerField()),
                    ("repealed_from", models.DateField(blank=True, null=True)),
                    (
                        "count",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="resolution",
                            to="governance.count",
                        ),
                    ),
                    (
                        "motion",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="resolution",
                            to="governance.motion",
                        ),
                    ),
                    (
                        "repealed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="repeals",
                            to="governance.resolution",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_resolution",
                    "ordering": ["-adopted_on", "-serial"],
                    "constraints": [
                        models.UniqueConstraint(fields=("year", "serial"), name="one_resolution_a_number"),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("majority_needed__gt", 0),
                                ("present__gte", models.F("quorum_needed")),
                                ("quorum_needed__gt", 0),
                                ("votes_for__gte", models.F("majority_needed")),
                            ),
                            name="no_resolution_without_quorum_and_majority",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("in_force_from__gte", models.F("adopted_on"))),
                            name="no_resolution_reaches_back",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Membership",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("from_on", models.DateField()),
                    ("until_on", models.DateField(blank=True, null=True)),
                    ("source", models.CharField(max_length=300)),
                    ("mark", models.CharField(max_length=16)),
                    (
                        "organisation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="memberships",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "resolution",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="memberships",
                            to="governance.resolution",
                        ),
                    ),
                    (
                        "ended_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="exclusions",
                            to="governance.resolution",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_membership",
                    "ordering": ["from_on", "organisation__position", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until_on__isnull", True),
                                ("until_on__gte", models.F("from_on")),
                                _connector="OR",
                            ),
                            name="membership_ends_after_it_begins",
                        ),
                        models.UniqueConstraint(
                            models.F("organisation"),
                            django.db.models.functions.comparison.Coalesce(
                                "until_on", models.Value(datetime.date(9999, 12, 31))
                            ),
                            name="memberships_end_on_different_days",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Duty",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("text", models.CharField(max_length=400)),
                    ("due_on", models.DateField()),
                    ("stage", models.CharField(max_length=16)),
                    ("set_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ("note", models.TextField(blank=True)),
                    ("version", models.PositiveIntegerField(default=1)),
                    (
                        "owner",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="duties",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "meeting",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="duties",
                            to="governance.meeting",
                        ),
                    ),
                    (
                        "resolution",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="duties",
                            to="governance.resolution",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_duty",
                    "ordering": ["due_on", "id"],
                    "indexes": [models.Index(fields=["stage", "due_on"], name="duty_waiting")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("stage__in", ["open", "done", "dropped"])),
                            name="duty_stage_is_known",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Dossier",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("content", models.TextField()),
                    ("content_hash", models.CharField(max_length=64)),
                    ("key_id", models.CharField(max_length=64)),
                    ("signature", models.CharField(max_length=200)),
                    ("made_at", models.DateTimeField()),
                    (
                        "resolution",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="dossier",
                            to="governance.resolution",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_dossier",
                },
            ),
            migrations.CreateModel(
                name="RuleRow",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(db_index=True, max_length=80)),
                    ("title", models.CharField(blank=True, max_length=120)),
                    ("value", models.CharField(max_length=400)),
                    ("in_force_from", models.DateField()),
                    ("source", models.CharField(max_length=300)),
                    ("mark", models.CharField(max_length=16)),
                    (
                        "resolution",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="rules",
                            to="governance.resolution",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_rule",
                    "ordering": ["name", "in_force_from", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("name", "in_force_from", "resolution"),
                            name="one_value_a_resolution_and_day",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Vote",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("round", models.PositiveSmallIntegerField()),
                    (
                        "choice",
                        models.CharField(
                            choices=[("for", "for"), ("against", "against"), ("abstain", "abstention")],
                            max_length=8,
                        ),
                    ),
                    ("reason", models.TextField(blank=True)),
                    ("document_hash", models.CharField(max_length=64)),
                    ("cast_by", models.CharField(max_length=80)),
                    ("cast_at", models.DateTimeField()),
                    ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "motion",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="votes",
                            to="governance.motion",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="members.organisation",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_vote",
                    "ordering": ["cast_at", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("withdrawn_at__isnull", True)),
                            fields=("motion", "round", "organisation"),
                            name="one_vote_a_body",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("choice__in", ["for", "against", "abstain"])),
                            name="choice_is_known",
                        ),
                    ],
                },
            ),
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
                    (
                        "agreement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="annexes",
                            to="governance.agreementversion",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_annex",
                    "ordering": ["position"],
                    "constraints": [
                        models.UniqueConstraint(fields=("agreement", "position"), name="one_annex_a_place"),
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["clocks", "quorum", "data", "other"])),
                            name="annex_kind_is_known",
                        ),
                    ],
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
                    (
                        "agreement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="files",
                            to="governance.agreementversion",
                        ),
                    ),
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
                    (
                        "membership",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="notices",
                            to="governance.membership",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_leaving_notice",
                    "ordering": ["given_at", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("taken_back_at__isnull", True)),
                            fields=("membership",),
                            name="one_notice_stands",
                        )
                    ],
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
                    (
                        "agreement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="signatures",
                            to="governance.agreementversion",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="signatures",
                            to="members.organisation",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_signature",
                    "ordering": ["signed_at", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("agreement", "organisation"), name="one_signature_a_body"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("document_hash", ""), _negated=True),
                            name="a_signature_names_its_document",
                        ),
                    ],
                },
            ),
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
                                    stage__in=("planned", "listed", "half_signed", "signed"),
                                    then=models.Value(1),
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
                        models.CharField(
                            choices=[("from", "hands over"), ("to", "takes over")], max_length=4
                        ),
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
                        models.UniqueConstraint(
                            fields=("list", "side"), name="one_hand_over_signature_a_side"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("side__in", ["from", "to"])), name="hand_over_side_is_known"
                        ),
                    ],
                },
            ),
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
                                    ("account__isnull", False),
                                    ("digits", ""),
                                    ("kind", "person"),
                                    ("phone", ""),
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
                        models.UniqueConstraint(
                            fields=("organisation", "on"), name="one_shift_a_body_and_day"
                        )
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
            migrations.CreateModel(
                name="PoolEntry",
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
                                ("laboratory", "laboratory"),
                                ("expert", "expert"),
                                ("lawyer", "lawyer"),
                                ("mediator", "mediator"),
                                ("volunteer", "volunteer"),
                            ],
                            max_length=16,
                        ),
                    ),
                    ("shown_as", models.CharField(max_length=60)),
                    ("name", huaihai.kit.fields.SealedTextField(blank=True, default="")),
                    ("contact", huaihai.kit.fields.SealedTextField(blank=True, default="")),
                    ("credit_code", models.CharField(blank=True, max_length=18)),
                    ("cma_number", models.CharField(blank=True, max_length=40)),
                    ("cma_until_on", models.DateField(blank=True, null=True)),
                    ("cnas_number", models.CharField(blank=True, max_length=40)),
                    ("cnas_until_on", models.DateField(blank=True, null=True)),
                    ("words", models.CharField(blank=True, max_length=300)),
                    ("languages", models.CharField(blank=True, max_length=120)),
                    ("searched", models.TextField(blank=True)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("active", "may be asked for"),
                                ("paused", "paused"),
                                ("withdrawn", "withdrawn"),
                            ],
                            default="active",
                            max_length=16,
                        ),
                    ),
                    ("state_reason", models.CharField(blank=True, max_length=200)),
                    ("consented_on", models.DateField()),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("entered_at", models.DateTimeField()),
                    (
                        "body",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="pool_entries",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "serves",
                        models.ManyToManyField(
                            db_table="governance_pool_place", related_name="+", to="members.organisation"
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_pool_entry",
                    "ordering": ["kind", "shown_as", "id"],
                    "indexes": [models.Index(fields=["kind", "state"], name="pool_entry_kind_state")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("kind__in", ["laboratory", "expert", "lawyer", "mediator", "volunteer"])
                            ),
                            name="pool_kind_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["active", "paused", "withdrawn"])),
                            name="pool_state_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind", "laboratory"), _negated=True),
                                models.Q(("credit_code", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="pool_laboratory_has_a_code",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "withdrawn"), _negated=True),
                                models.Q(("contact", ""), ("name", "")),
                                _connector="OR",
                            ),
                            name="pool_withdrawn_is_erased",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(
                                models.Q(("credit_code", ""), _negated=True),
                                models.Q(("state", "withdrawn"), _negated=True),
                            ),
                            fields=("credit_code",),
                            name="pool_laboratory_stands_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PoolConflict",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("business_name", models.CharField(blank=True, max_length=120)),
                    ("credit_code", models.CharField(blank=True, max_length=18)),
                    ("trade", models.CharField(blank=True, max_length=3)),
                    (
                        "ground",
                        models.CharField(
                            choices=[
                                ("employed", "works or worked there"),
                                ("owns", "owns a share"),
                                ("family", "family works there"),
                                ("client", "is or was a client"),
                                ("rival", "competes with it"),
                                ("other", "another interest"),
                            ],
                            max_length=16,
                        ),
                    ),
                    ("note", huaihai.kit.fields.SealedTextField(blank=True, default="")),
                    ("from_on", models.DateField()),
                    ("until_on", models.DateField(blank=True, null=True)),
                    (
                        "entry",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="conflicts",
                            to="governance.poolentry",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_pool_conflict",
                    "ordering": ["from_on", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("business_name", ""), ("credit_code", ""), ("trade", ""), _negated=True
                            ),
                            name="pool_conflict_is_with_somebody",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until_on__isnull", True),
                                ("until_on__gte", models.F("from_on")),
                                _connector="OR",
                            ),
                            name="pool_conflict_ends_after_it_begins",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PoolAbsence",
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
                        "entry",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="absences",
                            to="governance.poolentry",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_pool_absence",
                    "ordering": ["from_on", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("until_on__gte", models.F("from_on"))),
                            name="pool_absence_ends_after_it_begins",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PoolHalfDay",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("weekday", models.PositiveSmallIntegerField()),
                    (
                        "half",
                        models.CharField(choices=[("am", "morning"), ("pm", "afternoon")], max_length=2),
                    ),
                    (
                        "entry",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="half_days",
                            to="governance.poolentry",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_pool_half_day",
                    "ordering": ["weekday", "half"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("entry", "weekday", "half"), name="pool_half_day_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("half__in", ["am", "pm"]), ("weekday__gte", 1), ("weekday__lte", 7)
                            ),
                            name="pool_half_day_is_in_the_week",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PoolHours",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("worked_on", models.DateField()),
                    ("minutes", models.SmallIntegerField()),
                    ("entered_by", models.CharField(max_length=80)),
                    ("entered_at", models.DateTimeField()),
                    (
                        "counters",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="countered_by",
                            to="governance.poolhours",
                        ),
                    ),
                    (
                        "giver",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="pool_hours_given",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "receiver",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="pool_hours_received",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "request",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="hours",
                            to="governance.poolrequest",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_pool_hours",
                    "ordering": ["-worked_on", "-id"],
                    "indexes": [
                        models.Index(fields=["giver", "worked_on"], name="pool_hours_giver"),
                        models.Index(fields=["receiver", "worked_on"], name="pool_hours_receiver"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("counters__isnull", True), ("minutes__gte", 1), ("minutes__lte", 960)
                                ),
                                models.Q(
                                    ("counters__isnull", False), ("minutes__gte", -960), ("minutes__lte", -1)
                                ),
                                _connector="OR",
                            ),
                            name="pool_hours_less_than_nothing_only_to_counter",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PoolHoursAnswer",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("is_confirmed", models.BooleanField()),
                    ("reason", huaihai.kit.fields.SealedTextField(blank=True, default="")),
                    ("answered_by", models.CharField(max_length=80)),
                    ("answered_at", models.DateTimeField()),
                    (
                        "line",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="answer",
                            to="governance.poolhours",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_pool_hours_answer",
                },
            ),
            migrations.CreateModel(
                name="PoolRequest",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("names_entry", models.BooleanField()),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("laboratory", "laboratory"),
                                ("expert", "expert"),
                                ("lawyer", "lawyer"),
                                ("mediator", "mediator"),
                                ("volunteer", "volunteer"),
                            ],
                            max_length=16,
                        ),
                    ),
                    ("skill", models.CharField(blank=True, max_length=3)),
                    ("from_on", models.DateField()),
                    ("until_on", models.DateField()),
                    ("half_days", models.PositiveSmallIntegerField()),
                    ("business_name", models.CharField(blank=True, max_length=120)),
                    ("credit_code", models.CharField(blank=True, max_length=18)),
                    ("trade", models.CharField(blank=True, max_length=3)),
                    ("purpose", huaihai.kit.fields.SealedTextField()),
                    ("answer", huaihai.kit.fields.SealedTextField(blank=True, default="")),
                    ("despite", huaihai.kit.fields.SealedTextField(blank=True, default="")),
                    (
                        "stage",
                        models.CharField(
                            choices=[
                                ("asked", "waiting for an answer"),
                                ("offered", "somebody is offered"),
                                ("granted", "granted"),
                                ("declined", "declined"),
                                ("withdrawn", "request withdrawn"),
                                ("lapsed", "no answer in time"),
                                ("done", "done"),
                            ],
                            max_length=16,
                        ),
                    ),
                    ("stage_since", models.DateTimeField()),
                    ("asked_at", models.DateTimeField()),
                    ("version", models.PositiveIntegerField(default=1)),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="pool_requests",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "entry",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="requests",
                            to="governance.poolentry",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_pool_request",
                    "ordering": ["-asked_at", "-id"],
                    "indexes": [models.Index(fields=["stage", "asked_at"], name="pool_request_stage")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "stage__in",
                                    [
                                        "asked",
                                        "offered",
                                        "granted",
                                        "declined",
                                        "withdrawn",
                                        "lapsed",
                                        "done",
                                    ],
                                )
                            ),
                            name="pool_request_stage_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("kind__in", ["laboratory", "expert", "lawyer", "mediator", "volunteer"])
                            ),
                            name="pool_request_kind_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("half_days__gte", 1), ("until_on__gte", models.F("from_on"))),
                            name="pool_request_asks_for_time",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("entry__isnull", False),
                                models.Q(
                                    models.Q(("stage__in", ("offered", "granted", "done")), _negated=True),
                                    ("names_entry", False),
                                ),
                                _connector="OR",
                            ),
                            name="pool_request_holds_its_entry",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PoolBooking",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("day", models.DateField()),
                    (
                        "half",
                        models.CharField(choices=[("am", "morning"), ("pm", "afternoon")], max_length=2),
                    ),
                    (
                        "entry",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="bookings",
                            to="governance.poolentry",
                        ),
                    ),
                    (
                        "request",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="bookings",
                            to="governance.poolrequest",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_pool_booking",
                    "ordering": ["day", "half"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("entry", "day", "half"), name="pool_half_day_promised_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("half__in", ["am", "pm"])), name="pool_booking_half_is_known"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PoolSkill",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=3)),
                    (
                        "entry",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="skills",
                            to="governance.poolentry",
                        ),
                    ),
                ],
                options={
                    "db_table": "governance_pool_skill",
                    "ordering": ["code"],
                    "indexes": [models.Index(fields=["code"], name="pool_skill_code")],
                    "constraints": [
                        models.UniqueConstraint(fields=("entry", "code"), name="pool_skill_once")
                    ],
                },
            ),
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
                    "constraints": [
                        models.UniqueConstraint(fields=("year", "serial"), name="one_plan_a_number"),
                        models.UniqueConstraint(
                            condition=models.Q(("stage", "adopted")),
                            fields=("year",),
                            name="one_adopted_plan_a_year",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("stage__in", ["draft", "proposed"])),
                            fields=("year",),
                            name="one_plan_a_year_in_the_making",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("stage__in", ["draft", "proposed", "adopted", "superseded"])),
                            name="plan_stage_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("stage", "draft"),
                                models.Q(("content_hash", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="a_proposed_plan_is_fixed",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("stage__in", ["adopted", "superseded"]), _negated=True),
                                ("resolution__isnull", False),
                                _connector="OR",
                            ),
                            name="no_plan_without_its_resolution",
                        ),
                    ],
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
                    "indexes": [
                        models.Index(fields=["plan", "done_on", "due_on"], name="plan_items_waiting")
                    ],
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
                            choices=[("quarter", "quarterly report"), ("year", "yearly report")],
                            max_length=16,
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
                                ("stage", "draft"),
                                models.Q(("content_hash", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="a_finished_report_is_fixed",
                        ),
                    ],
                },
            ),
        ),
    ]
