from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.AddField("case", "problem", models.CharField(blank=True, default="", max_length=60)),
    ]
