"""The versions of a text, and the products that each warns of."""

from typing import Any

from django.db import models
from django.db.models import Q
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
