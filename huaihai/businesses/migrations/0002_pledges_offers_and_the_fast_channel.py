import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids
from huaihai.kit.tables import CreateTables


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0001_businesses_and_those_who_answer"),
        ("members", "0002_clock_decided_by"),
        ("record", "0002_webhooks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="representative",
            name="role",
            field=models.CharField(
                choices=[("manager", "manager"), ("answerer", "answers complaints"), ("cashier", "cashier")],
                default="manager",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="representative",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["manager", "answerer", "cashier"])),
                name="representative_role_is_known",
            ),
        ),
        CreateTables(
            migrations.CreateModel(
                name="Pledge",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("no_reason_return", "return without reason"),
                                ("cross_shop_return", "return in another shop or city"),
                                ("reply_24h", "quick reply"),
                                ("genuine_goods", "genuine goods"),
                                ("fair_price", "fair price"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("serial", models.PositiveSmallIntegerField()),
                    ("version", models.PositiveIntegerField(default=0)),
                    ("created_at", models.DateTimeField()),
                    (
                        "business",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="pledges",
                            to="businesses.business",
                        ),
                    ),
                ],
                options={
                    "ordering": ["serial"],
                    "constraints": [
                        models.UniqueConstraint(fields=("business", "kind"), name="pledge_once_a_kind"),
                        models.UniqueConstraint(fields=("business", "serial"), name="pledge_serial_once"),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "kind__in",
                                    [
                                        "no_reason_return",
                                        "cross_shop_return",
                                        "reply_24h",
                                        "genuine_goods",
                                        "fair_price",
                                    ],
                                )
                            ),
                            name="pledge_kind_is_known",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PledgeSuspension",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("reason", models.TextField()),
                    ("suspended_by", models.CharField(max_length=80)),
                    ("suspended_at", models.DateTimeField()),
                    ("lifted_by", models.CharField(blank=True, max_length=80)),
                    ("lifted_at", models.DateTimeField(null=True)),
                    (
                        "pledge",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="suspensions",
                            to="businesses.pledge",
                        ),
                    ),
                ],
                options={
                    "ordering": ["suspended_at", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("lifted_at", None)),
                            fields=("pledge",),
                            name="pledge_suspended_once",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PledgeVersion",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField()),
                    ("from_on", models.DateField()),
                    ("until_on", models.DateField(null=True)),
                    ("terms", models.JSONField()),
                    ("trades", models.CharField(blank=True, max_length=200)),
                    ("words", models.JSONField()),
                    ("own_words", models.TextField(blank=True)),
                    ("fingerprint", models.CharField(max_length=64)),
                    ("published_by", models.CharField(max_length=80)),
                    ("published_at", models.DateTimeField()),
                    ("places", models.ManyToManyField(related_name="pledge_versions", to="businesses.place")),
                    (
                        "pledge",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="versions",
                            to="businesses.pledge",
                        ),
                    ),
                ],
                options={
                    "ordering": ["pledge", "number"],
                    "indexes": [models.Index(fields=["from_on", "until_on"], name="pledge_version_days")],
                    "constraints": [
                        models.UniqueConstraint(fields=("pledge", "number"), name="pledge_version_once"),
                        models.UniqueConstraint(
                            condition=models.Q(("until_on", None)),
                            fields=("pledge",),
                            name="pledge_version_one_open_ended",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(
                                ("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"
                            ),
                            fields=("pledge", "from_on"),
                            name="pledge_version_one_a_first_day",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("fingerprint", ""), _negated=True),
                            name="pledge_version_has_fingerprint",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Poster",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("code", models.CharField(max_length=16, unique=True)),
                    ("hung_at", models.CharField(blank=True, max_length=120)),
                    ("issued_by", models.CharField(max_length=80)),
                    ("issued_at", models.DateTimeField()),
                    ("ended_by", models.CharField(blank=True, max_length=80)),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "place",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="posters",
                            to="businesses.place",
                        ),
                    ),
                ],
                options={
                    "ordering": ["issued_at", "id"],
                },
            ),
            migrations.CreateModel(
                name="PosterReport",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("text", huaihai.kit.fields.SealedTextField()),
                    ("reported_at", models.DateTimeField()),
                    ("done_by", models.CharField(blank=True, max_length=80)),
                    ("done_at", models.DateTimeField(null=True)),
                    ("outcome", models.CharField(blank=True, max_length=300)),
                    (
                        "poster",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reports",
                            to="businesses.poster",
                        ),
                    ),
                ],
                options={
                    "ordering": ["reported_at", "id"],
                },
            ),
            migrations.CreateModel(
                name="Enrolment",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("number", models.CharField(max_length=20, unique=True)),
                    ("code_hash", models.CharField(max_length=64)),
                    ("client_key", models.CharField(max_length=64, unique=True)),
                    (
                        "as_kind",
                        models.CharField(
                            choices=[
                                ("shop", "a shop or company"),
                                ("chain", "a chain with branches"),
                                ("market", "a market with stalls"),
                                ("mall", "a shopping centre"),
                                ("scenic_area", "a scenic area"),
                                ("platform", "an online platform"),
                                ("other", "something else"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("stage", models.CharField(max_length=10)),
                    ("version", models.PositiveIntegerField(default=0)),
                    ("name", models.CharField(max_length=120)),
                    ("credit_code", models.CharField(db_index=True, max_length=18)),
                    ("stated", huaihai.kit.fields.SealedFactsField(default=dict)),
                    ("contact_name", huaihai.kit.fields.SealedTextField()),
                    ("contact_phone", huaihai.kit.fields.SealedTextField()),
                    ("phone_index", huaihai.kit.fields.BlindIndexField(default="", source="contact_phone")),
                    ("promise", models.CharField(max_length=20)),
                    ("applied_at", models.DateTimeField()),
                    ("joined_on", models.DateField(null=True)),
                    ("left_on", models.DateField(null=True)),
                    (
                        "notice",
                        models.CharField(
                            blank=True,
                            choices=[("leave", "leaves the channel"), ("suspend", "pauses")],
                            default="",
                            max_length=8,
                        ),
                    ),
                    ("notice_on", models.DateField(null=True)),
                    ("reason", huaihai.kit.fields.SealedTextField(blank=True, default="")),
                    ("is_demo", models.BooleanField(default=False)),
                    (
                        "account",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="enrolments",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "body",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="enrolments",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "business",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="enrolments",
                            to="businesses.business",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["body", "stage", "applied_at"], name="enrolment_body_stage"),
                        models.Index(
                            condition=models.Q(("notice_on__isnull", False)),
                            fields=["notice_on"],
                            name="enrolment_notice_due",
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("stage__in", ("joined", "suspended"))),
                            fields=("business",),
                            name="enrolment_one_live_a_business",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("stage", "applied")),
                            fields=("credit_code", "phone_index"),
                            name="enrolment_one_waiting_a_phone",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("stage__in", ["applied", "joined", "suspended", "left", "refused"])
                            ),
                            name="enrolment_stage_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("stage__in", ["applied", "refused"]),
                                models.Q(("business__isnull", False), ("joined_on__isnull", False)),
                                _connector="OR",
                            ),
                            name="enrolment_joined_is_a_business",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("left_on__isnull", False), ("stage", "left")),
                                models.Q(
                                    models.Q(("stage", "left"), _negated=True), ("left_on__isnull", True)
                                ),
                                _connector="OR",
                            ),
                            name="enrolment_left_has_a_day",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("notice", ""), ("notice_on__isnull", True)),
                                models.Q(("notice__in", ["leave", "suspend"]), ("notice_on__isnull", False)),
                                _connector="OR",
                            ),
                            name="enrolment_notice_has_a_day",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ChannelSuspension",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("from_on", models.DateField()),
                    ("until_on", models.DateField(null=True)),
                    ("by_business", models.BooleanField()),
                    (
                        "enrolment",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="suspensions",
                            to="businesses.enrolment",
                        ),
                    ),
                ],
                options={
                    "ordering": ["from_on", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("until_on", None)),
                            fields=("enrolment",),
                            name="channel_suspension_one_open",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ListedStall",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("name", models.CharField(max_length=120)),
                    ("credit_code", models.CharField(blank=True, default="", max_length=18)),
                    ("region_code", models.CharField(blank=True, default="", max_length=6)),
                    ("stage", models.CharField(max_length=10)),
                    ("version", models.PositiveIntegerField(default=0)),
                    ("listed_at", models.DateTimeField()),
                    ("reason", models.CharField(blank=True, default="", max_length=300)),
                    (
                        "agent",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="listed_stalls",
                            to="businesses.business",
                        ),
                    ),
                    (
                        "body",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="listed_stalls",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "business",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="listed_as",
                            to="businesses.business",
                        ),
                    ),
                    (
                        "mandate",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="listed_as",
                            to="businesses.mandate",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-listed_at", "name"],
                    "indexes": [
                        models.Index(fields=["body", "stage", "listed_at"], name="stall_body_stage"),
                        models.Index(fields=["agent", "stage"], name="stall_agent_stage"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("stage__in", ("listed", "confirmed"))),
                            fields=("agent", "name"),
                            name="stall_once_a_name",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(
                                ("stage__in", ("listed", "confirmed")),
                                models.Q(("credit_code", ""), _negated=True),
                            ),
                            fields=("agent", "credit_code"),
                            name="stall_once_a_code",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("stage__in", ["listed", "confirmed", "refused", "ended"])),
                            name="stall_stage_is_known",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PushInvitation",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("invited_at", models.DateTimeField()),
                    (
                        "way",
                        models.CharField(
                            choices=[
                                ("letter", "by letter"),
                                ("call", "by a call"),
                                ("sms", "by a text message without a link"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("by", models.CharField(max_length=80)),
                    (
                        "answer",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("will_join", "will join"),
                                ("thinks", "is thinking about it"),
                                ("no", "does not want to"),
                                ("not_reached", "could not be reached"),
                            ],
                            default="",
                            max_length=12,
                        ),
                    ),
                    ("answered_at", models.DateTimeField(null=True)),
                    ("next_on", models.DateField(null=True)),
                    ("note", huaihai.kit.fields.SealedTextField(blank=True, default="")),
                    (
                        "body",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="push_invitations",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "business",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="push_invitations",
                            to="businesses.business",
                        ),
                    ),
                ],
                options={
                    "ordering": ["invited_at", "id"],
                    "indexes": [
                        models.Index(fields=["body", "invited_at"], name="push_body_invited"),
                        models.Index(fields=["business", "body", "invited_at"], name="push_business_body"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("way__in", ["letter", "call", "sms"])),
                            name="push_way_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("answer", ""), ("answered_at__isnull", True)),
                                models.Q(
                                    ("answer__in", ["will_join", "thinks", "no", "not_reached"]),
                                    ("answered_at__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="push_answer_is_known",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="StandingOffer",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "business",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="standing_offers",
                            to="businesses.business",
                        ),
                    ),
                    ("serial", models.PositiveSmallIntegerField()),
                    ("version", models.PositiveIntegerField(default=0)),
                    ("created_at", models.DateTimeField()),
                ],
                options={
                    "ordering": ["serial"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("business", "serial"), name="standing_offer_serial_once"
                        )
                    ],
                    "indexes": [],
                },
            ),
            migrations.CreateModel(
                name="StandingOfferVersion",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "offer",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="versions",
                            to="businesses.standingoffer",
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField()),
                    ("from_on", models.DateField()),
                    ("until_on", models.DateField(null=True)),
                    ("terms", models.JSONField()),
                    ("note", models.TextField(blank=True)),
                    ("falls_short", models.JSONField(default=list)),
                    ("fingerprint", models.CharField(max_length=64)),
                    ("published_by", models.CharField(max_length=80)),
                    ("published_at", models.DateTimeField()),
                ],
                options={
                    "ordering": ["offer", "number"],
                    "indexes": [models.Index(fields=["from_on", "until_on"], name="standing_version_days")],
                    "constraints": [
                        models.UniqueConstraint(fields=("offer", "number"), name="standing_version_once"),
                        models.UniqueConstraint(
                            condition=models.Q(("until_on", None)),
                            fields=("offer",),
                            name="standing_version_one_open_ended",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(
                                ("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"
                            ),
                            fields=("offer", "from_on"),
                            name="standing_version_one_a_first_day",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("fingerprint", ""), _negated=True),
                            name="standing_version_has_fingerprint",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Connection",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("name", models.CharField(max_length=60)),
                    ("is_sandbox", models.BooleanField(default=False)),
                    ("webhook_url", models.CharField(blank=True, max_length=300)),
                    ("made_by", models.CharField(max_length=80)),
                    ("from_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("last_used_at", models.DateTimeField(null=True)),
                    ("last_number", models.PositiveBigIntegerField(default=0)),
                    ("version", models.PositiveIntegerField(default=1)),
                    (
                        "business",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="connections",
                            to="businesses.business",
                        ),
                    ),
                ],
                options={
                    "ordering": ["from_at", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended_at", None)),
                            fields=("business", "name"),
                            name="connection_name_once_a_business",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("ended_at", None), ("ended_at__gte", models.F("from_at")), _connector="OR"
                            ),
                            name="connection_ends_after_it_began",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Change",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("number", models.PositiveBigIntegerField()),
                    ("subject", models.CharField(max_length=80)),
                    ("sequence", models.PositiveIntegerField()),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("case.invited", "you are invited"),
                                ("case.answered_by_consumer", "the consumer answered"),
                                ("case.moved", "the case moved on"),
                                ("case.taken_away", "another business is meant"),
                                ("promise.due", "a promise falls due"),
                                ("connection.test", "a test message"),
                            ],
                            max_length=40,
                        ),
                    ),
                    ("data", models.JSONField(default=dict)),
                    ("at", models.DateTimeField()),
                    (
                        "message",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="change",
                            to="record.outboxmessage",
                        ),
                    ),
                    (
                        "connection",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="changes",
                            to="businesses.connection",
                        ),
                    ),
                ],
                options={
                    "ordering": ["connection", "number"],
                    "constraints": [
                        models.UniqueConstraint(fields=("connection", "number"), name="change_number_once"),
                        models.UniqueConstraint(
                            fields=("connection", "subject", "sequence"), name="change_sequence_once"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ConnectionKey",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("key_id", models.CharField(max_length=40, unique=True)),
                    ("secret", huaihai.kit.fields.SealedTextField()),
                    ("webhook_secret", huaihai.kit.fields.SealedTextField()),
                    ("from_at", models.DateTimeField()),
                    ("until_at", models.DateTimeField(null=True)),
                    (
                        "connection",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="keys",
                            to="businesses.connection",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-from_at", "-id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("until_at", None)),
                            fields=("connection",),
                            name="connection_one_lasting_key",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="SeenNonce",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("nonce", models.CharField(max_length=64)),
                    ("at", models.DateTimeField()),
                    (
                        "connection",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="nonces",
                            to="businesses.connection",
                        ),
                    ),
                ],
                options={
                    "indexes": [models.Index(fields=["connection", "at"], name="nonce_seen")],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("connection", "nonce"), name="nonce_once_a_connection"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Correction",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "fact",
                        models.CharField(
                            choices=[
                                ("name", "the name or the credit code"),
                                ("places", "the cities and places"),
                                ("channel", "since when it is on the fast channel"),
                                ("pledges", "the pledges and standing offers"),
                                ("numbers", "the numbers about complaints"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("wrong", huaihai.kit.fields.SealedTextField()),
                    ("why", huaihai.kit.fields.SealedTextField()),
                    ("proof_sha256", models.CharField(blank=True, max_length=64)),
                    ("proof_kind", models.CharField(blank=True, max_length=40)),
                    ("proof_derivative", models.CharField(blank=True, max_length=80)),
                    ("proof_name", huaihai.kit.fields.SealedTextField(blank=True)),
                    ("asked_by", models.CharField(max_length=80)),
                    ("asked_at", models.DateTimeField()),
                    ("body_told_at", models.DateTimeField(null=True)),
                    ("answered_by", models.CharField(blank=True, max_length=80)),
                    ("answered_at", models.DateTimeField(null=True)),
                    ("was_right", models.BooleanField(null=True)),
                    ("answer", models.TextField(blank=True)),
                    ("version", models.PositiveIntegerField(default=1)),
                    (
                        "body",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="corrections",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "business",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="corrections",
                            to="businesses.business",
                        ),
                    ),
                ],
                options={
                    "ordering": ["asked_at", "id"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(("answered_at", None)),
                            fields=["body", "asked_at"],
                            name="correction_open",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("answered_at", None)),
                            fields=("business", "fact"),
                            name="correction_one_open_a_fact",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("fact__in", ["name", "places", "channel", "pledges", "numbers"])
                            ),
                            name="correction_fact_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("answer", ""),
                                    ("answered_at", None),
                                    ("answered_by", ""),
                                    ("was_right", None),
                                ),
                                models.Q(
                                    ("answered_at__isnull", False),
                                    ("was_right__isnull", False),
                                    models.Q(("answer", ""), _negated=True),
                                    models.Q(("answered_by", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="correction_answer_is_whole",
                        ),
                    ],
                },
            ),
        ),
    ]
