"""Numbers of other platforms, codes for uploads from a phone, consultations."""

import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
        ('members', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='UploadCode',
            fields=[
                ('id', models.UUIDField(default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code_hash', models.CharField(max_length=64, unique=True)),
                ('made_by', models.CharField(max_length=80)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='upload_codes', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.UUIDField(default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(choices=[('phone', 'by telephone'), ('visit', 'in person'), ('message', 'by message')], max_length=8)),
                ('category', models.CharField(blank=True, max_length=20)),
                ('topic', models.CharField(blank=True, max_length=80)),
                ('question', huaihai.kit.fields.SealedTextField(blank=True)),
                ('answer', huaihai.kit.fields.SealedTextField(blank=True)),
                ('name', huaihai.kit.fields.SealedTextField(blank=True)),
                ('phone', huaihai.kit.fields.SealedTextField(blank=True)),
                ('phone_index', huaihai.kit.fields.BlindIndexField(default='', source='phone')),
                ('answered_by', models.CharField(max_length=80)),
                ('answered_at', models.DateTimeField()),
                ('erased_at', models.DateTimeField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='members.organisation')),
                ('case', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consultation', to='cases.case')),
            ],
            options={
                'ordering': ['-answered_at', '-id'],
                'indexes': [models.Index(fields=['body', 'answered_at'], name='consultation_body_answered')],
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['phone', 'visit', 'message'])), name='consultation_channel_is_known')],
            },
        ),
        migrations.CreateModel(
            name='ElsewhereNumber',
            fields=[
                ('id', models.UUIDField(default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('platform', models.CharField(choices=[('12315', '12315'), ('12345', '12345'), ('cca315', "the associations' own 315 platform"), ('other', 'another platform')], max_length=8)),
                ('number', models.CharField(db_index=True, max_length=60)),
                ('due_on', models.DateField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='elsewhere', to='cases.case')),
            ],
            options={
                'ordering': ['platform', 'number'],
                'indexes': [models.Index(fields=['due_on'], name='elsewhere_due')],
                'constraints': [models.UniqueConstraint(fields=('case', 'platform', 'number'), name='elsewhere_once_a_case'), models.CheckConstraint(condition=models.Q(('platform__in', ['12315', '12345', 'cca315', 'other'])), name='elsewhere_platform_is_known')],
            },
        ),
    ]
