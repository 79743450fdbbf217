import django.db.models.deletion
from django.db import migrations, models

import huaihai.kit.fields
import huaihai.kit.ids
from huaihai.kit.tables import CreateTables


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0002_pledges_offers_and_the_fast_channel"),
        ("cases", "0004_promises_of_before"),
        ("education", "0001_publications"),
        ("members", "0002_clock_decided_by"),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="CoSignature",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("submission", models.PositiveSmallIntegerField(default=0)),
                    ("text_hash", models.CharField(max_length=64)),
                    ("is_on_duty", models.BooleanField(default=False)),
                    ("for_silent", models.BooleanField(default=False)),
                    ("by", models.CharField(max_length=80)),
                    ("at", models.DateTimeField()),
                    (
                        "body",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="signatures",
                            to="education.edition",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_co_signature",
                    "ordering": ["edition", "at", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("edition", "submission", "body", "for_silent"),
                            name="one_co_signature_a_body",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Delivery",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "channel",
                        models.CharField(
                            choices=[("email", "E-mail"), ("sms", "Text message"), ("press", "Press")],
                            max_length=8,
                        ),
                    ),
                    (
                        "notice",
                        models.CharField(
                            choices=[
                                ("out", "published"),
                                ("advance", "in advance, under embargo"),
                                ("called_off", "called off before publication"),
                            ],
                            default="out",
                            max_length=12,
                        ),
                    ),
                    ("embargo_at", models.DateTimeField(null=True)),
                    ("text_hash", models.CharField(max_length=64)),
                    ("in_digest", models.BooleanField(default=False)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("waiting", "waiting"),
                                ("sent", "sent"),
                                ("gave_up", "given up"),
                                ("superseded", "replaced before it left"),
                                ("stopped", "unsubscribed before it left"),
                            ],
                            default="waiting",
                            max_length=12,
                        ),
                    ),
                    ("queued_at", models.DateTimeField()),
                    ("due_at", models.DateTimeField()),
                    ("claimed_until", models.DateTimeField(null=True)),
                    ("effect_key", models.CharField(blank=True, max_length=80)),
                    ("attempts", models.PositiveSmallIntegerField(default=0)),
                    ("last_error", models.CharField(blank=True, max_length=80)),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="deliveries",
                            to="education.edition",
                        ),
                    ),
                    (
                        "press",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="deliveries",
                            to="education.presscontact",
                        ),
                    ),
                    (
                        "subscription",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="deliveries",
                            to="education.subscription",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_delivery",
                    "ordering": ["pk"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(("state", "waiting")),
                            fields=["due_at"],
                            name="delivery_waiting",
                        ),
                        models.Index(fields=["effect_key"], name="delivery_effect"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("ended_at", None), ("state", "waiting")),
                                models.Q(
                                    models.Q(("state", "waiting"), _negated=True), ("ended_at__isnull", False)
                                ),
                                _connector="OR",
                            ),
                            name="delivery_ended_at_a_moment",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("subscription__isnull", False)),
                            fields=("edition", "subscription"),
                            name="one_delivery_a_subscription",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("notice", "out"), ("press__isnull", False)),
                            fields=("edition", "press"),
                            name="one_delivery_a_contact",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("press", None), ("subscription__isnull", False)),
                                models.Q(("press__isnull", False), ("subscription", None)),
                                _connector="OR",
                            ),
                            name="delivered_to_one",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Edition",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField()),
                    (
                        "purpose",
                        models.CharField(
                            choices=[
                                ("first", "first publication"),
                                ("update", "update"),
                                ("withdrawal", "withdrawal"),
                            ],
                            max_length=12,
                        ),
                    ),
                    (
                        "stage",
                        models.CharField(
                            choices=[
                                ("draft", "draft"),
                                ("first_review", "first review"),
                                ("second_review", "second review"),
                                ("third_review", "third review"),
                                ("signing", "being signed"),
                                ("out", "out"),
                                ("dropped", "dropped"),
                            ],
                            max_length=16,
                        ),
                    ),
                    ("change_note", models.TextField(blank=True)),
                    ("reason", models.TextField(blank=True)),
                    ("is_urgent", models.BooleanField(default=False)),
                    ("urgent_reason", models.TextField(blank=True)),
                    ("not_before", models.DateTimeField(blank=True, null=True)),
                    ("submission", models.PositiveSmallIntegerField(default=0)),
                    ("needed", models.PositiveSmallIntegerField(default=0)),
                    ("sign_by_at", models.DateTimeField(blank=True, null=True)),
                    ("passed_to_office_at", models.DateTimeField(blank=True, null=True)),
                    ("opened_by", models.CharField(max_length=80)),
                    ("opened_at", models.DateTimeField()),
                    ("out_at", models.DateTimeField(blank=True, null=True)),
                    ("turn", models.PositiveIntegerField(default=1)),
                    (
                        "publication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="editions",
                            to="education.publication",
                        ),
                    ),
                    (
                        "version",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="education.publicationversion",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_edition",
                    "ordering": ["-opened_at", "-number"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("publication", "number"), name="one_edition_a_number"
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("stage__in", ["out", "dropped"]), _negated=True),
                            fields=("publication",),
                            name="one_open_edition",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "stage__in",
                                    [
                                        "draft",
                                        "first_review",
                                        "second_review",
                                        "third_review",
                                        "signing",
                                        "out",
                                        "dropped",
                                    ],
                                )
                            ),
                            name="edition_stage_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("version__isnull", False), ("purpose", "withdrawal"), _connector="OR"
                            ),
                            name="edition_has_a_text",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("out_at__isnull", False), ("stage", "out")),
                                models.Q(models.Q(("stage", "out"), _negated=True), ("out_at", None)),
                                _connector="OR",
                            ),
                            name="out_at_a_moment",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Exposure",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("ground", models.CharField(max_length=20)),
                    ("shown_name", models.CharField(max_length=120)),
                    (
                        "stage",
                        models.CharField(
                            choices=[
                                ("proposed", "proposed"),
                                ("noticed", "business told"),
                                ("ready", "in review"),
                                ("shown", "published"),
                                ("expired", "expired"),
                                ("cured", "made good, taken down"),
                                ("retracted", "retracted"),
                                ("dropped", "dropped"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("checked_hash", models.CharField(blank=True, max_length=64)),
                    ("opened_at", models.DateTimeField()),
                    ("shown_at", models.DateTimeField(blank=True, null=True)),
                    ("expires_on", models.DateField(blank=True, null=True)),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ("end_reason", models.TextField(blank=True)),
                    ("turn", models.PositiveIntegerField(default=1)),
                    (
                        "business",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="exposures",
                            to="businesses.business",
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="exposures",
                            to="cases.case",
                        ),
                    ),
                    (
                        "publication",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="exposure",
                            to="education.publication",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_exposure",
                    "ordering": ["-opened_at", "-id"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(("stage", "shown")),
                            fields=["expires_on"],
                            name="exposure_expires",
                        ),
                        models.Index(fields=["business", "stage"], name="exposure_of_business"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "stage__in",
                                    [
                                        "proposed",
                                        "noticed",
                                        "ready",
                                        "shown",
                                        "expired",
                                        "cured",
                                        "retracted",
                                        "dropped",
                                    ],
                                )
                            ),
                            name="exposure_stage_is_known",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("stage__in", ("proposed", "noticed", "ready", "shown"))),
                            fields=("business", "ground"),
                            name="one_open_exposure_a_ground",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("stage", "shown"), _negated=True),
                                ("expires_on__isnull", False),
                                _connector="OR",
                            ),
                            name="shown_until_a_day",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ImportBatch",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("made_at", models.DateTimeField()),
                    ("made_by", models.CharField(max_length=80)),
                    (
                        "publisher",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="members.organisation",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_import_batch",
                    "ordering": ["-made_at", "-id"],
                },
            ),
            migrations.CreateModel(
                name="ImportedPage",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("position", models.PositiveSmallIntegerField()),
                    ("name", models.CharField(max_length=120)),
                    ("size", models.PositiveBigIntegerField()),
                    ("sha256", models.CharField(blank=True, db_index=True, max_length=64)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("read", "read"),
                                ("refused", "cannot be read"),
                                ("drafted", "a draft now"),
                                ("skipped", "left out"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("refusal", models.CharField(blank=True, max_length=20)),
                    (
                        "format",
                        models.CharField(
                            blank=True,
                            choices=[("html", "web page"), ("word", "Word file"), ("text", "text file")],
                            max_length=8,
                        ),
                    ),
                    ("encoding", models.CharField(blank=True, max_length=16)),
                    ("declared", models.CharField(blank=True, max_length=40)),
                    ("is_contradicted", models.BooleanField(default=False)),
                    ("encodings", models.JSONField(blank=True, default=list)),
                    ("found", models.TextField(blank=True)),
                    ("repaired", models.TextField(blank=True)),
                    ("removed", models.JSONField(blank=True, default=list)),
                    ("steps", models.JSONField(blank=True, default=list)),
                    ("title", models.CharField(blank=True, max_length=200)),
                    ("source_name", models.CharField(blank=True, max_length=120)),
                    ("source_on", models.DateField(blank=True, null=True)),
                    ("text_hash", models.CharField(blank=True, db_index=True, max_length=64)),
                    ("sketch", models.JSONField(blank=True, default=list)),
                    ("reason", models.CharField(blank=True, max_length=300)),
                    ("decided_at", models.DateTimeField(blank=True, null=True)),
                    ("decided_by", models.CharField(blank=True, max_length=80)),
                    ("turn", models.PositiveIntegerField(default=1)),
                    (
                        "batch",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="pages",
                            to="education.importbatch",
                        ),
                    ),
                    (
                        "publication",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="imported_pages",
                            to="education.publication",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_imported_page",
                    "ordering": ["batch", "position"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("batch", "position"), name="one_imported_page_a_place"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["read", "refused", "drafted", "skipped"])),
                            name="imported_page_state_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("publication__isnull", False), ("state", "drafted")),
                                models.Q(
                                    models.Q(("state", "drafted"), _negated=True), ("publication", None)
                                ),
                                _connector="OR",
                            ),
                            name="a_drafted_page_has_a_draft",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ImportLikeness",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("same_bytes", "the same file"),
                                ("same_text", "the same text"),
                                ("near", "nearly the same text"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("percent", models.PositiveSmallIntegerField()),
                    (
                        "other",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="education.importedpage",
                        ),
                    ),
                    (
                        "page",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="likenesses",
                            to="education.importedpage",
                        ),
                    ),
                    (
                        "publication",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="education.publication",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_import_likeness",
                    "ordering": ["page", "-percent", "pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("other", None), ("publication__isnull", False)),
                                models.Q(("other__isnull", False), ("publication", None)),
                                _connector="OR",
                            ),
                            name="like_one_thing",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ImportQuestion",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("kept_annotation", "perhaps pinyin that does not belong here"),
                                ("byte_damage", "damaged characters"),
                                ("correction", "a misprint of the source"),
                                ("mixed_script", "a traditional character in a simplified text"),
                                ("broken_bytes", "a character that cannot be read"),
                            ],
                            max_length=16,
                        ),
                    ),
                    ("start", models.PositiveIntegerField()),
                    ("end", models.PositiveIntegerField()),
                    ("found", models.TextField()),
                    ("suggestion", models.TextField(blank=True)),
                    ("before", models.CharField(blank=True, max_length=40)),
                    ("after", models.CharField(blank=True, max_length=40)),
                    (
                        "answer",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("", "not answered yet"),
                                ("taken", "changed as suggested"),
                                ("kept", "left as it is"),
                                ("words", "own words"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("words", models.CharField(blank=True, max_length=200)),
                    ("answered_at", models.DateTimeField(blank=True, null=True)),
                    ("answered_by", models.CharField(blank=True, max_length=80)),
                    (
                        "page",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="questions",
                            to="education.importedpage",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_import_question",
                    "ordering": ["page", "start"],
                    "constraints": [
                        models.UniqueConstraint(fields=("page", "start"), name="one_question_a_place")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Interest",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "what",
                        models.CharField(
                            choices=[
                                ("kind", "kind"),
                                ("city", "city"),
                                ("topic", "topic"),
                                ("word", "word"),
                            ],
                            max_length=5,
                        ),
                    ),
                    ("value", models.CharField(max_length=40)),
                    (
                        "subscription",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="interests",
                            to="education.subscription",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_interest",
                    "ordering": ["pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("subscription", "what", "value"), name="one_interest_of_a_value"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="LawCitation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("statute", models.CharField(max_length=60)),
                    ("article", models.CharField(blank=True, max_length=20)),
                    (
                        "publication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="law_citations",
                            to="education.publication",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_law_citation",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("statute", "article", "publication"), name="one_citation_a_publication"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="LawText",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("statute", models.CharField(max_length=60)),
                    ("title", models.CharField(max_length=200)),
                    ("dated_on", models.DateField()),
                    ("number", models.PositiveSmallIntegerField(default=1)),
                    ("source_name", models.CharField(max_length=200)),
                    ("sha256", models.CharField(max_length=64)),
                    ("loaded_at", models.DateTimeField()),
                    ("loaded_by", models.CharField(max_length=80)),
                ],
                options={
                    "db_table": "education_law_text",
                    "ordering": ["statute", "-dated_on", "-number"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("statute", "dated_on", "number"), name="one_law_text_a_number"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("number__gte", 1)), name="law_text_numbers_from_one"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="LawTextArticle",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("position", models.PositiveSmallIntegerField()),
                    ("key", models.CharField(max_length=20)),
                    ("chapter", models.CharField(blank=True, max_length=120)),
                    ("words", models.TextField()),
                    (
                        "law_text",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="articles",
                            to="education.lawtext",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_law_text_article",
                    "ordering": ["law_text", "position"],
                    "constraints": [
                        models.UniqueConstraint(fields=("law_text", "key"), name="one_row_an_article")
                    ],
                },
            ),
            migrations.CreateModel(
                name="LessonAnswer",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("reader", models.UUIDField()),
                    ("before", models.PositiveSmallIntegerField(null=True)),
                    ("after", models.PositiveSmallIntegerField(null=True)),
                    ("on", models.DateField()),
                    (
                        "version",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="answers",
                            to="education.publicationversion",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_lesson_answer",
                    "constraints": [
                        models.UniqueConstraint(fields=("version", "reader"), name="one_answer_a_reader"),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("before__isnull", False), ("after__isnull", False), _connector="OR"
                            ),
                            name="answer_says_something",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="LessonMonth",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("month", models.PositiveSmallIntegerField()),
                    (
                        "publication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="month_rows",
                            to="education.publication",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_lesson_month",
                    "constraints": [
                        models.UniqueConstraint(fields=("month", "publication"), name="one_row_a_month")
                    ],
                },
            ),
            migrations.CreateModel(
                name="LessonPart",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("stages", models.JSONField(default=list)),
                    ("months", models.JSONField(default=list)),
                    ("season", models.CharField(blank=True, max_length=40)),
                    ("ask", models.CharField(max_length=200)),
                    ("choices", models.JSONField(default=list)),
                    ("answer", models.PositiveSmallIntegerField()),
                    ("why", models.TextField()),
                    (
                        "version",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="lesson",
                            to="education.publicationversion",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_lesson_part",
                },
            ),
            migrations.CreateModel(
                name="LessonStage",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("stage", models.CharField(max_length=16)),
                    (
                        "publication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="stage_rows",
                            to="education.publication",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_lesson_stage",
                    "constraints": [
                        models.UniqueConstraint(fields=("stage", "publication"), name="one_row_a_stage")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Picture",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField()),
                    ("shows", models.CharField(max_length=200)),
                    ("kind", models.CharField(max_length=40)),
                    ("size", models.PositiveBigIntegerField()),
                    ("sha256", models.CharField(max_length=64)),
                    ("derivative", models.CharField(max_length=80)),
                    ("added_at", models.DateTimeField()),
                    ("added_by", models.CharField(max_length=80)),
                    (
                        "publication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="pictures",
                            to="education.publication",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_picture",
                    "ordering": ["publication", "number"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("publication", "number"), name="one_picture_a_number"
                        ),
                        models.UniqueConstraint(
                            fields=("publication", "sha256"), name="picture_once_a_publication"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PressContact",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("outlet", models.CharField(max_length=80)),
                    ("person", huaihai.kit.fields.SealedTextField(blank=True)),
                    ("email", huaihai.kit.fields.SealedTextField(blank=True)),
                    ("email_index", huaihai.kit.fields.BlindIndexField(default="", source="email")),
                    ("added_by", models.CharField(max_length=80)),
                    ("added_at", models.DateTimeField()),
                    ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "body",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "cities",
                        models.ManyToManyField(blank=True, related_name="+", to="members.organisation"),
                    ),
                ],
                options={
                    "db_table": "education_press_contact",
                    "ordering": ["outlet", "added_at"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended_at", None)),
                            fields=("email_index",),
                            name="one_contact_an_address",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("ended_at", None),
                                models.Q(("email", ""), ("email_index", ""), ("person", "")),
                                _connector="OR",
                            ),
                            name="left_without_address",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PressPiece",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("url", models.URLField(max_length=300)),
                    ("told_at", models.DateTimeField()),
                    (
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="pieces",
                            to="education.presscontact",
                        ),
                    ),
                    (
                        "publication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="pieces",
                            to="education.publication",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_press_piece",
                    "ordering": ["-told_at", "-pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("contact", "publication", "url"), name="one_row_a_piece"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PublicationCity",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("is_shown", models.BooleanField(default=False)),
                    (
                        "city",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "publication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="city_rows",
                            to="education.publication",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_publication_city",
                    "ordering": ["city__position"],
                    "constraints": [
                        models.UniqueConstraint(fields=("city", "publication"), name="one_row_a_city")
                    ],
                },
            ),
            migrations.CreateModel(
                name="PublicationTopic",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("topic", models.CharField(max_length=4)),
                    ("is_shown", models.BooleanField(default=False)),
                    (
                        "publication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="topic_rows",
                            to="education.publication",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_publication_topic",
                    "ordering": ["topic"],
                    "constraints": [
                        models.UniqueConstraint(fields=("topic", "publication"), name="one_row_a_topic")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Reply",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("name", models.CharField(max_length=120)),
                    ("text_hash", models.CharField(blank=True, max_length=64)),
                    ("asked_at", models.DateTimeField(blank=True, null=True)),
                    ("asked_how", models.CharField(blank=True, max_length=120)),
                    ("due_at", models.DateTimeField(blank=True, null=True)),
                    ("text", models.TextField(blank=True)),
                    ("answered_at", models.DateTimeField(blank=True, null=True)),
                    ("answered_by", models.CharField(blank=True, max_length=80)),
                    (
                        "business",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="businesses.business",
                        ),
                    ),
                    (
                        "publication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="replies",
                            to="education.publication",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_reply",
                    "ordering": ["publication", "name", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("business__isnull", False)),
                            fields=("publication", "business"),
                            name="one_reply_a_business",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Review",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("submission", models.PositiveSmallIntegerField(default=0)),
                    ("round", models.PositiveSmallIntegerField()),
                    ("text_hash", models.CharField(max_length=64)),
                    ("is_passed", models.BooleanField()),
                    ("note", models.TextField(blank=True)),
                    ("by", models.CharField(max_length=80)),
                    ("at", models.DateTimeField()),
                    (
                        "body",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="members.organisation",
                        ),
                    ),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="reviews",
                            to="education.edition",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_review",
                    "ordering": ["edition", "at", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("is_passed", True)),
                            fields=("edition", "submission", "round"),
                            name="one_pass_a_round",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("is_passed", True)),
                            fields=("edition", "submission", "by"),
                            name="one_round_a_person",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Subscription",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "channel",
                        models.CharField(
                            choices=[("email", "E-mail"), ("sms", "Text message")], max_length=8
                        ),
                    ),
                    ("address", huaihai.kit.fields.SealedTextField(blank=True)),
                    ("address_index", huaihai.kit.fields.BlindIndexField(default="", source="address")),
                    (
                        "rhythm",
                        models.CharField(
                            choices=[
                                ("at_once", "at once"),
                                ("daily", "once a day"),
                                ("weekly", "once a week"),
                            ],
                            default="at_once",
                            max_length=8,
                        ),
                    ),
                    ("language", models.CharField(default="zh-hans", max_length=16)),
                    ("all_cities", models.BooleanField(default=True)),
                    ("all_topics", models.BooleanField(default=True)),
                    ("consent_version", models.CharField(max_length=16)),
                    ("asked_at", models.DateTimeField()),
                    ("code_hash", models.CharField(blank=True, max_length=64)),
                    ("code_tries", models.PositiveSmallIntegerField(default=0)),
                    ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    "db_table": "education_subscription",
                    "ordering": ["-asked_at", "-id"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(("confirmed_at", None)),
                            fields=["asked_at"],
                            name="subscription_unconfirmed",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("confirmed_at__isnull", False), ("ended_at", None)),
                            fields=("address_index",),
                            name="one_subscription_an_address",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("ended_at", None),
                                models.Q(("address", ""), ("address_index", "")),
                                _connector="OR",
                            ),
                            name="ended_without_address",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="TopicProposal",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=huaihai.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("key", models.CharField(max_length=80, unique=True)),
                    (
                        "origin",
                        models.CharField(
                            choices=[
                                ("season", "the season"),
                                ("rising", "rising complaints"),
                                ("body", "a body"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("title", models.CharField(blank=True, max_length=120)),
                    ("month", models.DateField()),
                    ("topics", models.JSONField(default=list)),
                    ("cities", models.JSONField(default=list)),
                    ("facts", models.JSONField(default=list)),
                    ("lessons", models.JSONField(default=list)),
                    ("note", models.TextField(blank=True)),
                    (
                        "state",
                        models.CharField(
                            choices=[("open", "open"), ("taken", "taken up"), ("set_aside", "set aside")],
                            default="open",
                            max_length=12,
                        ),
                    ),
                    ("proposed_by", models.CharField(max_length=80)),
                    ("proposed_at", models.DateTimeField()),
                    ("decided_by", models.CharField(blank=True, max_length=80)),
                    ("decided_at", models.DateTimeField(blank=True, null=True)),
                    ("reason", models.TextField(blank=True)),
                    (
                        "publication",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="proposals",
                            to="education.publication",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_topic_proposal",
                    "ordering": ["-month", "-proposed_at", "-id"],
                    "indexes": [models.Index(fields=["state", "month"], name="topic_proposal_open")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["open", "taken", "set_aside"])),
                            name="topic_state_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "taken"), _negated=True),
                                ("publication__isnull", False),
                                _connector="OR",
                            ),
                            name="taken_by_a_publication",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Translation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "language",
                        models.CharField(choices=[("zh-Hant", "繁體中文"), ("en", "English")], max_length=8),
                    ),
                    ("words", models.JSONField(default=dict)),
                    ("written_at", models.DateTimeField()),
                    ("written_by", models.CharField(max_length=80)),
                    ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                    ("reviewed_by", models.CharField(blank=True, max_length=80)),
                    ("turn", models.PositiveIntegerField(default=1)),
                    (
                        "version",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="translations",
                            to="education.publicationversion",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_translation",
                    "ordering": ["version", "language"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("version", "language"), name="one_translation_a_language"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("language__in", ["zh-Hant", "en"])),
                            name="translation_language_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("reviewed_at__isnull", True), ("reviewed_by", "")),
                                models.Q(
                                    ("reviewed_at__isnull", False),
                                    models.Q(("reviewed_by", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="translation_review_is_whole",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("language", "en"), _negated=True),
                                ("reviewed_by", ""),
                                models.Q(("reviewed_by", models.F("written_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="english_has_a_second_person",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="WarnedProduct",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("position", models.PositiveSmallIntegerField()),
                    ("name", models.CharField(max_length=120)),
                    ("brand", models.CharField(blank=True, max_length=80)),
                    ("model", models.CharField(blank=True, max_length=80)),
                    ("barcode", models.CharField(blank=True, max_length=14)),
                    ("batches", models.TextField(blank=True)),
                    ("made_from", models.DateField(blank=True, null=True)),
                    ("made_until", models.DateField(blank=True, null=True)),
                    ("maker", models.CharField(blank=True, max_length=120)),
                    (
                        "version",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="products",
                            to="education.publicationversion",
                        ),
                    ),
                ],
                options={
                    "db_table": "education_warned_product",
                    "ordering": ["version", "position"],
                    "constraints": [
                        models.UniqueConstraint(fields=("version", "position"), name="one_product_a_place")
                    ],
                },
            ),
        ),
        migrations.RemoveConstraint(
            model_name="publication",
            name="publication_kind_is_known",
        ),
        migrations.AddField(
            model_name="publication",
            name="first_out_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="publication",
            name="out_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="publication",
            name="shown",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="education.publicationversion",
            ),
        ),
        migrations.AddField(
            model_name="publicationversion",
            name="cities",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="publicationversion",
            name="document_hash",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="publicationversion",
            name="evidence",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="publicationversion",
            name="harms",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="publicationversion",
            name="period_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="publicationversion",
            name="period_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="publicationversion",
            name="places",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="publicationversion",
            name="severity",
            field=models.CharField(
                blank=True,
                choices=[
                    ("Extreme", "danger to life"),
                    ("Severe", "danger to health or great loss"),
                    ("Moderate", "loss or harm possible"),
                    ("Minor", "good to know"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="publicationversion",
            name="to_do",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="publicationversion",
            name="to_turn",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="publicationversion",
            name="topics",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="publicationversion",
            name="what",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="publication",
            name="kind",
            field=models.CharField(
                choices=[
                    ("announcement", "announcement"),
                    ("rights", "your rights"),
                    ("lesson", "lesson"),
                    ("warning", "warning"),
                    ("tip", "tip"),
                    ("story", "case story"),
                    ("notice", "notice of a survey or test"),
                    ("exposure", "exposure"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="publicationversion",
            name="body",
            field=models.TextField(blank=True),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("out_at__isnull", False)), fields=["out_at"], name="publication_out"
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["announcement", "rights", "lesson", "warning", "tip", "story", "notice", "exposure"],
                    )
                ),
                name="publication_kind_is_known",
            ),
        ),
    ]
