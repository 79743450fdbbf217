from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_promises_of_before")]

    operations = [
        migrations.AddField(
            model_name="offer", name="monthly_parts", field=models.PositiveSmallIntegerField(default=1)
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("monthly_parts", 1))
                | models.Q(("monthly_parts__gt", 1), ("sum_fen__isnull", False)),
                name="offer_parts_are_of_a_sum",
            ),
        ),
    ]
