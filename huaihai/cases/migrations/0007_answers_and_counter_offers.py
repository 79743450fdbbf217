import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids

PARTIES = [("business", "the business"), ("consumer", "the consumer")]
STATES = [
    ("open", "open"),
    ("accepted", "accepted"),
    ("rejected", "not accepted"),
    ("countered", "answered with a counter-offer"),
    ("replaced", "replaced by a new offer"),
    ("lapsed", "lapsed"),
]
KINDS = [
    ("reply", "first reply"),
    ("refusal", "refusal"),
    ("denial", "not the one meant"),
    ("silence", "silence"),
]

CODES = [
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
]


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0001_businesses_and_those_who_answer"),
        ("cases", "0006_standing_offers_taken"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="denied_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="offer",
            name="by_party",
            field=models.CharField(choices=PARTIES, default="business", max_length=10),
        ),
        migrations.AlterField(
            model_name="offer",
            name="state",
            field=models.CharField(choices=STATES, default="open", max_length=10),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("by_party__in", ["business", "consumer"])), name="offer_party_is_known"
            ),
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
                ("kind", models.CharField(choices=KINDS, max_length=10)),
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
            options={"ordering": ["made_at", "id"]},
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["business", "kind", "made_at"], name="answer_business_kind"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["reply", "refusal", "denial", "silence"])),
                name="answer_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), ("reason__in", CODES), _connector="OR"),
                name="answer_reason_is_known",
            ),
        ),
    ]
