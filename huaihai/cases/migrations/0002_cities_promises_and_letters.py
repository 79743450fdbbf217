import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids
from huaihai.kit.tables import CreateTables


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0002_pledges_offers_and_the_fast_channel"),
        ("cases", "0001_the_case"),
        ("members", "0002_clock_decided_by"),
        ("record", "0001_events_clocks_and_outbox"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["kind", "reached_at"], name="agreement_kind_reached"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", False)),
                fields=["result", "ended_at"],
                name="case_result_ended",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="pledge",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="businesses.pledgeversion",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="return_place",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="returns",
                to="businesses.place",
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="standing_version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offers",
                to="businesses.standingofferversion",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="denied_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="offer",
            name="by_party",
            field=models.CharField(
                choices=[("business", "the business"), ("consumer", "the consumer")],
                default="business",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="offer",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "open"),
                    ("accepted", "accepted"),
                    ("rejected", "not accepted"),
                    ("countered", "answered with a counter-offer"),
                    ("replaced", "replaced by a new offer"),
                    ("lapsed", "lapsed"),
                ],
                default="open",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("by_party__in", ["business", "consumer"])), name="offer_party_is_known"
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="monthly_parts",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("monthly_parts", 1),
                    models.Q(("monthly_parts__gt", 1), ("sum_fen__isnull", False)),
                    _connector="OR",
                ),
                name="offer_parts_are_of_a_sum",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["lead", "submitted_at", "business"], name="case_lead_submitted"),
        ),
        CreateTables(
            migrations.CreateModel(
                name="Forwarding",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("forwarded_at", models.DateTimeField()),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="forwardings",
                            to="cases.case",
                        ),
                    ),
                    (
                        "from_city",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="forwarded_away",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "to_city",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="forwarded_here",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "forward_clock",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.clock"
                        ),
                    ),
                    (
                        "take_clock",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.clock"
                        ),
                    ),
                    (
                        "decide_clock",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.clock"
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["forwarded_at"], name="forwarding_when"),
                        models.Index(fields=["to_city", "forwarded_at"], name="forwarding_to_city"),
                        models.Index(fields=["from_city", "forwarded_at"], name="forwarding_from_city"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("from_city", models.F("to_city")), _negated=True),
                            name="forwarding_between_two_cities",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Promise",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField()),
                    ("remedy", models.CharField(blank=True, max_length=20)),
                    ("sum_fen", models.BigIntegerField(null=True)),
                    ("due_on", models.DateField()),
                    ("remind_on", models.DateField(null=True)),
                    ("reminded_at", models.DateTimeField(null=True)),
                    ("asked_at", models.DateTimeField(null=True)),
                    ("recorded_by", models.CharField(max_length=80)),
                    ("recorded_at", models.DateTimeField()),
                    ("claimed_at", models.DateTimeField(null=True)),
                    ("claimed_by", models.CharField(blank=True, max_length=80)),
                    ("proof", huaihai.kit.fields.SealedTextField(blank=True)),
                    (
                        "paid_by",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("business", "the business"),
                                ("fund", "a fund for advance compensation"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("confirmed_at", models.DateTimeField(null=True)),
                    ("breached_at", models.DateTimeField(null=True)),
                    ("left_at", models.DateTimeField(null=True)),
                    (
                        "agreement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="promises",
                            to="cases.agreement",
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="promises",
                            to="cases.case",
                        ),
                    ),
                ],
                options={
                    "ordering": ["due_on", "number"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(
                                ("breached_at", None),
                                ("claimed_at", None),
                                ("confirmed_at", None),
                                ("left_at", None),
                            ),
                            fields=["due_on"],
                            name="promise_open_due",
                        ),
                        models.Index(
                            condition=models.Q(
                                ("breached_at", None),
                                ("claimed_at", None),
                                ("confirmed_at", None),
                                ("left_at", None),
                                ("reminded_at", None),
                            ),
                            fields=["remind_on"],
                            name="promise_to_remind",
                        ),
                        models.Index(
                            condition=models.Q(
                                ("asked_at", None),
                                ("breached_at", None),
                                ("confirmed_at", None),
                                ("left_at", None),
                            ),
                            fields=["due_on"],
                            name="promise_to_ask",
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("agreement", "number"), name="promise_number_once"),
                        models.CheckConstraint(
                            condition=models.Q(("sum_fen", None), ("sum_fen__gte", 0), _connector="OR"),
                            name="promise_sum_not_negative",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "remedy__in",
                                    [
                                        "",
                                        "repair",
                                        "redo",
                                        "replace",
                                        "return",
                                        "make-up-quantity",
                                        "refund",
                                        "compensation",
                                    ],
                                )
                            ),
                            name="promise_remedy_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("claimed_at", None), ("claimed_by", ""), ("paid_by", "")),
                                models.Q(
                                    ("claimed_at__isnull", False),
                                    ("paid_by__in", ["business", "fund"]),
                                    models.Q(("claimed_by", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="promise_claim_is_whole",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("confirmed_at", None), ("left_at", None), _connector="OR"),
                            name="promise_confirmed_is_not_left",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Taking",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("shown", models.JSONField(default=list)),
                    ("shown_on", models.DateField()),
                    ("answered_at", models.DateTimeField()),
                    (
                        "case",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="taking",
                            to="cases.case",
                        ),
                    ),
                    (
                        "version",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="takings",
                            to="businesses.standingofferversion",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Answer",
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
                                ("reply", "first reply"),
                                ("refusal", "refusal"),
                                ("denial", "not the one meant"),
                                ("silence", "silence"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("reason", models.CharField(blank=True, max_length=20)),
                    ("needs", models.JSONField(default=list)),
                    ("until_on", models.DateField(null=True)),
                    ("text", huaihai.kit.fields.SealedTextField(blank=True)),
                    ("note_to_body", huaihai.kit.fields.SealedTextField(blank=True)),
                    ("on_word", models.BooleanField(default=False)),
                    ("made_by", models.CharField(max_length=80)),
                    ("made_at", models.DateTimeField()),
                    (
                        "business",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="answers",
                            to="businesses.business",
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="answers",
                            to="cases.case",
                        ),
                    ),
                ],
                options={
                    "ordering": ["made_at", "id"],
                    "indexes": [
                        models.Index(fields=["business", "kind", "made_at"], name="answer_business_kind")
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["reply", "refusal", "denial", "silence"])),
                            name="answer_kind_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("reason", ""),
                                (
                                    "reason__in",
                                    [
                                        "not-us",
                                        "outside-period",
                                        "damaged-by-use",
                                        "conditions-not-met",
                                        "made-good",
                                        "facts-disputed",
                                        "asks-too-much",
                                        "needs-appraisal",
                                        "other",
                                        "receipt",
                                        "photos",
                                        "order",
                                        "goods",
                                        "account",
                                        "more",
                                        "looking",
                                        "need",
                                    ],
                                ),
                                _connector="OR",
                            ),
                            name="answer_reason_is_known",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="LetterCode",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("number", models.CharField(max_length=9, unique=True)),
                    (
                        "way",
                        models.CharField(
                            choices=[
                                ("letter", "a letter on paper"),
                                ("sms", "an SMS without a link"),
                                ("call", "read out by telephone"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("code_hash", models.CharField(max_length=64)),
                    ("issued_by", models.CharField(max_length=80)),
                    ("issued_at", models.DateTimeField()),
                    ("expires_at", models.DateTimeField()),
                    ("tries", models.PositiveSmallIntegerField(default=0)),
                    ("locked_at", models.DateTimeField(null=True)),
                    ("first_used_at", models.DateTimeField(null=True)),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("version", models.PositiveIntegerField(default=0)),
                    (
                        "business",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="letters",
                            to="businesses.business",
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="letters",
                            to="cases.case",
                        ),
                    ),
                ],
                options={
                    "ordering": ["issued_at", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended_at", None)), fields=("case",), name="letter_one_a_case"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("tries__lte", 5)), name="letter_tries_have_an_end"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("way__in", ["letter", "sms", "call"])),
                            name="letter_way_is_known",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PracticeCase",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("number", models.PositiveIntegerField()),
                    ("example", models.CharField(max_length=20)),
                    ("city_code", models.CharField(max_length=6)),
                    ("stage", models.CharField(default="inviting", max_length=20)),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("held", huaihai.kit.fields.SealedFactsField(default=dict)),
                    ("invited_at", models.DateTimeField()),
                    ("served_at", models.DateTimeField(null=True)),
                    ("stage_since", models.DateTimeField()),
                    ("is_taken_away", models.BooleanField(default=False)),
                    (
                        "connection",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="practice_cases",
                            to="businesses.connection",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("connection", "number"), name="practice_number_once"),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "stage__in",
                                    [
                                        "draft",
                                        "received",
                                        "supplementing",
                                        "forwarded",
                                        "deciding",
                                        "clarifying",
                                        "inviting",
                                        "negotiating",
                                        "mediating",
                                        "paused",
                                        "fulfilling",
                                        "breached",
                                        "closed",
                                        "declined",
                                        "terminated",
                                        "referred",
                                        "linked",
                                        "withdrawn",
                                        "abandoned",
                                    ],
                                )
                            ),
                            name="practice_stage_is_known",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="TradeMonth",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("category", models.CharField(max_length=20)),
                    ("month", models.DateField()),
                    ("counts", models.JSONField(default=dict)),
                    ("counted_at", models.DateTimeField()),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("category", "month"), name="trade_month_once"),
                        models.CheckConstraint(
                            condition=models.Q(("month__day", 1)), name="trade_month_begins_on_its_first"
                        ),
                    ],
                },
            ),
        ),
    ]
