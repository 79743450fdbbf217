"""All tables of this room; written by tools/migrations.py."""

import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids
from huaihai.kit.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [

    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='Clock',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject', models.CharField(max_length=80)),
                    ('name', models.CharField(max_length=40)),
                    ('owner', models.CharField(max_length=80)),
                    ('limit_name', models.CharField(max_length=60)),
                    ('number', models.PositiveIntegerField()),
                    ('unit', models.CharField(max_length=20)),
                    ('article', models.CharField(blank=True, max_length=200)),
                    ('mark', models.CharField(blank=True, max_length=20)),
                    ('started_at', models.DateTimeField()),
                    ('due_on', models.DateField()),
                    ('due_at', models.DateTimeField(null=True)),
                    ('is_provisional', models.BooleanField(default=False)),
                    ('is_extended', models.BooleanField(default=False)),
                    ('paused_on', models.DateField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('ended_by', models.CharField(blank=True, max_length=60)),
                ],
                options={
                    'indexes': [models.Index(fields=['subject'], name='record_clock_subject'), models.Index(condition=models.Q(('ended_at', None)), fields=['owner', 'due_on'], name='record_clock_due'), models.Index(condition=models.Q(('ended_at', None)), fields=['name', 'due_on'], name='record_clock_name_due')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('subject', 'name'), name='record_clock_one_running_a_name')],
                },
            ),
            migrations.CreateModel(
                name='ClockPause',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('clock', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='record.clock')),
                    ('from_on', models.DateField()),
                    ('until_on', models.DateField(null=True)),
                    ('reason', models.CharField(max_length=60)),
                ],
                options={
                    'ordering': ['from_on'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='record_pause_ends_after_start')],
                    'indexes': [],
                },
            ),
            migrations.CreateModel(
                name='HolidayNotice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveIntegerField(unique=True)),
                    ('content', models.TextField()),
                    ('loaded_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ),
            migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.UUIDField(default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('subject', models.CharField(max_length=80)),
                    ('number', models.PositiveIntegerField()),
                    ('verb', models.CharField(max_length=60)),
                    ('by', models.CharField(max_length=80)),
                    ('at', models.DateTimeField()),
                    ('facts', models.JSONField(default=dict)),
                    ('text', huaihai.kit.fields.SealedTextField(blank=True, default='')),
                    ('text_salt', huaihai.kit.fields.SealedTextField(blank=True, default='')),
                    ('text_hash', models.CharField(blank=True, default='', max_length=64)),
                    ('previous_hash', models.CharField(blank=True, max_length=64)),
                    ('hash', models.CharField(max_length=64)),
                    ('is_in_log', models.BooleanField(default=False)),
                ],
                options={
                    'ordering': ['subject', 'number'],
                    'indexes': [models.Index(fields=['verb', 'at'], name='record_event_verb_at'), models.Index(condition=models.Q(('is_in_log', False)), fields=['subject', 'number'], name='record_event_not_in_log')],
                    'constraints': [models.UniqueConstraint(fields=('subject', 'number'), name='record_event_one_number_a_subject')],
                },
            ),
            migrations.CreateModel(
                name='IntakeKey',
                fields=[
                    ('key', models.CharField(max_length=120, primary_key=True, serialize=False)),
                    ('body_hash', models.CharField(max_length=64)),
                    ('answer', models.JSONField()),
                    ('created_at', models.DateTimeField(db_index=True)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ),
            migrations.CreateModel(
                name='LogLeaf',
                fields=[
                    ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                    ('subject', models.CharField(max_length=80)),
                    ('event_number', models.PositiveIntegerField()),
                    ('event_hash', models.CharField(max_length=64)),
                    ('rows', models.CharField(blank=True, default='', max_length=64)),
                    ('salt', models.CharField(max_length=32)),
                    ('leaf_hash', models.CharField(max_length=64)),
                ],
                options={
                    'db_table': 'record_log_leaf',
                    'constraints': [models.UniqueConstraint(fields=('subject', 'event_number'), name='record_log_leaf_one_an_event')],
                    'indexes': [],
                },
            ),
            migrations.CreateModel(
                name='LogTile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('level', models.PositiveSmallIntegerField()),
                    ('number', models.PositiveBigIntegerField()),
                    ('hash', models.CharField(max_length=64)),
                ],
                options={
                    'db_table': 'record_log_tile',
                    'constraints': [models.UniqueConstraint(fields=('level', 'number'), name='record_log_tile_one_a_place')],
                    'indexes': [],
                },
            ),
            migrations.CreateModel(
                name='LogHead',
                fields=[
                    ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                    ('origin', models.CharField(max_length=200)),
                    ('size', models.PositiveBigIntegerField(default=0)),
                    ('checkpoint', models.TextField(blank=True, default='')),
                    ('signed_at', models.DateTimeField(null=True)),
                ],
                options={
                    'db_table': 'record_log_head',
                    'indexes': [],
                    'constraints': [],
                },
            ),
            migrations.CreateModel(
                name='LogWitness',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, unique=True)),
                    ('vkey', models.CharField(max_length=300)),
                    ('body', models.CharField(blank=True, default='', max_length=80)),
                    ('size', models.PositiveBigIntegerField(default=0)),
                    ('checkpoint', models.TextField(blank=True, default='')),
                    ('cosigned_at', models.DateTimeField(null=True)),
                ],
                options={
                    'db_table': 'record_log_witness',
                    'ordering': ['name'],
                    'indexes': [],
                    'constraints': [],
                },
            ),
            migrations.CreateModel(
                name='TrustedMoment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'db_table': 'record_trusted_moment',
                    'indexes': [],
                    'constraints': [],
                },
            ),
            migrations.CreateModel(
                name='OutboxMessage',
                fields=[
                    ('id', models.UUIDField(default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('effect_key', models.CharField(max_length=160, unique=True)),
                    ('subject', models.CharField(db_index=True, max_length=80)),
                    ('channel', models.CharField(choices=[('sms', 'Sms'), ('email', 'Email'), ('call', 'Call'), ('wework', 'Wework'), ('webhook', 'Webhook')], max_length=10)),
                    ('address', huaihai.kit.fields.SealedTextField()),
                    ('title', models.CharField(blank=True, max_length=120)),
                    ('text', huaihai.kit.fields.SealedTextField()),
                    ('created_at', models.DateTimeField(db_index=True)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('next_try_at', models.DateTimeField(null=True)),
                    ('sent_at', models.DateTimeField(null=True)),
                    ('gave_up_at', models.DateTimeField(null=True)),
                    ('last_error', models.CharField(blank=True, max_length=200)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('gave_up_at', None), ('sent_at', None)), fields=['next_try_at'], name='record_outbox_waiting')],
                    'constraints': [],
                },
            ),
            migrations.CreateModel(
                name='FileSignature',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sha256', models.CharField(max_length=64, unique=True)),
                    ('content', models.TextField()),
                    ('key_id', models.CharField(max_length=64)),
                    ('value', models.CharField(max_length=120)),
                ],
                options={
                    'db_table': 'record_file_signature',
                    'indexes': [],
                    'constraints': [],
                },
            ),
        ),
    ]
