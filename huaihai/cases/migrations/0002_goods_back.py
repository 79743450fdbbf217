"""Where goods go back to, by when, and by which parcel."""

from django.db import migrations, models

import huaihai.kit.fields


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.AddField("offer", "goods_back_by_on", models.DateField(null=True)),
        migrations.AddField("offer", "return_to", huaihai.kit.fields.SealedTextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("agreement", "goods_sent_at", models.DateTimeField(null=True)),
        migrations.AddField("agreement", "parcel", huaihai.kit.fields.SealedTextField(blank=True, default=""), preserve_default=False),
    ]
