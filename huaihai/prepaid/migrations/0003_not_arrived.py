from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("prepaid", "0002_entries_stay")]

    operations = [
        migrations.AddField("creditor", "denied_on", models.DateField(null=True)),
        migrations.AddField("creditor", "paid_proof", models.CharField(blank=True, default="", max_length=40), preserve_default=False),
    ]
