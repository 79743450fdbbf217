"""Translations of one version: corrected and reviewed words in traditional characters, and English."""

from django.db import models
from django.db.models import F, Q

from huaihai.education.models.versions import PublicationVersion


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
