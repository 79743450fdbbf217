from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="onetimelink", name="has_word", field=models.BooleanField(default=False)
        ),
        migrations.AddField(
            model_name="onetimelink",
            name="asked",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="links",
                to="members.powerrequest",
            ),
        ),
    ]
