import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.ids


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_together'),
        ('members', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Help',
            fields=[
                ('id', models.UUIDField(default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('open', 'not answered yet'), ('given', 'answered'), ('declined', 'cannot do it'), ('taken_back', 'taken back'), ('over', 'over')], default='open', max_length=10)),
                ('due_on', models.DateField()),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='helps', to='members.organisation')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='helps', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['given', 'declined'])), fields=['ended_at'], name='help_answered')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state', 'open')), models.Q(('ended_at__isnull', False), ('state__in', ['given', 'declined', 'taken_back', 'over'])), _connector='OR'), name='help_state_is_known'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('body', 'case'), name='help_one_open_a_body')],
            },
        ),
    ]
