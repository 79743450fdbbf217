import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.ids


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_the_case"),
        ("members", "0001_accounts_and_the_tree"),
        ("record", "0001_events_clocks_and_outbox"),
    ]

    operations = [
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
        ),
        migrations.AddIndex(
            model_name="forwarding",
            index=models.Index(fields=["forwarded_at"], name="forwarding_when"),
        ),
        migrations.AddIndex(
            model_name="forwarding",
            index=models.Index(fields=["to_city", "forwarded_at"], name="forwarding_to_city"),
        ),
        migrations.AddIndex(
            model_name="forwarding",
            index=models.Index(fields=["from_city", "forwarded_at"], name="forwarding_from_city"),
        ),
        migrations.AddConstraint(
            model_name="forwarding",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_city", models.F("to_city")), _negated=True),
                name="forwarding_between_two_cities",
            ),
        ),
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
    ]
