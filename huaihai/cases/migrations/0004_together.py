import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.ids


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0001_initial'),
        ('cases', '0003_files_to_empty'),
        ('members', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Together',
            fields=[
                ('id', models.UUIDField(default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=8, unique=True)),
                ('stage', models.CharField(choices=[('open', 'open'), ('ended', 'ended')], max_length=8)),
                ('version', models.PositiveIntegerField(default=0)),
                ('title', models.CharField(max_length=80)),
                ('opened_by', models.CharField(max_length=80)),
                ('opened_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='togethers', to='members.organisation')),
                ('business', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='togethers', to='businesses.business')),
            ],
        ),
        migrations.CreateModel(
            name='TogetherCase',
            fields=[
                ('id', models.UUIDField(default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('stage', models.CharField(choices=[('proposed', 'proposed'), ('asked', 'asked'), ('joined', 'joined'), ('declined', 'declined'), ('left', 'left'), ('passed', 'passed')], max_length=8)),
                ('why', models.CharField(choices=[('itself', 'With this complaint it began.'), ('problem', 'The same business and the same problem.'), ('words', 'The same business, and much of what is written is the same.'), ('wish', 'The same business, and its consumer wants to be asked.')], max_length=8)),
                ('is_spoken_for', models.BooleanField(default=False)),
                ('is_willing', models.BooleanField(default=False)),
                ('speaks', models.BooleanField(default=False)),
                ('wording', models.CharField(blank=True, max_length=20)),
                ('asked_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('left_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='togethers', to='cases.case')),
                ('together', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='cases.together')),
            ],
        ),
        migrations.AddConstraint(
            model_name='together',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('stage', 'open')), models.Q(('ended_at__isnull', False), ('stage', 'ended')), _connector='OR'), name='together_stage_is_known'),
        ),
        migrations.AddIndex(
            model_name='togethercase',
            index=models.Index(condition=models.Q(('stage', 'proposed')), fields=['case'], name='together_proposed'),
        ),
        migrations.AddConstraint(
            model_name='togethercase',
            constraint=models.UniqueConstraint(fields=('together', 'case'), name='together_once_a_case'),
        ),
        migrations.AddConstraint(
            model_name='togethercase',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['proposed', 'asked', 'joined', 'declined', 'left', 'passed'])), name='together_case_stage_is_known'),
        ),
        migrations.AddConstraint(
            model_name='togethercase',
            constraint=models.CheckConstraint(condition=models.Q(('speaks', False), models.Q(('is_willing', True), ('stage', 'joined')), _connector='OR'), name='together_speaks_who_said_so'),
        ),
    ]
