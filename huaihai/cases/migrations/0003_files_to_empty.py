from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_column_profile"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", False), models.Q(("receipt_hash", ""), _negated=True)),
                fields=["ended_at"],
                name="case_to_empty",
            ),
        ),
    ]
