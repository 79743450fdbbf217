from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="LostCode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                ("address", huaihai.kit.fields.SealedTextField()),
                ("asked_at", models.DateTimeField()),
            ],
        ),
    ]
