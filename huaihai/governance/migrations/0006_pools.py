import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0005_roster"),
        ("members", "0001_accounts_and_the_tree"),
    ]

    operations = [
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
                ("half", models.CharField(choices=[("am", "morning"), ("pm", "afternoon")], max_length=2)),
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
            ],
            options={
                "db_table": "governance_pool_hours",
                "ordering": ["-worked_on", "-id"],
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
            },
        ),
        migrations.AddField(
            model_name="poolhours",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="hours", to="governance.poolrequest"
            ),
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
                ("half", models.CharField(choices=[("am", "morning"), ("pm", "afternoon")], max_length=2)),
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
            },
        ),
        migrations.AddIndex(
            model_name="poolentry",
            index=models.Index(fields=["kind", "state"], name="pool_entry_kind_state"),
        ),
        migrations.AddConstraint(
            model_name="poolentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["laboratory", "expert", "lawyer", "mediator", "volunteer"])),
                name="pool_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="poolentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["active", "paused", "withdrawn"])),
                name="pool_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="poolentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "laboratory"), _negated=True),
                    models.Q(("credit_code", ""), _negated=True),
                    _connector="OR",
                ),
                name="pool_laboratory_has_a_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="poolentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(("contact", ""), ("name", "")),
                    _connector="OR",
                ),
                name="pool_withdrawn_is_erased",
            ),
        ),
        migrations.AddConstraint(
            model_name="poolentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("credit_code", ""), _negated=True),
                    models.Q(("state", "withdrawn"), _negated=True),
                ),
                fields=("credit_code",),
                name="pool_laboratory_stands_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="poolconflict",
            constraint=models.CheckConstraint(
                condition=models.Q(("business_name", ""), ("credit_code", ""), ("trade", ""), _negated=True),
                name="pool_conflict_is_with_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="poolconflict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_on__isnull", True), ("until_on__gte", models.F("from_on")), _connector="OR"
                ),
                name="pool_conflict_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="poolabsence",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gte", models.F("from_on"))),
                name="pool_absence_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="poolhalfday",
            constraint=models.UniqueConstraint(
                fields=("entry", "weekday", "half"), name="pool_half_day_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="poolhalfday",
            constraint=models.CheckConstraint(
                condition=models.Q(("half__in", ["am", "pm"]), ("weekday__gte", 1), ("weekday__lte", 7)),
                name="pool_half_day_is_in_the_week",
            ),
        ),
        migrations.AddIndex(
            model_name="poolrequest",
            index=models.Index(fields=["stage", "asked_at"], name="pool_request_stage"),
        ),
        migrations.AddConstraint(
            model_name="poolrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage__in", ["asked", "offered", "granted", "declined", "withdrawn", "lapsed", "done"])
                ),
                name="pool_request_stage_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="poolrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["laboratory", "expert", "lawyer", "mediator", "volunteer"])),
                name="pool_request_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="poolrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("half_days__gte", 1), ("until_on__gte", models.F("from_on"))),
                name="pool_request_asks_for_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="poolrequest",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddIndex(
            model_name="poolhours",
            index=models.Index(fields=["giver", "worked_on"], name="pool_hours_giver"),
        ),
        migrations.AddIndex(
            model_name="poolhours",
            index=models.Index(fields=["receiver", "worked_on"], name="pool_hours_receiver"),
        ),
        migrations.AddConstraint(
            model_name="poolhours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("counters__isnull", True), ("minutes__gte", 1), ("minutes__lte", 960)),
                    models.Q(("counters__isnull", False), ("minutes__gte", -960), ("minutes__lte", -1)),
                    _connector="OR",
                ),
                name="pool_hours_less_than_nothing_only_to_counter",
            ),
        ),
        migrations.AddConstraint(
            model_name="poolbooking",
            constraint=models.UniqueConstraint(
                fields=("entry", "day", "half"), name="pool_half_day_promised_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="poolbooking",
            constraint=models.CheckConstraint(
                condition=models.Q(("half__in", ["am", "pm"])), name="pool_booking_half_is_known"
            ),
        ),
        migrations.AddIndex(
            model_name="poolskill",
            index=models.Index(fields=["code"], name="pool_skill_code"),
        ),
        migrations.AddConstraint(
            model_name="poolskill",
            constraint=models.UniqueConstraint(fields=("entry", "code"), name="pool_skill_once"),
        ),
    ]
