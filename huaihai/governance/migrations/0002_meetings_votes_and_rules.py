from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0001_agreement_and_secretariat"),
    ]

    operations = []
