"""All tables of this room; written by tools/migrations.py."""

from django.db import migrations, models

from huaihai.kit.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [

    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='DemoDay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('today_on', models.DateField()),
                ],
                options={
                    'db_table': 'kit_demo_day',
                    'indexes': [],
                    'constraints': [],
                },
            ),
            migrations.CreateModel(
                name='KeyCheck',
                fields=[
                    ('name', models.CharField(max_length=80, primary_key=True, serialize=False)),
                    ('fingerprint', models.CharField(max_length=64)),
                ],
                options={
                    'db_table': 'kit_key_check',
                    'indexes': [],
                    'constraints': [],
                },
            ),
            migrations.CreateModel(
                name='DataVersion',
                fields=[
                    ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                    ('token', models.CharField(max_length=32)),
                ],
                options={
                    'db_table': 'kit_data_version',
                    'indexes': [],
                    'constraints': [],
                },
            ),
            migrations.CreateModel(
                name='BrakeCount',
                fields=[
                    ('key', models.CharField(max_length=80, primary_key=True, serialize=False)),
                    ('tries', models.IntegerField()),
                    ('ends_at', models.FloatField()),
                ],
                options={
                    'db_table': 'kit_brake_count',
                    'indexes': [models.Index(fields=['ends_at'], name='kit_brake_count_ends_at')],
                    'constraints': [],
                },
            ),
        ),
    ]
