"""The newest cases of one telephone are found without reading all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="complainant",
            index=models.Index(fields=["phone_index", "case"], name="complainant_phone_case"),
        ),
    ]
