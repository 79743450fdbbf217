from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="BrakeCount",
            fields=[
                ("key", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("tries", models.IntegerField()),
                ("ends_at", models.FloatField()),
            ],
            options={
                "db_table": "kit_brake_count",
                "indexes": [models.Index(fields=["ends_at"], name="kit_brake_count_ends_at")],
            },
        ),
    ]
