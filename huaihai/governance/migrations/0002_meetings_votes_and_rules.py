import datetime

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0001_agreement_and_secretariat"),
        ("members", "0001_accounts_and_the_tree"),
    ]

    operations = [
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
                        choices=[("yearly", "yearly meeting"), ("extraordinary", "extraordinary meeting")],
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
            },
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(fields=("year", "serial"), name="one_meeting_a_number"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage__in", ["planned", "invited", "open", "adjourned", "closed", "cancelled"])
                ),
                name="meeting_stage_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_at__isnull", True)),
                fields=("meeting", "organisation"),
                name="a_body_is_in_a_meeting_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_at__isnull", True), ("left_at__gte", models.F("came_at")), _connector="OR"
                ),
                name="attendance_ends_after_it_begins",
            ),
        ),
        migrations.AddIndex(
            model_name="motion",
            index=models.Index(fields=["stage", "voting_closes_at"], name="motion_closing"),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.UniqueConstraint(fields=("year", "serial"), name="one_motion_a_number"),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "voting"), _negated=True),
                    models.Q(
                        ("voting_opened_at__isnull", False), models.Q(("document_hash", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_vote_is_on_a_fixed_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("meeting__isnull", False), ("motion__isnull", True), ("round__isnull", True)),
                    models.Q(("meeting__isnull", True), ("motion__isnull", False), ("round__isnull", False)),
                    _connector="OR",
                ),
                name="minutes_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.UniqueConstraint(fields=("motion", "round"), name="one_minutes_a_round"),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_at__isnull", True),
                    models.Q(("document_hash", ""), _negated=True),
                    _connector="OR",
                ),
                name="approved_minutes_are_fixed",
            ),
        ),
        migrations.AddConstraint(
            model_name="count",
            constraint=models.UniqueConstraint(fields=("motion", "round"), name="one_count_a_round"),
        ),
        migrations.AddConstraint(
            model_name="count",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_carried", False),
                    models.Q(("has_quorum", True), ("votes_for__gte", models.F("majority_needed"))),
                    _connector="OR",
                ),
                name="carried_only_with_quorum_and_majority",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                fields=("meeting", "motion"), name="one_motion_once_on_an_agenda"
            ),
        ),
        migrations.AddConstraint(
            model_name="resolution",
            constraint=models.UniqueConstraint(fields=("year", "serial"), name="one_resolution_a_number"),
        ),
        migrations.AddConstraint(
            model_name="resolution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("majority_needed__gt", 0),
                    ("present__gte", models.F("quorum_needed")),
                    ("quorum_needed__gt", 0),
                    ("votes_for__gte", models.F("majority_needed")),
                ),
                name="no_resolution_without_quorum_and_majority",
            ),
        ),
        migrations.AddConstraint(
            model_name="resolution",
            constraint=models.CheckConstraint(
                condition=models.Q(("in_force_from__gte", models.F("adopted_on"))),
                name="no_resolution_reaches_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_on__isnull", True), ("until_on__gte", models.F("from_on")), _connector="OR"
                ),
                name="membership_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                models.F("organisation"),
                django.db.models.functions.comparison.Coalesce(
                    "until_on", models.Value(datetime.date(9999, 12, 31))
                ),
                name="memberships_end_on_different_days",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(fields=["stage", "due_on"], name="duty_waiting"),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["open", "done", "dropped"])), name="duty_stage_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="rulerow",
            constraint=models.UniqueConstraint(
                fields=("name", "in_force_from", "resolution"), name="one_value_a_resolution_and_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("motion", "round", "organisation"),
                name="one_vote_a_body",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(("choice__in", ["for", "against", "abstain"])), name="choice_is_known"
            ),
        ),
    ]
