from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_practice_cases"),
    ]

    operations = [
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
    ]
