import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids
from huaihai.kit.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("businesses", "0001_businesses_and_those_who_answer"),
        ("members", "0001_accounts_and_the_tree"),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="Case",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("number", models.CharField(max_length=20, null=True, unique=True)),
                    ("receipt_hash", models.CharField(blank=True, max_length=64)),
                    ("stage", models.CharField(default="draft", max_length=20)),
                    ("version", models.PositiveIntegerField(default=0)),
                    (
                        "origin",
                        models.CharField(
                            choices=[
                                ("online", "filed online"),
                                ("visit", "in person"),
                                ("phone", "by telephone"),
                                ("entrusted", "entrusted by a regulator"),
                                ("imported", "imported"),
                            ],
                            default="online",
                            max_length=12,
                        ),
                    ),
                    ("stated_business", huaihai.kit.fields.SealedFactsField(default=dict)),
                    ("consumer_at", models.CharField(blank=True, max_length=6)),
                    (
                        "bought",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("offline", "in a shop or on the spot"),
                                ("platform-shop", "in a shop on an online platform"),
                                ("own-site", "on the business's own site or app"),
                                ("platform-operator", "from the platform itself"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("bought_on", models.DateField(null=True)),
                    ("received_goods_on", models.DateField(null=True)),
                    ("title", models.CharField(blank=True, max_length=80)),
                    ("story", huaihai.kit.fields.SealedTextField(blank=True)),
                    ("category", models.CharField(blank=True, max_length=20)),
                    ("nature", models.CharField(blank=True, max_length=3)),
                    ("price_fen", models.BigIntegerField(null=True)),
                    ("remedies", models.JSONField(default=list)),
                    ("asked_fen", models.BigIntegerField(null=True)),
                    ("regulator_number", models.CharField(blank=True, max_length=60)),
                    ("client_key", models.CharField(blank=True, max_length=64)),
                    (
                        "result",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("fulfilled", "done, confirmed by the consumer"),
                                ("unconfirmed", "closed without confirmation"),
                                ("unfulfilled", "not done"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("settled_fen", models.BigIntegerField(null=True)),
                    ("created_at", models.DateTimeField()),
                    ("submitted_at", models.DateTimeField(null=True)),
                    ("invited_at", models.DateTimeField(null=True)),
                    ("served_at", models.DateTimeField(null=True)),
                    ("admitted_at", models.DateTimeField(null=True)),
                    ("stage_since", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("is_demo", models.BooleanField(default=False)),
                    (
                        "business",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="cases",
                            to="businesses.business",
                        ),
                    ),
                    (
                        "home",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="home_cases",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "lead",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="lead_cases",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "linked_to",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="linked",
                            to="cases.case",
                        ),
                    ),
                    (
                        "place",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="cases",
                            to="businesses.place",
                        ),
                    ),
                    (
                        "responsible",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="cases",
                            to="members.organisation",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            fields=["responsible", "stage", "stage_since"], name="case_responsible_stage"
                        ),
                        models.Index(fields=["business", "stage"], name="case_business_stage"),
                        models.Index(fields=["stage", "submitted_at"], name="case_stage_submitted"),
                        models.Index(fields=["submitted_at"], name="case_submitted"),
                    ],
                    "constraints": [
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
                            name="case_stage_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("stage__in", ["draft", "abandoned"]),
                                models.Q(
                                    ("home__isnull", False),
                                    ("number__isnull", False),
                                    ("responsible__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="case_has_one_responsible_body",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    (
                                        "stage__in",
                                        (
                                            "forwarded",
                                            "deciding",
                                            "clarifying",
                                            "inviting",
                                            "negotiating",
                                            "mediating",
                                            "paused",
                                            "fulfilling",
                                            "breached",
                                        ),
                                    ),
                                    _negated=True,
                                ),
                                ("lead__isnull", False),
                                _connector="OR",
                            ),
                            name="case_with_lead_has_lead",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("client_key", ""), _negated=True),
                            fields=("client_key",),
                            name="case_one_a_client_key",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Complainant",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("name", huaihai.kit.fields.SealedTextField(blank=True)),
                    ("phone", huaihai.kit.fields.SealedTextField(blank=True)),
                    ("phone_index", huaihai.kit.fields.BlindIndexField(default="", source="phone")),
                    ("email", huaihai.kit.fields.SealedTextField(blank=True)),
                    ("email_index", huaihai.kit.fields.BlindIndexField(default="", source="email")),
                    ("address", huaihai.kit.fields.SealedTextField(blank=True)),
                    ("is_for_child", models.BooleanField(default=False)),
                    ("confirmed_at", models.DateTimeField(null=True)),
                    ("code_hash", models.CharField(blank=True, max_length=64)),
                    ("code_sent_at", models.DateTimeField(null=True)),
                    ("code_tries", models.PositiveSmallIntegerField(default=0)),
                    (
                        "case",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="complainant",
                            to="cases.case",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Consent",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "purpose",
                        models.CharField(
                            choices=[
                                ("other_body", "the association of another city"),
                                ("business", "the business complained of"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("wording", models.CharField(max_length=20)),
                    ("given_at", models.DateTimeField()),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="consents",
                            to="cases.case",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("withdrawn_at", None)),
                            fields=("case", "purpose"),
                            name="consent_once_a_purpose",
                        )
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
                    ("by", models.CharField(max_length=80)),
                    ("party", models.CharField(max_length=12)),
                    ("name", huaihai.kit.fields.SealedTextField()),
                    ("kind", models.CharField(max_length=40)),
                    ("size", models.PositiveBigIntegerField()),
                    ("sha256", models.CharField(max_length=64)),
                    ("derivative", models.CharField(blank=True, max_length=80)),
                    ("added_at", models.DateTimeField()),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="evidence",
                            to="cases.case",
                        ),
                    ),
                ],
                options={
                    "ordering": ["added_at", "id"],
                    "constraints": [
                        models.UniqueConstraint(fields=("case", "sha256"), name="evidence_once_a_case")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Offer",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("remedies", models.JSONField(default=list)),
                    ("sum_fen", models.BigIntegerField(null=True)),
                    ("perform_by_on", models.DateField()),
                    ("valid_until_on", models.DateField()),
                    ("text", huaihai.kit.fields.SealedTextField()),
                    ("note_to_body", huaihai.kit.fields.SealedTextField(blank=True)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("open", "open"),
                                ("accepted", "accepted"),
                                ("rejected", "not accepted"),
                                ("replaced", "replaced by a new offer"),
                                ("lapsed", "lapsed"),
                            ],
                            default="open",
                            max_length=10,
                        ),
                    ),
                    ("made_by", models.CharField(max_length=80)),
                    ("made_at", models.DateTimeField()),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="offers",
                            to="cases.case",
                        ),
                    ),
                ],
                options={
                    "ordering": ["made_at"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state", "open")),
                            fields=("case",),
                            name="offer_one_open_a_case",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("sum_fen", None), ("sum_fen__gte", 0), _connector="OR"),
                            name="offer_sum_not_negative",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Agreement",
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
                                ("settlement", "settlement"),
                                ("mediation_agreement", "mediation agreement"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("terms", huaihai.kit.fields.SealedTextField()),
                    ("sum_fen", models.BigIntegerField(null=True)),
                    ("perform_by_on", models.DateField()),
                    ("is_oral", models.BooleanField(default=False)),
                    ("reached_at", models.DateTimeField()),
                    (
                        "case",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="agreement",
                            to="cases.case",
                        ),
                    ),
                    (
                        "offer",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="agreement",
                            to="cases.offer",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Sheet",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("code_hash", models.CharField(max_length=64, unique=True)),
                    ("printed_by", models.CharField(max_length=80)),
                    ("printed_at", models.DateTimeField()),
                    ("expires_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="sheets",
                            to="cases.case",
                        ),
                    ),
                ],
            ),
        ),
    ]
