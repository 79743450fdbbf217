"""The versions of a text, the products that each warns of, its translations, and pictures that stand in a text."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from huaihai.education.models.publications import Publication
from huaihai.kit.ids import new_id
from huaihai.law.sureness import Sureness


class PublicationVersion(models.Model):
    """One version of a text. Never changed; a revision is another version.

    `cities` holds the keys of the city bodies concerned, `topics` codes of `law.kinds`. The parts (`what` …
    `evidence`) are plain lines and are empty where a kind has none. `body` is marked up (see `education.markup`) or,
    for an imported text, plain lines. `original` holds the bytes as they were received and `repair` what was done to
    them; both are empty for our own texts. `document_hash` is the fingerprint of all that is said, products included:
    reviews and signatures name it.
    """

    class Severity(models.TextChoices):
        """How bad it may get; the words of CAP 1.2."""

        EXTREME = "Extreme", pgettext_lazy("severity", "danger to life")
        SEVERE = "Severe", pgettext_lazy("severity", "danger to health or great loss")
        MODERATE = "Moderate", pgettext_lazy("severity", "loss or harm possible")
        MINOR = "Minor", pgettext_lazy("severity", "good to know")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    cities = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    what = models.TextField(blank=True)
    harms = models.TextField(blank=True)
    to_do = models.TextField(blank=True)
    to_turn = models.TextField(blank=True)
    places = models.TextField(blank=True)
    period_from = models.DateField(null=True, blank=True)
    period_until = models.DateField(null=True, blank=True)
    evidence = models.TextField(blank=True)
    severity = models.CharField(max_length=16, choices=Severity.choices, blank=True)
    body = models.TextField(blank=True)
    is_marked_up = models.BooleanField(default=True)
    basis = models.JSONField(default=list)
    source_name = models.CharField(max_length=120, blank=True)
    source_url = models.URLField(max_length=300, blank=True)
    source_on = models.DateField(null=True, blank=True)
    mark = models.CharField(max_length=16, choices=[(mark.value, mark.en) for mark in Sureness], blank=True)
    document_hash = models.CharField(max_length=64, blank=True)
    content_hash = models.CharField(max_length=64, blank=True, db_index=True)
    original = models.BinaryField(null=True, blank=True)
    original_encoding = models.CharField(max_length=16, blank=True)
    repair = models.JSONField(default=dict)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=80)

    class Meta:
        db_table = "education_publication_version"
        ordering = ["publication", "number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="one_version_of_a_number"),
            models.UniqueConstraint(
                fields=["content_hash"], condition=Q(original__isnull=False), name="one_import_of_a_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only new ones. Raises TypeError for one that is stored already."""
        if not self._state.adding:
            raise TypeError("a version is never changed; write another one")
        super().save(*args, **kwargs)

    @property
    def is_imported(self) -> bool:
        return self.original is not None

    @property
    def original_text(self) -> str:
        """What was received, read in the encoding it came in."""
        return bytes(self.original or b"").decode(self.original_encoding or "utf-8")


class WarnedProduct(models.Model):
    """A product that a version warns of, by what stands on the goods: barcode (GTIN), batches, days of making.

    `batches` holds one batch a line, "A100-A199" for a span; empty: every batch.
    """

    version = models.ForeignKey(PublicationVersion, on_delete=models.CASCADE, related_name="products")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    brand = models.CharField(max_length=80, blank=True)
    model = models.CharField(max_length=80, blank=True)
    barcode = models.CharField(max_length=14, blank=True)
    batches = models.TextField(blank=True)
    made_from = models.DateField(null=True, blank=True)
    made_until = models.DateField(null=True, blank=True)
    maker = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "education_warned_product"
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="one_product_a_place")]

    def __str__(self) -> str:
        return self.name


class Picture(models.Model):
    """One picture of a publication, called by its number in the text: `![what it shows](1)`.

    The original is sealed by its hash; people see only what was drawn anew from it. Never changed: a better picture
    has another number, so that a text with a fingerprint always shows the same.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    shows = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)  # media type as found in the file
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    derivative = models.CharField(max_length=80)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)

    class Meta:
        db_table = "education_picture"
        ordering = ["publication", "number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="one_picture_a_number"),
            models.UniqueConstraint(fields=["publication", "sha256"], name="picture_once_a_publication"),
        ]

    def __str__(self) -> str:
        return self.shows

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only new ones. Raises TypeError for one that is stored already."""
        if not self._state.adding:
            raise TypeError("a picture is never changed; add another one")
        super().save(*args, **kwargs)


class Translation(models.Model):
    """What staff wrote for one version in one language; it never counts for another version.

    `words` holds the parts by their names on the version. Traditional characters are generated, and a row only keeps
    what somebody corrected or looked over. English is shown once a second person has reviewed it. `turn` grows with
    every verb.
    """

    class Language(models.TextChoices):
        TRADITIONAL = "zh-Hant", "繁體中文"
        ENGLISH = "en", "English"

    version = models.ForeignKey(PublicationVersion, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=8, choices=Language.choices)
    words = models.JSONField(default=dict)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=80)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=80, blank=True)
    turn = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "education_translation"
        ordering = ["version", "language"]
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="one_translation_a_language"),
            models.CheckConstraint(
                condition=Q(language__in=["zh-Hant", "en"]), name="translation_language_is_known"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by="")
                | (Q(reviewed_at__isnull=False) & ~Q(reviewed_by="")),
                name="translation_review_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(language="en") | Q(reviewed_by="") | ~Q(reviewed_by=F("written_by")),
                name="english_has_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.language}"

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody looked it over as it stands."""
        return self.reviewed_at is not None
