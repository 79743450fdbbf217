from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0002_closed_stations")]

    operations = [
        migrations.AddField(
            model_name="adoptedclock", name="until_on", field=models.DateField(blank=True, null=True)
        ),
        migrations.AddConstraint(
            model_name="adoptedclock",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__isnull", True), ("decided_by", ""), _connector="OR"),
                name="no_folder_ends_what_was_decided",
            ),
        ),
    ]
