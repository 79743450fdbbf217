
import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.ids


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
        ('members', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ColumnProfile',
            fields=[
                ('id', models.UUIDField(default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('platform', models.CharField(choices=[('12315', '12315'), ('12345', '12345'), ('cca315', "the associations' own 315 platform"), ('other', 'another platform')], max_length=8)),
                ('name', models.CharField(max_length=30)),
                ('columns', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='column_profiles', to='members.organisation')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='column_profile_name_once')],
            },
        ),
    ]
