import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.UUIDField(default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('room', 'in a room'), ('video', 'by video'), ('phone', 'on the telephone')], max_length=6)),
                ('starts_at', models.DateTimeField()),
                ('place', huaihai.kit.fields.SealedTextField()),
                ('invites_consumer', models.BooleanField(default=True)),
                ('invites_business', models.BooleanField(default=True)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('held', 'held'), ('off', 'called off')], default='planned', max_length=8)),
                ('sequence', models.PositiveSmallIntegerField(default=0)),
                ('made_by', models.CharField(max_length=80)),
                ('made_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='cases.case')),
            ],
            options={
                'ordering': ['starts_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('state', 'planned')), fields=['starts_at'], name='appointment_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'planned')), fields=('case',), name='appointment_one_planned_a_case'), models.CheckConstraint(condition=models.Q(('kind__in', ['room', 'video', 'phone'])), name='appointment_kind_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'held', 'off'])), name='appointment_state_is_known'), models.CheckConstraint(condition=models.Q(('invites_consumer', True), ('invites_business', True), _connector='OR'), name='appointment_invites_somebody')],
            },
        ),
    ]
