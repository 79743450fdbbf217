"""All tables of this room; written by tools/migrations.py."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids
import huaihai.members.paths
from huaihai.kit.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("sessions", "0001_initial"),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='Organisation',
                fields=[
                    ('id', models.UUIDField(default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('key', models.CharField(max_length=64, unique=True)),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='members.organisation')),
                    ('path', huaihai.members.paths.PathField(max_length=255, unique=True)),
                    ('kind', models.CharField(choices=[('alliance', 'alliance'), ('city', 'city body'), ('county', 'county body'), ('branch', 'branch'), ('station', 'service station')], max_length=16)),
                    ('name', models.CharField(max_length=120)),
                    ('short_name', models.CharField(max_length=60)),
                    ('place_name', models.CharField(blank=True, max_length=60)),
                    ('region_code', models.CharField(blank=True, db_index=True, max_length=6)),
                    ('phone', models.CharField(blank=True, max_length=40)),
                    ('address', models.CharField(blank=True, max_length=200)),
                    ('hours', models.CharField(blank=True, max_length=240)),
                    ('contact_note', models.CharField(blank=True, default='', max_length=200)),
                    ('contact_corrected_at', models.DateTimeField(blank=True, null=True)),
                    ('is_computerised', models.BooleanField(default=True)),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('source', models.CharField(blank=True, max_length=300)),
                    ('mark', models.CharField(blank=True, max_length=16)),
                ],
                options={
                    'db_table': 'members_organisation',
                    'ordering': ['path'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['alliance', 'city', 'county', 'branch', 'station'])), name='organisation_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'alliance'), ('parent__isnull', True)), models.Q(models.Q(('kind', 'alliance'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='only_the_alliance_stands_alone')],
                    'indexes': [],
                },
            ),
            migrations.CreateModel(
                name='PlaceAlias',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=6, unique=True)),
                    ('name', models.CharField(max_length=60)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='members.organisation')),
                ],
                options={
                    'db_table': 'members_place_alias',
                    'ordering': ['code'],
                    'indexes': [],
                    'constraints': [],
                },
            ),
            migrations.CreateModel(
                name='AdoptedClock',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adopted_clocks', to='members.organisation')),
                    ('limit', models.CharField(max_length=60)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('unit', models.CharField(max_length=20)),
                    ('in_force_from', models.DateField()),
                    ('source', models.CharField(max_length=300)),
                    ('mark', models.CharField(max_length=16)),
                    ('decided_by', models.CharField(blank=True, default='', max_length=64)),
                ],
                options={
                    'db_table': 'members_adopted_clock',
                    'ordering': ['organisation', 'limit', 'in_force_from'],
                    'constraints': [models.UniqueConstraint(fields=('organisation', 'limit', 'in_force_from'), name='one_adopted_clock_a_day'), models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='adopted_clock_is_positive')],
                    'indexes': [],
                },
            ),
            migrations.CreateModel(
                name='Account',
                fields=[
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('id', models.UUIDField(default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('username', models.CharField(max_length=60, unique=True)),
                    ('display_name', huaihai.kit.fields.SealedTextField(blank=True, default='')),
                    ('is_active', models.BooleanField(default=True)),
                    ('is_demo', models.BooleanField(default=False)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'db_table': 'members_account',
                    'indexes': [],
                    'constraints': [],
                },
            ),
            migrations.CreateModel(
                name='Post',
                fields=[
                    ('id', models.UUIDField(default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='members.organisation')),
                    ('role', models.CharField(choices=[('officer', 'officer'), ('mediator', 'mediator'), ('head', 'head of the body'), ('secretariat', 'alliance desk'), ('auditor', 'auditor'), ('system_admin', 'system administrator'), ('security_admin', 'security administrator')], max_length=20)),
                    ('from_on', models.DateField()),
                    ('until_on', models.DateField(blank=True, null=True)),
                ],
                options={
                    'db_table': 'members_post',
                    'ordering': ['from_on', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['officer', 'mediator', 'head', 'secretariat', 'auditor', 'system_admin', 'security_admin'])), name='post_role_is_known'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='post_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('until_on__isnull', True)), fields=('account', 'organisation', 'role'), name='one_open_post_of_a_kind'), models.UniqueConstraint(condition=models.Q(('role__in', ['auditor', 'system_admin', 'security_admin']), ('until_on__isnull', True)), fields=('account',), name='one_open_administrator_post')],
                    'indexes': [],
                },
            ),
            migrations.CreateModel(
                name='OneTimeLink',
                fields=[
                    ('id', models.UUIDField(default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('purpose', models.CharField(choices=[('first-administrator', 'first administrator'), ('new-password', 'new password')], max_length=32)),
                    ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                    ('fingerprint', models.CharField(max_length=64, unique=True)),
                    ('made_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(blank=True, null=True)),
                    ('has_word', models.BooleanField(default=False)),
                    ('asked', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='links', to='members.powerrequest')),
                ],
                options={
                    'db_table': 'members_one_time_link',
                    'indexes': [],
                    'constraints': [],
                },
            ),
            migrations.CreateModel(
                name='PowerRequest',
                fields=[
                    ('id', models.UUIDField(default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='power_requests', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organisation')),
                    ('role', models.CharField(blank=True, choices=[('officer', 'officer'), ('mediator', 'mediator'), ('head', 'head of the body'), ('secretariat', 'alliance desk'), ('auditor', 'auditor'), ('system_admin', 'system administrator'), ('security_admin', 'security administrator')], max_length=20)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_at', models.DateTimeField()),
                    ('outcome', models.CharField(blank=True, choices=[('confirmed', 'confirmed'), ('refused', 'refused')], max_length=10)),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'db_table': 'members_power_request',
                    'ordering': ['-asked_at', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['', 'officer', 'mediator', 'head', 'secretariat', 'auditor', 'system_admin', 'security_admin'])), name='asked_role_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True), ('outcome', '')), models.Q(('answered_at__isnull', False), ('outcome__in', ['confirmed', 'refused']), ('answered_by__isnull', False)), _connector='OR'), name='power_request_is_answered_by_somebody'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'refused']), models.Q(('answered_by', models.F('asked_by')), _negated=True), _connector='OR'), name='power_request_is_confirmed_by_another')],
                    'indexes': [],
                },
            ),
            migrations.CreateModel(
                name='SavedView',
                fields=[
                    ('id', models.UUIDField(default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to='members.organisation')),
                    ('place', models.CharField(max_length=200)),
                    ('name', huaihai.kit.fields.SealedTextField()),
                    ('query', huaihai.kit.fields.SealedTextField()),
                    ('made_at', models.DateTimeField()),
                ],
                options={
                    'db_table': 'members_saved_view',
                    'ordering': ['made_at', 'id'],
                    'indexes': [models.Index(fields=['place', 'account'], name='saved_view_own'), models.Index(fields=['place', 'organisation'], name='saved_view_body')],
                    'constraints': [],
                },
            ),
            migrations.CreateModel(
                name='Visit',
                fields=[
                    ('session', models.OneToOneField(on_delete=django.db.models.deletion.DB_CASCADE, primary_key=True, related_name='+', serialize=False, to='sessions.session')),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.DB_CASCADE, related_name='visits', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'db_table': 'members_visit',
                    'indexes': [],
                    'constraints': [],
                },
            ),
            migrations.CreateModel(
                name='FailedSignIn',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('mark', models.CharField(max_length=16)),
                    ('what', models.CharField(max_length=10)),
                    ('network', models.CharField(max_length=43)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'db_table': 'members_failed_sign_in',
                    'indexes': [models.Index(fields=['at'], name='failed_sign_in_at')],
                    'constraints': [],
                },
            ),
        ),
    ]
