import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.ids


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0005_standing_offers"),
        ("cases", "0005_pledges_used"),
    ]

    operations = [
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
    ]
