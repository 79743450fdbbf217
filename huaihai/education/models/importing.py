"""Old pages that were handed in: batches, pages, the questions about them, and what they are like."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import pgettext_lazy

from huaihai.education.importing.files import FORMATS
from huaihai.education.importing.life import OLD_PAGE, READ
from huaihai.education.models.publications import Publication
from huaihai.kit.ids import new_id

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, actor: "Actor") -> "ImportBatchQuerySet":
        """To officers of the body that will publish, and those above it; the alliance's to all officers."""
        if actor.kind == "system":
            return self
        if actor.kind != "officer" or actor.organisation is None:
            return self.none()
        return self.filter(Q(publisher__path__under=actor.organisation.path) | Q(publisher=None))

    def with_counts(self) -> "ImportBatchQuerySet":
        """Each with the name of its first file, how many pages it has, and how many wait for somebody."""
        waiting = Count("pages", filter=Q(pages__state=READ), distinct=True)
        first = ImportedPage.objects.filter(batch=OuterRef("pk")).order_by("position").values("name")[:1]
        return self.annotate(
            first_name=Subquery(first), page_count=Count("pages", distinct=True), waiting_count=waiting
        )


class ImportBatch(models.Model):
    """Files that were handed in at once. `publisher` is empty for the alliance itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    publisher = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        db_table = "education_import_batch"
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"import-batch:{self.pk}"


class ImportedPageQuerySet(models.QuerySet["ImportedPage"]):
    def visible_to(self, actor: "Actor") -> "ImportedPageQuerySet":
        """Those of the batches that the actor sees."""
        return self.filter(batch__in=ImportBatch.objects.visible_to(actor))

    def with_counts(self) -> "ImportedPageQuerySet":
        """Each with its open questions, and whether it is like something that is here already."""
        asked = Count("questions", filter=Q(questions__answer=""), distinct=True)
        alike = Exists(ImportLikeness.objects.filter(page=OuterRef("pk")))
        return self.annotate(asked_count=asked, is_like_another=alike)


class ImportedPage(models.Model):
    """One file. The original is sealed under its hash (`kit.filestore`) and never changed.

    `found` is the text as it was found in the file, `repaired` what the sure rules made of it, `removed` and `steps`
    what they did (see `education.repairs`). `encodings` is not empty while an editor has to choose a reading.
    `text_hash` and `sketch` find the same and nearly the same text; `turn` grows with every verb.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="pages")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    state = models.CharField(max_length=12, choices=list(OLD_PAGE.stages.items()))
    refusal = models.CharField(max_length=20, blank=True)
    format = models.CharField(max_length=8, choices=FORMATS, blank=True)
    encoding = models.CharField(max_length=16, blank=True)
    declared = models.CharField(max_length=40, blank=True)
    is_contradicted = models.BooleanField(default=False)
    encodings = models.JSONField(default=list, blank=True)
    found = models.TextField(blank=True)
    repaired = models.TextField(blank=True)
    removed = models.JSONField(default=list, blank=True)
    steps = models.JSONField(default=list, blank=True)
    title = models.CharField(max_length=200, blank=True)
    source_name = models.CharField(max_length=120, blank=True)
    source_on = models.DateField(null=True, blank=True)
    text_hash = models.CharField(max_length=64, blank=True, db_index=True)
    sketch = models.JSONField(default=list, blank=True)
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, null=True, blank=True, related_name="imported_pages"
    )
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    turn = models.PositiveIntegerField(default=1)

    objects = ImportedPageQuerySet.as_manager()

    class Meta:
        db_table = "education_imported_page"
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="one_imported_page_a_place"),
            models.CheckConstraint(
                condition=Q(state__in=list(OLD_PAGE.stages)), name="imported_page_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="drafted", publication__isnull=False)
                | (~Q(state="drafted") & Q(publication=None)),
                name="a_drafted_page_has_a_draft",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.name

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"imported-page:{self.pk}"

    @property
    def stage(self) -> str:
        """The state, as lives call it."""
        return self.state

    @stage.setter
    def stage(self, value: str) -> None:
        self.state = value

    @property
    def stage_label(self) -> str:
        """The state in words."""
        return str(OLD_PAGE.stages[self.state])

    @property
    def version(self) -> int:
        """What a form carries: two editors on one page are told."""
        return self.turn


class ImportQuestion(models.Model):
    """A place that the repair is not sure of. Places count characters of `ImportedPage.repaired` from 0."""

    class Kind(models.TextChoices):
        KEPT_ANNOTATION = (
            "kept_annotation",
            pgettext_lazy("question", "perhaps pinyin that does not belong here"),
        )
        BYTE_DAMAGE = "byte_damage", pgettext_lazy("question", "damaged characters")
        CORRECTION = "correction", pgettext_lazy("question", "a misprint of the source")
        MIXED_SCRIPT = (
            "mixed_script",
            pgettext_lazy("question", "a traditional character in a simplified text"),
        )
        BROKEN_BYTES = "broken_bytes", pgettext_lazy("question", "a character that cannot be read")

    class Answer(models.TextChoices):
        OPEN = "", pgettext_lazy("answer", "not answered yet")
        TAKEN = "taken", pgettext_lazy("answer", "changed as suggested")
        KEPT = "kept", pgettext_lazy("answer", "left as it is")
        WORDS = "words", pgettext_lazy("answer", "own words")

    page = models.ForeignKey(ImportedPage, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    found = models.TextField()
    suggestion = models.TextField(blank=True)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    words = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "education_import_question"
        ordering = ["page", "start"]
        constraints = [models.UniqueConstraint(fields=["page", "start"], name="one_question_a_place")]

    def __str__(self) -> str:
        return self.found


class ImportLikeness(models.Model):
    """That a page says the same, or nearly, as a publication or as another page. `percent` of their character pairs."""

    class Kind(models.TextChoices):
        SAME_BYTES = "same_bytes", pgettext_lazy("likeness", "the same file")
        SAME_TEXT = "same_text", pgettext_lazy("likeness", "the same text")
        NEAR = "near", pgettext_lazy("likeness", "nearly the same text")

    page = models.ForeignKey(ImportedPage, on_delete=models.CASCADE, related_name="likenesses")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    percent = models.PositiveSmallIntegerField()
    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    other = models.ForeignKey(ImportedPage, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "education_import_likeness"
        ordering = ["page", "-percent", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(publication__isnull=False, other=None) | Q(publication=None, other__isnull=False),
                name="like_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.percent} %"
