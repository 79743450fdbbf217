from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0001_accounts_and_the_tree")]

    operations = [
        migrations.AddField(
            model_name="adoptedclock",
            name="decided_by",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="organisation",
            name="contact_corrected_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="post",
            name="role",
            field=models.CharField(
                choices=[
                    ("officer", "officer"),
                    ("mediator", "mediator"),
                    ("head", "head of the body"),
                    ("secretariat", "alliance desk"),
                    ("auditor", "auditor"),
                    ("system_admin", "system administrator"),
                    ("security_admin", "security administrator"),
                ],
                max_length=20,
            ),
        ),
    ]
