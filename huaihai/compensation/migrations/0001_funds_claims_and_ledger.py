import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids
from huaihai.kit.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("businesses", "0002_pledges_offers_and_the_fast_channel"),
        ("cases", "0001_the_case"),
        ("members", "0002_clock_decided_by"),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="Claim",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("ground", models.CharField(max_length=16)),
                    ("source", models.CharField(blank=True, max_length=80)),
                    ("asked_fen", models.BigIntegerField()),
                    ("approved_fen", models.BigIntegerField(null=True)),
                    ("payee", huaihai.kit.fields.SealedFactsField(default=dict)),
                    ("payee_consent", models.CharField(blank=True, max_length=20)),
                    ("payee_consent_at", models.DateTimeField(null=True)),
                    ("stage", models.CharField(max_length=12)),
                    ("stage_since", models.DateTimeField()),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("round", models.PositiveSmallIntegerField(default=1)),
                    ("asked_by", models.CharField(max_length=80)),
                    ("asked_at", models.DateTimeField()),
                    ("wanted", huaihai.kit.fields.SealedTextField(blank=True)),
                    ("checks", models.JSONField(default=list)),
                    ("checked_at", models.DateTimeField(null=True)),
                    ("approved_at", models.DateTimeField(null=True)),
                    ("approved_on", models.DateField(null=True)),
                    ("is_at_once", models.BooleanField(default=False)),
                    ("is_demo", models.BooleanField(default=False)),
                    (
                        "against",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="compensated_claims",
                            to="businesses.business",
                        ),
                    ),
                    (
                        "case",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="compensation",
                            to="cases.case",
                        ),
                    ),
                    (
                        "fund",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="claims",
                            to="compensation.fund",
                        ),
                    ),
                    (
                        "terms",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="claims",
                            to="compensation.fundterms",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-asked_at", "-id"],
                    "indexes": [
                        models.Index(fields=["fund", "approved_on"], name="claim_fund_approved"),
                        models.Index(fields=["fund", "stage", "stage_since"], name="claim_fund_stage"),
                        models.Index(fields=["against", "stage"], name="claim_against_stage"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "stage__in",
                                    [
                                        "asked",
                                        "returned",
                                        "checked",
                                        "approved",
                                        "ordered",
                                        "paid",
                                        "recovering",
                                        "recovered",
                                        "written_off",
                                        "refused",
                                        "cancelled",
                                    ],
                                )
                            ),
                            name="claim_stage_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "ground__in",
                                    [
                                        "food",
                                        "platform",
                                        "counter",
                                        "travel",
                                        "standing_offer",
                                        "pledge",
                                        "settlement",
                                        "mediation",
                                    ],
                                )
                            ),
                            name="claim_ground_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("asked_fen__gt", 0)), name="claim_asks_something"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("approved_fen", None),
                                models.Q(
                                    ("approved_fen__gt", 0), ("approved_fen__lte", models.F("asked_fen"))
                                ),
                                _connector="OR",
                            ),
                            name="claim_approved_is_asked",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("stage__in", ["asked", "returned", "checked", "refused", "cancelled"]),
                                models.Q(("approved_fen__isnull", False), ("approved_on__isnull", False)),
                                _connector="OR",
                            ),
                            name="claim_paid_is_approved",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Fund",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("name", models.CharField(max_length=120)),
                    (
                        "owner_type",
                        models.CharField(
                            choices=[
                                ("business", "a business"),
                                ("market", "a market or mall"),
                                ("scenic", "a scenic area"),
                                ("platform", "a platform"),
                                ("pool", "several together"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("held_at", models.CharField(max_length=200)),
                    ("stage", models.CharField(max_length=12)),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("opened_at", models.DateTimeField()),
                    ("low_since", models.DateField(blank=True, null=True)),
                    ("suspended_reason", models.CharField(blank=True, max_length=300)),
                    ("entry_count", models.PositiveIntegerField(default=0)),
                    ("head", models.CharField(blank=True, max_length=64)),
                    ("is_demo", models.BooleanField(default=False)),
                    (
                        "body",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="funds",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "owner",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="funds",
                            to="businesses.business",
                        ),
                    ),
                ],
                options={
                    "ordering": ["name", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("stage__in", ["active", "suspended", "closing", "closed"])),
                            name="fund_stage_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("owner_type", "pool"),
                                models.Q(
                                    ("owner__isnull", False),
                                    ("owner_type__in", ["business", "market", "scenic", "platform"]),
                                ),
                                _connector="OR",
                            ),
                            name="fund_has_an_owner",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Entry",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("number", models.PositiveIntegerField()),
                    ("kind", models.CharField(max_length=12)),
                    ("at", models.DateTimeField()),
                    ("booked_on", models.DateField()),
                    ("value_on", models.DateField()),
                    ("by", models.CharField(max_length=80)),
                    ("previous_hash", models.CharField(blank=True, max_length=64)),
                    ("hash", models.CharField(max_length=64)),
                    (
                        "claim",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="entries",
                            to="compensation.claim",
                        ),
                    ),
                    (
                        "reverses",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reversed_by",
                            to="compensation.entry",
                        ),
                    ),
                    (
                        "fund",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="entries",
                            to="compensation.fund",
                        ),
                    ),
                ],
                options={
                    "ordering": ["fund", "number"],
                    "indexes": [models.Index(fields=["fund", "booked_on"], name="ledger_entry_fund_day")],
                    "constraints": [
                        models.UniqueConstraint(fields=("fund", "number"), name="ledger_entry_number_once"),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "kind__in",
                                    [
                                        "deposit",
                                        "withdraw",
                                        "charge",
                                        "interest",
                                        "approve",
                                        "pay",
                                        "recourse",
                                        "recover",
                                        "set_off",
                                        "write_off",
                                        "late",
                                        "cancel",
                                        "bounce",
                                        "call_off",
                                        "take_back",
                                        "reverse",
                                    ],
                                )
                            ),
                            name="ledger_kind_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("kind__in", ["cancel", "bounce", "call_off", "take_back", "reverse"]),
                                    ("reverses__isnull", False),
                                ),
                                models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "deposit",
                                            "withdraw",
                                            "charge",
                                            "interest",
                                            "approve",
                                            "pay",
                                            "recourse",
                                            "recover",
                                            "set_off",
                                            "write_off",
                                            "late",
                                        ],
                                    ),
                                    ("reverses", None),
                                ),
                                _connector="OR",
                            ),
                            name="ledger_reversal_names_its_entry",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="FundTerms",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("serial", models.PositiveSmallIntegerField()),
                    ("from_on", models.DateField()),
                    (
                        "covers",
                        models.CharField(
                            choices=[
                                ("owner", "the owner alone"),
                                ("beneath", "the owner and the businesses under it"),
                                ("members", "the businesses that paid into it"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("grounds", models.JSONField(default=list)),
                    ("deposit_fen", models.BigIntegerField(default=0)),
                    ("minimum_fen", models.BigIntegerField(default=0)),
                    ("per_claim_cap_fen", models.BigIntegerField(blank=True, null=True)),
                    ("per_day_cap_fen", models.BigIntegerField(blank=True, null=True)),
                    ("at_once_cap_fen", models.BigIntegerField(blank=True, null=True)),
                    ("at_once_per_day_cap_fen", models.BigIntegerField(blank=True, null=True)),
                    ("pay_within_minutes", models.PositiveIntegerField(default=30)),
                    ("recourse_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("suspend_after_days", models.PositiveSmallIntegerField()),
                    (
                        "basis_kind",
                        models.CharField(
                            choices=[("statutory", "the law orders it"), ("committed", "promised")],
                            max_length=10,
                        ),
                    ),
                    ("basis", models.CharField(max_length=300)),
                    ("basis_on", models.DateField(blank=True, null=True)),
                    (
                        "sureness",
                        models.CharField(
                            choices=[
                                ("law", "法律法规原文"),
                                ("read", "发布方原文"),
                                ("copy", "转载或摘要，以原文为准"),
                                ("derived", "由已知规定推得"),
                                ("unconfirmed", "待确认"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("text", models.TextField(blank=True)),
                    ("text_hash", models.CharField(max_length=64)),
                    ("proposed_by", models.CharField(max_length=80)),
                    ("proposed_at", models.DateTimeField()),
                    ("confirmed_by", models.CharField(blank=True, max_length=80)),
                    ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                    ("dropped_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "fund",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="terms",
                            to="compensation.fund",
                        ),
                    ),
                ],
                options={
                    "ordering": ["fund", "serial"],
                    "constraints": [
                        models.UniqueConstraint(fields=("fund", "serial"), name="fund_terms_serial_once"),
                        models.UniqueConstraint(
                            condition=models.Q(("confirmed_at__isnull", False)),
                            fields=("fund", "from_on"),
                            name="fund_terms_one_a_first_day",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("proposed_by", models.F("confirmed_by")), _negated=True),
                                models.Q(("proposed_by", ""), _negated=True),
                            ),
                            name="fund_terms_by_two_people",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("confirmed_at", None), ("confirmed_by", "")),
                                models.Q(
                                    ("confirmed_at__isnull", False),
                                    ("dropped_at", None),
                                    models.Q(("confirmed_by", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="fund_terms_confirmed_by_somebody",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("deposit_fen__gte", 0), ("minimum_fen__gte", 0)),
                            name="fund_terms_not_negative",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("at_once_cap_fen", None), ("at_once_per_day_cap_fen", None)),
                                models.Q(
                                    ("at_once_cap_fen__gt", 0),
                                    ("at_once_per_day_cap_fen__gte", models.F("at_once_cap_fen")),
                                ),
                                _connector="OR",
                            ),
                            name="fund_terms_at_once_has_both_caps",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="FundShare",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("parts", models.PositiveIntegerField()),
                    (
                        "city",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="fund_shares",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "terms",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="shares",
                            to="compensation.fundterms",
                        ),
                    ),
                ],
                options={
                    "ordering": ["terms", "city__position", "id"],
                    "constraints": [
                        models.UniqueConstraint(fields=("terms", "city"), name="fund_share_once_a_city"),
                        models.CheckConstraint(
                            condition=models.Q(("parts__gt", 0)), name="fund_share_is_something"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PaymentFile",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("number", models.PositiveIntegerField()),
                    ("sum_fen", models.BigIntegerField()),
                    ("count", models.PositiveIntegerField()),
                    ("fingerprint", models.CharField(max_length=64)),
                    ("made_by", models.CharField(max_length=80)),
                    ("made_at", models.DateTimeField()),
                    (
                        "fund",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="payment_files",
                            to="compensation.fund",
                        ),
                    ),
                ],
                options={
                    "ordering": ["fund", "-number"],
                    "constraints": [
                        models.UniqueConstraint(fields=("fund", "number"), name="payment_file_number_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="PaymentOrder",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("reference", models.CharField(max_length=20, unique=True)),
                    ("sum_fen", models.BigIntegerField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("ordered", "to be paid"),
                                ("sent", "sent to the bank"),
                                ("paid", "paid"),
                                ("failed", "failed"),
                                ("cancelled", "called off"),
                            ],
                            default="ordered",
                            max_length=10,
                        ),
                    ),
                    ("ordered_by", models.CharField(max_length=80)),
                    ("ordered_at", models.DateTimeField()),
                    ("due_at", models.DateTimeField(null=True)),
                    ("late_noted_at", models.DateTimeField(null=True)),
                    ("paid_on", models.DateField(null=True)),
                    ("bank_reference", models.CharField(blank=True, max_length=80)),
                    ("proof", huaihai.kit.fields.SealedTextField(blank=True)),
                    ("paid_by", models.CharField(blank=True, max_length=80)),
                    ("paid_at", models.DateTimeField(null=True)),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("ended_reason", models.CharField(blank=True, max_length=300)),
                    (
                        "claim",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="orders",
                            to="compensation.claim",
                        ),
                    ),
                    (
                        "entry",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="payment",
                            to="compensation.entry",
                        ),
                    ),
                    (
                        "file",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="orders",
                            to="compensation.paymentfile",
                        ),
                    ),
                    (
                        "fund",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="orders",
                            to="compensation.fund",
                        ),
                    ),
                ],
                options={
                    "ordering": ["ordered_at", "id"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(
                                ("due_at__isnull", False),
                                ("late_noted_at", None),
                                ("state__in", ["ordered", "sent"]),
                            ),
                            fields=["due_at"],
                            name="payment_order_to_be_noted",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state__in", ["ordered", "sent", "paid"])),
                            fields=("claim",),
                            name="payment_order_one_a_claim",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state__in", ["ordered", "sent", "paid", "failed", "cancelled"])
                            ),
                            name="payment_order_state_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "paid"), _negated=True),
                                models.Q(("entry__isnull", False), ("paid_on__isnull", False)),
                                _connector="OR",
                            ),
                            name="payment_order_paid_is_booked",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("sum_fen__gt", 0)), name="payment_order_is_something"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Posting",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("account", models.CharField(max_length=12)),
                    ("amount_fen", models.BigIntegerField()),
                    (
                        "business",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="postings",
                            to="businesses.business",
                        ),
                    ),
                    (
                        "entry",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="postings",
                            to="compensation.entry",
                        ),
                    ),
                    (
                        "fund",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="postings",
                            to="compensation.fund",
                        ),
                    ),
                ],
                options={
                    "ordering": ["entry", "id"],
                    "indexes": [
                        models.Index(
                            fields=["fund", "account", "business", "amount_fen"], name="posting_to_be_summed"
                        )
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("amount_fen", 0), _negated=True), name="posting_is_something"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "account__in",
                                    ["bank", "deposits", "payable", "receivable", "cost", "loss", "income"],
                                )
                            ),
                            name="posting_account_is_known",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Recourse",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("sum_fen", models.BigIntegerField()),
                    ("due_on", models.DateField()),
                    ("begun_at", models.DateTimeField()),
                    ("called_off_at", models.DateTimeField(null=True)),
                    (
                        "business",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="recourses",
                            to="businesses.business",
                        ),
                    ),
                    (
                        "claim",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="recourses",
                            to="compensation.claim",
                        ),
                    ),
                    (
                        "entry",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="recourse",
                            to="compensation.entry",
                        ),
                    ),
                ],
                options={
                    "ordering": ["begun_at", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("called_off_at", None)),
                            fields=("claim",),
                            name="recourse_one_a_claim",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("sum_fen__gt", 0)), name="recourse_is_something"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Instalment",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField()),
                    ("due_on", models.DateField()),
                    ("fen", models.BigIntegerField()),
                    ("paid_fen", models.BigIntegerField(default=0)),
                    ("late_noted_at", models.DateTimeField(null=True)),
                    (
                        "recourse",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="instalments",
                            to="compensation.recourse",
                        ),
                    ),
                ],
                options={
                    "ordering": ["recourse", "due_on", "number"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(("late_noted_at", None), ("paid_fen__lt", models.F("fen"))),
                            fields=["due_on"],
                            name="instalment_to_be_noted",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("recourse", "number"), name="instalment_number_once"),
                        models.CheckConstraint(
                            condition=models.Q(("paid_fen__gte", 0), ("paid_fen__lte", models.F("fen"))),
                            name="instalment_not_overpaid",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Recovered",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("fen", models.BigIntegerField()),
                    (
                        "entry",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="recovered",
                            to="compensation.entry",
                        ),
                    ),
                    (
                        "instalment",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="recovered",
                            to="compensation.instalment",
                        ),
                    ),
                ],
                options={
                    "ordering": ["id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("entry", "instalment"), name="recovered_once_an_entry"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("fen", 0), _negated=True), name="recovered_is_something"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="StatementLine",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("booked_on", models.DateField()),
                    ("fen", models.BigIntegerField()),
                    ("reference", models.CharField(blank=True, max_length=80)),
                    ("text", huaihai.kit.fields.SealedTextField(blank=True)),
                    ("content_key", models.CharField(max_length=64)),
                    ("read_at", models.DateTimeField()),
                    ("read_by", models.CharField(max_length=80)),
                    ("matched_by", models.CharField(blank=True, max_length=80)),
                    ("matched_at", models.DateTimeField(null=True)),
                    ("set_aside_at", models.DateTimeField(null=True)),
                    ("set_aside_reason", models.CharField(blank=True, max_length=300)),
                    (
                        "entry",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="statement_line",
                            to="compensation.entry",
                        ),
                    ),
                    (
                        "fund",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="statement_lines",
                            to="compensation.fund",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-booked_on", "-id"],
                    "indexes": [models.Index(fields=["fund", "booked_on"], name="statement_line_fund_day")],
                    "constraints": [
                        models.UniqueConstraint(fields=("fund", "content_key"), name="statement_line_once"),
                        models.CheckConstraint(
                            condition=models.Q(("fen", 0), _negated=True), name="statement_line_is_something"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("entry", None), ("set_aside_at", None), _connector="OR"),
                            name="statement_line_one_fate",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Decision",
                fields=[
                    (
                        "about",
                        models.CharField(
                            choices=[("claim", "the claim"), ("write_off", "writing off the rest")],
                            default="claim",
                            max_length=10,
                        ),
                    ),
                    ("round", models.PositiveSmallIntegerField()),
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("by", models.CharField(max_length=80)),
                    ("side", models.CharField(max_length=10)),
                    (
                        "said",
                        models.CharField(
                            choices=[("approve", "pay"), ("refuse", "do not pay")], max_length=10
                        ),
                    ),
                    ("sum_fen", models.BigIntegerField(null=True)),
                    ("reasons", huaihai.kit.fields.SealedTextField(blank=True)),
                    ("at", models.DateTimeField()),
                    (
                        "claim",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="decisions",
                            to="compensation.claim",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("claim", "about", "round", "by"), name="decision_once_a_person"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("said__in", ["approve", "refuse"])), name="decision_is_known"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("said", "refuse"), ("sum_fen", None)),
                                models.Q(("said", "approve"), ("sum_fen__gt", 0)),
                                _connector="OR",
                            ),
                            name="decision_to_pay_names_a_sum",
                        ),
                    ],
                },
            ),
        ),
    ]
